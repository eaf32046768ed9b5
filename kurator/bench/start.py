"""`start`: second `make run` to the first answer, the server alone, and memory once started."""

import os
import signal
import subprocess
import sys
import time

from kurator.bench.figures import Figure, report
from kurator.bench.loaded import database_of, prepare
from kurator.bench.stack import (
    descendants,
    free_port,
    proportional_megabytes,
    running_stack,
    wait_until_answering,
)
from kurator.platform.database import embedded


def run(rows: int) -> None:
    prepare(rows)
    _server_alone(rows)
    _everything()


def _server_alone(rows: int) -> None:
    started = time.perf_counter()
    with running_stack(database_of(rows)):
        spent = time.perf_counter() - started - 1  # running_stack rests a second when all is up
    report(Figure("start", "server_seconds", spent, "s", 3.0))


def _everything() -> None:
    """Twice `kurator run` in this home; the second counts."""
    environment = {k: v for k, v in os.environ.items() if k != "KURATOR_DATABASE_NAME"}
    environment.pop("KURATOR_DATABASE_LOGIN", None)
    for attempt in (1, 2):
        port = free_port()
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "kurator", "run"],
            env={**environment, "KURATOR_PORT": str(port)},
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_until_answering(port, seconds=600)
            spent = time.perf_counter() - started
            time.sleep(3)
            if attempt == 2:
                report(Figure("start", "second_run_seconds", spent, "s", 10.0))
                report(
                    Figure("start", "application_megabytes", _application(process.pid), "MB", 250.0)
                )
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def _application(pid: int) -> float:
    """Web servers, worker and supervisor; the database is not the application."""
    database = embedded.status().pid
    not_ours = {database, *descendants(database)} if database else set()
    ours = [p for p in [pid, *descendants(pid)] if p not in not_ours]
    return sum(proportional_megabytes(p) for p in ours)
