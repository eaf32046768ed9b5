"""Real processes of the product for tests that kill them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import psycopg

from kurator.platform.database.connections import conninfo_for
from kurator.strategies.engine.loops import LOCK_CLASS

_STILL = """
import sys
from kurator.platform import standing
standing.STILL_SECONDS = {}
sys.argv[1:] = ["worker"]
from kurator.config.cli import main
main()
"""


def start_worker(*, fault: str = "", still: float = 0) -> "subprocess.Popen[bytes]":
    """
    Start `kurator worker` on the test's database; `fault` is point:passage to die at, `still` after
    how many seconds without a word it loses what it owns.
    """
    environment = {**os.environ, "KURATOR_FAULT": fault, "KURATOR_LOG_LEVEL": "CRITICAL"}
    environment.pop("KURATOR_DATABASE_LOGIN", None)
    what = ["-c", _STILL.format(int(still))] if still else ["-m", "kurator", "worker"]
    return subprocess.Popen([sys.executable, *what], env=environment)


def wait_until_working() -> None:
    """Until some worker owns the partitions."""

    def owns() -> bool:
        with connect("admin") as db:
            row = db.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s",
                [LOCK_CLASS],
            ).fetchone()
        return bool(row and row[0])

    wait_for(owns, seconds=60, what="a worker at work")


def stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def connect(login: Any = "worker") -> "psycopg.Connection[Any]":
    return psycopg.connect(**conninfo_for(login), autocommit=True)


def wait_for(condition: Callable[[], bool], *, seconds: float = 30, what: str = "") -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")


def is_quiet() -> bool:
    """Whether nothing waits any more: queue, sweeps, due steps and events."""
    with connect("admin") as db:
        row = db.execute(
            "SELECT NOT EXISTS (SELECT FROM tracking_dirtysubject)"
            " AND NOT EXISTS (SELECT FROM strategies_sweep)"
            " AND NOT EXISTS (SELECT FROM platform_outboxevent)"
            " AND NOT EXISTS (SELECT FROM strategies_intent WHERE status = 'PLANNED'"
            "                 AND due_at <= clock_timestamp())"
        ).fetchone()
    return bool(row and row[0])
