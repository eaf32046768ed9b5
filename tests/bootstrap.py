"""
Loaded by pytest before everything else: the suite has a home and a database server of its own.

`KURATOR_HOME` given from outside is used as it is.
"""

import atexit
import os
import tempfile
from pathlib import Path


def _default_home() -> str:
    return str(Path(tempfile.gettempdir()) / f"kurator-test-{os.geteuid()}")


os.environ.setdefault("KURATOR_HOME", _default_home())
os.environ.setdefault("KURATOR_LOG_LEVEL", "ERROR")
os.environ.setdefault("KURATOR_API_RATE", "off")
os.environ.setdefault("KURATOR_SEARCH_RATE", "off")
os.environ["KURATOR_DATABASE_NAME"] = "kurator_test" + os.environ.get("PYTEST_XDIST_WORKER", "")

from kurator.platform.database import embedded
from kurator.platform.database.connections import is_embedded

if is_embedded() and not embedded.status().is_running:
    embedded.start()
    atexit.register(embedded.stop)
