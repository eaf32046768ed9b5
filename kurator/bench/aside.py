"""A whole installation of a bench's own, in a folder that is removed afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def installation_aside() -> Iterator[Path]:
    """
    Make it and point this process at it, before Django is set up.

    KURATOR_BENCH_DIR names where, for a bench that needs much room.
    """
    folder = Path(
        tempfile.mkdtemp(prefix="kurator-bench-", dir=os.environ.get("KURATOR_BENCH_DIR"))
    )
    folder.chmod(0o711)
    os.environ["KURATOR_HOME"] = str(folder / "home")
    for name in ("KURATOR_BACKUP_DIR", "KURATOR_DATABASE_NAME", "KURATOR_DATABASE_LOGIN"):
        os.environ.pop(name, None)
    os.environ.setdefault("KURATOR_LOG_LEVEL", "CRITICAL")
    try:
        kurator("db", "setup")
        kurator("db", "migrate")
        yield folder / "home"
    finally:
        subprocess.run([sys.executable, "-m", "kurator", "db", "stop"], check=False)
        shutil.rmtree(folder)


def kurator(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "kurator", *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
