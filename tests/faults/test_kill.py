"""Kill -9 at every named point of worker and database while events flow: nothing lost, nothing twice."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction

from kurator.parties.tests.builders import make_party
from kurator.platform.database import embedded
from kurator.strategies.models import Strategy
from kurator.strategies.tests.builders import eq, make_segment, make_strategy, stage
from tests.cast import Cast
from tests.faults.processes import (
    connect,
    is_quiet,
    start_worker,
    stop,
    wait_for,
    wait_until_working,
)

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

WORKER_POINTS = [
    "outbox.claimed",
    "outbox.delivered",
    "engine.drained",
    "engine.placed",
    "engine.committed",
    "scenario.claimed",
    "scenario.carried_out",
    "scenario.committed",
]
WAITS_FOR_THE_LEASE = "outbox.claimed"
LEFT_OF_THE_LEASE = 3.0
"""There the end of the lease is waited for, this much of its half minute; elsewhere it has come."""
CUSTOMERS = 30


class Writer(threading.Thread):
    """Changes customers' status all the time, as raw SQL; remembers what was acknowledged."""

    def __init__(self, party_ids: list[UUID]) -> None:
        super().__init__()
        self.party_ids = party_ids
        self.acknowledged: dict[UUID, str] = {}
        self.unknown: set[UUID] = set()
        self.stopping = threading.Event()
        self.count = 0

    def run(self) -> None:
        chance = random.Random(3)
        while not self.stopping.is_set():
            try:
                with connect() as db:
                    while not self.stopping.wait(0.01):
                        self._change(db, chance)
            except psycopg.OperationalError:
                time.sleep(0.05)

    def _change(self, db: Any, chance: random.Random) -> None:
        party_id, status = (
            chance.choice(self.party_ids),
            chance.choice(["ACTIVE", "LEAVING", "NEW"]),
        )
        try:
            db.execute("UPDATE parties_party SET status = %s WHERE id = %s", [status, party_id])
        except psycopg.OperationalError:
            self.unknown.add(party_id)
            raise
        self.acknowledged[party_id] = status
        self.unknown.discard(party_id)
        self.count += 1

    def finish(self) -> None:
        self.stopping.set()
        self.join()


@pytest.fixture
def strategy(transactional_db: None) -> Strategy:
    from kurator.kernel.ids import new_id

    def notice(text: str) -> dict[str, Any]:
        parameters = {"text": {"en": text}, "recipient": "owner", "fallback": None}
        return {"uid": str(new_id()), "step": "notify", "parameters": parameters}

    with transaction.atomic():
        return make_strategy(
            make_segment(eq("party.kind", "PERSON")),
            [
                stage("Active", eq("party.status", "ACTIVE"), [notice("Call")]),
                stage("Leaving", eq("party.status", "LEAVING"), [notice("Keep")]),
            ],
        )


@pytest.fixture
def writer(strategy: Strategy, cast: Cast) -> Iterator[Writer]:
    party_ids = [
        make_party(owner=cast.anna, status="NEW", name=f"C {n}").id for n in range(CUSTOMERS)
    ]
    connection.close()
    found = Writer(party_ids)
    found.start()
    yield found
    found.finish()


def assert_nothing_lost_nothing_twice(writer: Writer) -> None:
    """Every customer stands where his data say, by an unbroken chain, each step done once."""
    expected = {"NEW": 0, "ACTIVE": 1, "LEAVING": 2}
    with connect("admin") as db:
        rows = db.execute(
            "SELECT p.id, p.status, e.ord, e.seq FROM parties_party p"
            " LEFT JOIN strategies_enrolment e ON e.party_id = p.id"
        ).fetchall()
        assert len(rows) == CUSTOMERS
        for party_id, status, ord_, seq in rows:
            if party_id in writer.acknowledged and party_id not in writer.unknown:
                assert status == writer.acknowledged[party_id]
            assert ord_ == expected[status], (party_id, status, ord_)
            _assert_chain(db, party_id, seq)
        broken = db.execute(
            "SELECT count(*) FROM strategies_intent i WHERE (i.status = 'DONE') <> EXISTS ("
            " SELECT FROM activities_notification t WHERE t.source_key ="
            "   concat_ws(':', i.strategy_id, i.party_id, i.seq, i.step_uid, i.occurrence))"
        ).fetchone()
        twice = db.execute(
            "SELECT count(*) FROM (SELECT source_key FROM activities_notification"
            " GROUP BY 1 HAVING count(*) > 1) x"
        ).fetchone()
        missing = db.execute(
            "SELECT count(*) FROM strategies_transition t WHERE t.to_ord > 0 AND NOT EXISTS ("
            " SELECT FROM strategies_intent i WHERE i.party_id = t.party_id AND i.seq = t.seq)"
        ).fetchone()
    assert (broken, twice, missing) == ((0,), (0,), (0,))


def _assert_chain(db: Any, party_id: UUID, seq: int) -> None:
    chain = db.execute(
        "SELECT seq, from_ord, to_ord FROM strategies_transition WHERE party_id = %s ORDER BY seq",
        [party_id],
    ).fetchall()
    assert [row[0] for row in chain] == list(range(1, seq + 1))
    for earlier, later in pairwise(chain):
        assert earlier[2] == later[1]


def shorten_leases(seconds: float) -> None:
    """What the dead worker had claimed is free after so long instead of half a minute."""
    with connect("admin") as db:
        db.execute(
            "UPDATE platform_outboxevent"
            " SET claimed_until = clock_timestamp() + make_interval(secs => %s)"
            " WHERE claimed_until > clock_timestamp()",
            [seconds],
        )


@pytest.mark.parametrize("point", WORKER_POINTS)
def test_worker_killed_at(point: str, writer: Writer) -> None:
    doomed = start_worker(fault=f"{point}:3")
    wait_for(lambda: doomed.poll() is not None, what=f"death at {point}")
    assert doomed.returncode == -signal.SIGKILL
    shorten_leases(LEFT_OF_THE_LEASE if point == WAITS_FOR_THE_LEASE else 0)
    survivor = start_worker()
    try:
        wait_until_working()
        writer.finish()
        wait_for(is_quiet, seconds=60, what="quiet")
        assert writer.count > 50
        assert_nothing_lost_nothing_twice(writer)
    finally:
        stop(survivor)


def test_database_killed_while_events_flow(writer: Writer) -> None:
    worker = start_worker()
    try:
        wait_until_working()
        for _ in range(3):
            time.sleep(1.0)
            pid = embedded.status().pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            wait_for(lambda: not embedded.status().is_running, what="death of the database")
            embedded.start()
        time.sleep(1.0)
        writer.finish()
        shorten_leases(1)
        wait_for(is_quiet, seconds=60, what="quiet")
        assert_nothing_lost_nothing_twice(writer)
    finally:
        stop(worker)
