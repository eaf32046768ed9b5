"""
`upgrade`: the latest steps of the tables while the version before serves readers and writers.

A copy of the base is brought back to the tables of before, the code of before serves on it, and
`kurator upgrade` of this code runs beneath it; then the functions and rules of access are looked
through once more, with nothing changed, and once as where nothing is noted of them yet: the first
upgrade of an installation from before there were such notes. How long somebody waited for a lock is
read from the server twenty times a second. The base itself is only read.
"""

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
import psycopg

from kurator.bench.crowd import Act, Connections, Person, Request, on_the_wire, people_at_work
from kurator.bench.figures import Figure, report, tell
from kurator.bench.load import act as everyday
from kurator.bench.loaded import database_of, is_filled, prepare, use_database
from kurator.bench.previous import ROOT, code_of, git, previous_commit, steps_since
from kurator.bench.stack import running_stack
from kurator.platform.database.connections import conninfo_for
from kurator.platform.database.setup import drop_database

READERS, WRITERS = 6, 2
BEFORE_SECONDS = AFTER_SECONDS = 5.0
PAUSE_SECONDS = 0.02
GIVEN_UP_SECONDS = 60.0
LOOK_SECONDS = 0.05
OUTAGE_SECONDS, LOCK_SECONDS = 30.0, 2.0
"""What is demanded."""
_WAITS = """
SELECT coalesce(max(extract(epoch FROM clock_timestamp() - l.waitstart)), 0)::float
  FROM pg_locks l JOIN pg_stat_activity a USING (pid)
 WHERE NOT l.granted AND a.datname = current_database() AND a.usename = ANY(%s)
"""
SERVED = ["kurator_web", "kurator_worker"]


def run(rows: int) -> None:
    named = os.environ.get("KURATOR_BENCH_FROM", "")
    commit = git("rev-parse", "--verify", "--quiet", named) if named else previous_commit()
    if named and not commit:
        raise LookupError(f"{named} is not in the git history")
    if not commit:
        tell("there is no git history here, so there is no version before to upgrade from")
        return
    if not is_filled(rows):
        prepare(rows)
    use_database(rows, "owner")
    django.setup()
    copy = f"{database_of(rows)}_upgrade"
    with tempfile.TemporaryDirectory() as folder, code_of(commit, Path(folder) / "code") as code:
        tell(f"a copy of the base is made and brought back to {commit[:7]}")
        with _copied(database_of(rows), copy):
            steps = steps_since(code)
            _go_back(copy, code, steps)
            _measure(copy, code, people_at_work(rows, name=copy), steps)


@contextmanager
def _copied(base: str, copy: str) -> Iterator[None]:
    drop_database(copy)
    with psycopg.connect(**conninfo_for("admin", name="postgres"), autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [base]
        )
        server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{base}" STRATEGY file_copy'.encode())
    try:
        # What belongs to a database and not to its contents is not copied.
        _kurator(ROOT, copy, "db", "setup")
        _kurator(ROOT, copy, "db", "migrate")
        yield
    finally:
        drop_database(copy)


def _kurator(code: Path, database: str, *arguments: str) -> float:
    """Return how long it took."""
    began = time.perf_counter()
    _python(code, database, "-m", "kurator", *arguments)
    return time.perf_counter() - began


def _python(code: Path, database: str, *arguments: str) -> None:
    names = {"KURATOR_DATABASE_NAME": database, "KURATOR_DATABASE_LOGIN": "owner"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=code,
        env={**os.environ, **names},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout[-3000:]}")


def _go_back(copy: str, code: Path, steps: Sequence[str]) -> None:
    """The latest steps are taken back, then the code of before puts its own rules in their place."""
    for package in sorted({step.partition(".")[0] for step in steps}):
        known = sorted(
            path.stem for path in (code / "kurator").glob(f"{package}/migrations/[0-9]*")
        )
        target = known[-1] if known else "zero"
        _python(ROOT, copy, "-m", "django", "migrate", package, target, "--settings",
                "kurator.config.settings")  # fmt: skip
    _kurator(code, copy, "db", "migrate")


def _measure(copy: str, code: Path, people: Sequence[Person], steps: Sequence[str]) -> None:
    with running_stack(copy, code=code) as stack:
        callers = Callers(stack.port, people)
        callers.start()
        time.sleep(BEFORE_SECONDS)
        report(Figure("upgrade", "longest_answer_before_s", callers.longest_answer(), "s"))
        report(Figure("upgrade", "steps", len(steps), "1"))
        _phase(copy, callers, "", "upgrade", "--no-backup")
        _phase(copy, callers, "unchanged_", "db", "secure")
        _forget_what_is_noted(copy)
        _phase(copy, callers, "unnoted_", "db", "secure")
        callers.stop()


def _phase(copy: str, callers: "Callers", name: str, *arguments: str) -> None:
    """One command beneath the callers, and what they noticed of it."""
    tell(f"kurator {' '.join(arguments)}")
    callers.forget()
    with _watched(copy) as waits:
        seconds = _kurator(ROOT, copy, *arguments)
        time.sleep(AFTER_SECONDS)
    gap, answer, waited = callers.longest_gap(), callers.longest_answer(), max(waits, default=0.0)
    report(Figure("upgrade", f"{name}seconds", seconds, "s"))
    report(Figure("upgrade", f"{name}longest_unanswered_s", gap, "s", OUTAGE_SECONDS))
    report(Figure("upgrade", f"{name}longest_answer_s", answer, "s"))
    report(Figure("upgrade", f"{name}longest_lock_wait_s", waited, "s", LOCK_SECONDS))
    report(Figure("upgrade", f"{name}answered", callers.answered(), "1"))
    report(Figure("upgrade", f"{name}failed", callers.failed(), "1"))
    if refused := callers.refused():
        tell(f"not answered, by status: {dict(refused)}")


def _forget_what_is_noted(copy: str) -> None:
    with psycopg.connect(**conninfo_for("admin", name=copy), autocommit=True) as db:
        db.execute("DELETE FROM k.setup_state WHERE name = 'objects'")


@contextmanager
def _watched(copy: str) -> Iterator[list[float]]:
    """How long somebody who serves people had been waiting for a lock, each time one looked."""
    waits: list[float] = []
    stop = threading.Event()

    def look() -> None:
        with psycopg.connect(**conninfo_for("admin", name=copy), autocommit=True) as db:
            while not stop.wait(LOOK_SECONDS):
                row = db.execute(_WAITS, [SERVED]).fetchone()
                waits.append(float(row[0]) if row else 0.0)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield waits
    finally:
        stop.set()
        thread.join()


@dataclass
class Caller:
    """One who asks all the time; `gap` is the longest time in which nothing was answered to him."""

    person: Person
    act: Act
    latest: float = field(default_factory=time.perf_counter)
    gap: float = 0.0
    answer: float = 0.0
    answered: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    """Whatever was not an answer, by status; 0 where none came."""

    async def ask(self, connections: Connections, generator: random.Random) -> None:
        request = self.act(self.person, generator)
        began = time.perf_counter()
        try:
            wire = on_the_wire(request, self.person.key)
            status, _ = await asyncio.wait_for(connections.ask(wire), GIVEN_UP_SECONDS)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError):
            status = 0
        now = time.perf_counter()
        if 200 <= status < 300:
            self.gap = max(self.gap, now - self.latest)
            self.answer = max(self.answer, now - began)
            self.answered += 1
            self.latest = now
        else:
            self.refused[status] += 1


def _read(person: Person, generator: random.Random) -> Request:
    found = everyday(person, generator)
    return found if found.is_read else _read(person, generator)


def _write(person: Person, generator: random.Random) -> Request:
    """A note, or a change of a customer."""
    party = generator.choice(person.ids)
    if generator.random() < 0.5:
        text = {"party_id": str(party), "text": "Has asked to be called back"}
        return Request("POST", "/notes", text, is_read=False)
    change = {"set": {"party.status": generator.choice(["ACTIVE", "LEAVING"])}, "base": {}}
    return Request("PATCH", f"/parties/{party}", change, is_read=False)


class Callers:
    """Readers and writers on a loop of their own."""

    def __init__(self, port: int, people: Sequence[Person]) -> None:
        acts = [_read] * READERS + [_write] * WRITERS
        self.port = port
        self.all = [Caller(people[n % len(people)], act) for n, act in enumerate(acts)]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._work()))

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    async def _work(self) -> None:
        connections = Connections(self.port)
        await asyncio.gather(
            *(self._one(caller, n, connections) for n, caller in enumerate(self.all))
        )

    async def _one(self, caller: Caller, number: int, connections: Connections) -> None:
        generator: Any = random.Random(number)
        while not self._stop.is_set():
            await caller.ask(connections, generator)
            await asyncio.sleep(PAUSE_SECONDS)

    def forget(self) -> None:
        """What was slow until now does not count."""
        for caller in self.all:
            caller.gap = caller.answer = 0.0
            caller.answered = 0
            caller.refused.clear()

    def longest_gap(self) -> float:
        now = time.perf_counter()
        return max(max(one.gap, now - one.latest) for one in self.all)

    def longest_answer(self) -> float:
        return max(one.answer for one in self.all)

    def answered(self) -> int:
        return sum(one.answered for one in self.all)

    def refused(self) -> Counter[int]:
        return sum((one.refused for one in self.all), Counter())

    def failed(self) -> int:
        return self.refused().total()
