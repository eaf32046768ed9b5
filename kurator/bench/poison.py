"""
`poison`: how much later everybody else's events are told while some can never be delivered.

Turns with and without poison follow each other in the same run; a time runs from the commit of the
event to the moment at which whoever listens hears of it.
"""

import os
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
import psycopg

from kurator.bench.figures import Figure, percentile, report, tell
from kurator.bench.loaded import admin, become_worker, database_of, prepare
from kurator.kernel.ids import new_id
from kurator.platform.database.connections import conninfo_for

TURNS = 10
SECONDS = 10.0
PER_SECOND = 100
POISON_EVERY = 50
"""Two of a hundred events a second are poison, each tried five times within some ten seconds."""
TOPIC = "bench.happened"
SETTLED_SECONDS = 60.0
LISTEN_SECONDS = 0.2
_PUBLISH = "INSERT INTO platform_outboxevent (id, topic, payload) VALUES (%s, %s, %s::jsonb)"


@dataclass
class Heard:
    """By id of the subject: when its event was committed, and when it was heard of."""

    sent: dict[str, float] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)

    def lags(self) -> list[float]:
        return [(self.heard[id_] - at) * 1000 for id_, at in self.sent.items() if id_ in self.heard]

    @property
    def lost(self) -> int:
        return len(self.sent.keys() - self.heard.keys())


def run(rows: int) -> None:
    # Each failure is told with all its circumstances; here it is meant to be.
    os.environ["KURATOR_LOG_LEVEL"] = "CRITICAL"
    prepare(rows)
    become_worker()
    from kurator.platform.dispatcher import run_dispatcher

    _forget(rows)
    _plug_in()
    stop = threading.Event()
    heard: dict[str, float] = {}
    threads = [
        threading.Thread(target=run_dispatcher, args=(stop,)),
        threading.Thread(target=_listen, args=(rows, heard, stop)),
    ]
    for thread in threads:
        thread.start()
    try:
        turns = _take_turns(rows, heard)
        poisons = _settle(rows)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    _report(turns, poisons)
    _forget(rows)


def _plug_in() -> None:
    from kurator.operations.feature import FEATURE
    from kurator.platform.outbox import Subscriber

    FEATURE.__dict__["subscribers"] = [
        *FEATURE.subscribers,
        Subscriber("bench", frozenset({TOPIC}), _refuse_poison),
    ]


def _refuse_poison(deliveries: Sequence[Any]) -> None:
    if any(one.payload.get("is_poison") for one in deliveries):
        raise ValueError("cannot be read")


def _take_turns(rows: int, heard: dict[str, float]) -> dict[bool, Heard]:
    """The first turn of each kind only warms up."""
    found = {False: Heard(heard=heard), True: Heard(heard=heard)}
    for number in range(TURNS):
        with_poison = bool(number % 2)
        tell(f"turn {number + 1} of {TURNS}, {'with' if with_poison else 'without'} poison")
        into = found[with_poison] if number > 1 else Heard(heard=heard)
        _publish(rows, into, with_poison=with_poison)
        # What is tried again must not reach into the next turn.
        _wait_until_quiet(rows)
    return found


def _publish(rows: int, into: Heard, *, with_poison: bool) -> None:
    generator = random.Random(1)
    login = conninfo_for("worker", name=database_of(rows))
    with psycopg.connect(**login, autocommit=True) as db:
        due = time.perf_counter()
        until, number = due + SECONDS, 0
        while due < until:
            due += generator.expovariate(PER_SECOND)
            time.sleep(max(0.0, due - time.perf_counter()))
            number += 1
            if with_poison and number % POISON_EVERY == 0:
                _insert(db, new_id(), is_poison=True)
            id_ = new_id()
            _insert(db, id_, is_poison=False)
            into.sent[str(id_)] = time.perf_counter()


def _insert(db: psycopg.Connection[Any], id_: UUID, *, is_poison: bool) -> None:
    payload = {"ids": [str(id_)], "owners": [""], "is_poison": is_poison}
    db.execute(_PUBLISH, [new_id(), TOPIC, orjson.dumps(payload).decode()])


def _listen(rows: int, heard: dict[str, float], stop: threading.Event) -> None:
    from kurator.platform.dispatcher import LIVE_CHANNEL

    with admin(rows) as db:
        db.execute(f"LISTEN {LIVE_CHANNEL}".encode())
        while not stop.is_set():
            for notice in db.notifies(timeout=LISTEN_SECONDS):
                at, said = time.perf_counter(), orjson.loads(notice.payload)
                if said["topic"] == TOPIC:
                    heard.update(dict.fromkeys((id_ for id_, _ in said["ids"] or ()), at))


def _wait_until_quiet(rows: int) -> None:
    until = time.monotonic() + SETTLED_SECONDS
    with admin(rows) as db:
        while time.monotonic() < until:
            row = db.execute(
                "SELECT EXISTS (SELECT FROM platform_outboxevent WHERE NOT is_dead)"
            ).fetchone()
            if row == (False,):
                return
            time.sleep(0.2)
    raise TimeoutError("events are still under way")


def _settle(rows: int) -> tuple[int, int]:
    """Dead events, and the most attempts that one of them took."""
    with admin(rows) as db:
        row = db.execute(
            "SELECT count(*) FILTER (WHERE is_dead), coalesce(max(attempts), 0)"
            " FROM platform_outboxevent WHERE topic = %s",
            [TOPIC],
        ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def _forget(rows: int) -> None:
    with admin(rows) as db:
        db.execute("DELETE FROM platform_outboxevent WHERE topic = %s", [TOPIC])


def _report(turns: dict[bool, Heard], poisons: tuple[int, int]) -> None:
    without, beside = turns[False].lags(), turns[True].lags()
    for name, share in (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99)):
        floor = percentile(without, share)
        report(Figure("poison", name, percentile(beside, share), "ms", floor))
    report(Figure("poison", "others", len(beside), "1"))
    report(Figure("poison", "others_lost", turns[True].lost + turns[False].lost, "1"))
    dead, attempts = poisons
    report(Figure("poison", "set_aside", dead, "1"))
    report(Figure("poison", "attempts", attempts, "1"))
