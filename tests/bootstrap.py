"""
Loaded by pytest before everything else: the suite has a home and a database server of its own.

`KURATOR_HOME` given from outside is used as it is. When the tests are shared out among processes
(`-n 2`), each of them has a home and a server beside it, and the one that shares out has none.
"""

import atexit
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.place import take_place

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def _default_home() -> str:
    return str(Path(tempfile.gettempdir()) / f"kurator-test-{os.geteuid()}")


def _home_of(worker: str) -> str:
    return f"{os.environ['KURATOR_HOME']}-{worker}"


take_place()
os.environ.setdefault("KURATOR_HOME", _default_home())
if WORKER:
    os.environ["KURATOR_HOME"] = _home_of(WORKER)
os.environ.setdefault("KURATOR_LOG_LEVEL", "ERROR")
os.environ.setdefault("KURATOR_API_RATE", "off")
os.environ.setdefault("KURATOR_API_AT_ONCE", "off")
os.environ.setdefault("KURATOR_SEARCH_RATE", "off")
os.environ["KURATOR_DATABASE_NAME"] = "kurator_test" + WORKER

from kurator.platform.database import embedded
from kurator.platform.database.connections import is_embedded


# Around all others: the settings, which pytest-django loads here, name the server's place.
@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    if is_embedded():
        processes = getattr(early_config.known_args_namespace, "numprocesses", None)
        if WORKER or not processes:
            _have_a_server()
        else:
            atexit.register(_stop_what_is_left)
    return (yield)


def _have_a_server() -> None:
    if not embedded.status().is_running:
        embedded.start()
        atexit.register(embedded.stop)


def _stop_what_is_left() -> None:
    """The servers of processes that were killed instead of ended."""
    home = Path(os.environ["KURATOR_HOME"])
    for of_worker in home.parent.glob(f"{home.name}-gw*"):
        os.environ["KURATOR_HOME"] = str(of_worker)
        embedded.stop()
