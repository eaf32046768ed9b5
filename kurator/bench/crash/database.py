"""Kill -9 of the whole database while eight writers commit."""

import os
import random
import signal
import threading
import time
from itertools import count

import psycopg

from kurator.bench.figures import Figure, percentile, report
from kurator.platform.database import embedded
from kurator.platform.database.connections import conninfo_for

WRITERS = 8


class Writer(threading.Thread):
    """Inserts one number after another and remembers which were acknowledged."""

    def __init__(self, number: int, stop: threading.Event) -> None:
        super().__init__()
        self.number, self.stopping = number, stop
        self.acknowledged: list[int] = []
        self.unknown: list[int] = []
        self.numbers = count(1)

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                with psycopg.connect(**conninfo_for("worker"), autocommit=True) as db:
                    while not self.stopping.is_set():
                        self._write(db)
            except psycopg.Error:
                time.sleep(0.02)

    def _write(self, db: "psycopg.Connection[tuple[object, ...]]") -> None:
        n = next(self.numbers)
        self.unknown.append(n)
        db.execute("INSERT INTO bench_acknowledged (writer, n) VALUES (%s, %s)", [self.number, n])
        self.unknown.pop()
        self.acknowledged.append(n)


def kill_database(*, rounds: int) -> None:
    _make_table()
    stop = threading.Event()
    writers = [Writer(number, stop) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    recoveries = [_kill_once() for _ in range(rounds)]
    stop.set()
    for writer in writers:
        writer.join()
    _report(writers, recoveries)


def _make_table() -> None:
    with psycopg.connect(**conninfo_for("admin"), autocommit=True) as admin:
        admin.execute("DROP TABLE IF EXISTS bench_acknowledged")
        admin.execute(
            "CREATE TABLE bench_acknowledged (writer int, n int, PRIMARY KEY (writer, n))"
        )
        admin.execute("GRANT SELECT, INSERT ON bench_acknowledged TO kurator_worker")


def _kill_once() -> float:
    """Let them write for a moment, kill, start; returns the seconds until it answered again."""
    time.sleep(random.uniform(0.02, 0.25))
    pid = embedded.status().pid
    if pid is None:
        raise RuntimeError("the database does not run")
    os.kill(pid, signal.SIGKILL)
    began = time.perf_counter()
    while embedded.status().is_running:
        time.sleep(0.001)
    embedded.start()
    return time.perf_counter() - began


def _report(writers: list[Writer], recoveries: list[float]) -> None:
    with psycopg.connect(**conninfo_for("admin")) as admin:
        found = {
            (int(writer), int(n))
            for writer, n in admin.execute("SELECT writer, n FROM bench_acknowledged").fetchall()
        }
    acknowledged = {(one.number, n) for one in writers for n in one.acknowledged}
    unknown = {(one.number, n) for one in writers for n in one.unknown}
    report(Figure("crash", "database_kills", len(recoveries), "1"))
    report(Figure("crash", "acknowledged", len(acknowledged), "1"))
    report(Figure("crash", "acknowledged_lost", len(acknowledged - found), "1", 0.0))
    report(Figure("crash", "outcome_unknown_to_the_writer", len(unknown), "1"))
    report(Figure("crash", "of_these_present", len(unknown & found), "1"))
    report(Figure("crash", "recovery_p50", percentile(recoveries, 0.5), "s"))
    report(Figure("crash", "recovery_max", max(recoveries), "s"))
