"""A Kurator of the journeys' own: database, demo company, web server, worker, built pages."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg

from kurator.config.supervisor.parent import VARIABLE as PARENT
from kurator.config.supervisor.web_build import ROOT, ensure_web_built
from kurator.platform.database.connections import Login, conninfo_for
from kurator.platform.database.home import demo_logins_path
from kurator.platform.database.setup import drop_database
from tests.faults.processes import stop, wait_for

# Apart from the database of the other tests, which empty theirs.
DATABASE = "kurator_journeys"
CUSTOMERS = 600
SEED = 7


class Product:
    def __init__(self, address: str) -> None:
        self.address = address

    def connect(self, login: Login = "worker") -> "psycopg.Connection[Any]":
        return psycopg.connect(**conninfo_for(login, name=DATABASE), autocommit=True)


@contextmanager
def running_product(logs: Path) -> Iterator[Product]:
    ensure_web_built()
    drop_database(DATABASE)
    _kurator("db", "setup")
    _kurator("db", "migrate", login="owner")
    _kurator("demo", "load", "--customers", str(CUSTOMERS), "--seed", str(SEED), login="worker")
    port = _free_port()
    processes = [
        _start(logs / "serve.log", "serve", "--port", str(port), "--processes", "1"),
        _start(logs / "worker.log", "worker"),
    ]
    try:
        product = Product(f"http://127.0.0.1:{port}")
        wait_for(lambda: _is_ready(product.address, processes), seconds=60, what="a web server")
        yield product
    finally:
        for process in processes:
            stop(process)
        drop_database(DATABASE)
        demo_logins_path().unlink(missing_ok=True)


def _environment(login: str) -> dict[str, str]:
    return {
        **os.environ,
        "KURATOR_DATABASE_NAME": DATABASE,
        "KURATOR_DATABASE_LOGIN": login,
        "KURATOR_LOG_LEVEL": "WARNING",
        # Log-in providers of the journeys stand on this machine.
        "KURATOR_EGRESS_ALLOW": "127.0.0.0/8",
        # None of them outlives the tests, however those end.
        PARENT: str(os.getpid()),
    }


def _kurator(*arguments: str, login: str = "owner") -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kurator", *arguments],
        cwd=ROOT,
        env=_environment(login),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"kurator {' '.join(arguments)}:\n{done.stdout}{done.stderr}"


def _start(log: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "kurator", *arguments],
            cwd=ROOT,
            env=_environment("worker" if arguments[0] == "worker" else "web"),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )


def _is_ready(address: str, processes: "list[subprocess.Popen[bytes]]") -> bool:
    assert all(process.poll() is None for process in processes), "a process of the product ended"
    try:
        return httpx.get(f"{address}/readyz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
