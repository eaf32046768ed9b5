"""
A worker that stands still (SIGSTOP, as a pause of its machine): another one takes over what it had
under way and what it owned, and what the first says when it wakes is not believed.
"""

import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from kurator.bench.lasting import IS_TRUE, lasting
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.strategies.engine.loops import LOCK_CLASS
from kurator.webhooks.tests.builders import make_delivery, make_webhook, receiver, reply
from tests.cast import make_cast
from tests.faults.processes import connect, start_worker, stop, wait_for, wait_until_working

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def value(sql: str) -> Any:
    with connect("admin") as db:
        row = db.execute(sql.encode()).fetchone()
    return row[0] if row else None


def end_lease() -> None:
    """Instead of waiting for it."""
    with connect("admin") as db:
        past = datetime.now(UTC) - timedelta(seconds=1)
        db.execute("UPDATE webhooks_delivery SET claimed_until = %s", [past])


def test_a_worker_that_wakes_late_settles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURATOR_EGRESS_ALLOW", "127.0.0.0/8")
    may_answer = threading.Event()

    def answer(line: Any, number: int) -> None:
        """The first call waits until its caller stands still; it is then refused."""
        if number == 0:
            may_answer.wait(60)
            reply("500 Too late")(line, number)
        else:
            reply()(line, number)

    with receiver(answer) as there:
        hook, _ = make_webhook(make_cast().anna, there.url)
        make_delivery(hook)
        connection.close()
        sleeper = start_worker()
        second = None
        try:
            wait_for(lambda: len(there.calls) == 1, seconds=60, what="the first call")
            os.kill(sleeper.pid, signal.SIGSTOP)
            if not IS_TRUE:
                end_lease()
            second = start_worker()
            wait_for(lambda: value("SELECT state FROM webhooks_delivery") == "DONE", seconds=150)
            may_answer.set()
            os.kill(sleeper.pid, signal.SIGCONT)
            stop(sleeper)  # it settles what it had under way before it ends
        finally:
            may_answer.set()
            for one in (sleeper, second):
                if one and one.poll() is None:
                    os.kill(one.pid, signal.SIGCONT)
                    stop(one)
    assert value("SELECT state FROM webhooks_delivery") == "DONE"
    assert value("SELECT count(*) FROM webhooks_attempt") == 1
    assert value("SELECT failing_since FROM webhooks_webhook") is None
    assert len(there.calls) == 2
    assert len(set(there.ids())) == 1


OWNERS = f"""
SELECT array_agg(DISTINCT pid) FROM pg_locks
 WHERE locktype = 'advisory' AND classid = {LOCK_CLASS} AND granted
"""
QUEUED = "SELECT count(*) FROM tracking_dirtysubject"
STILL = lasting(true=20, short=2)
"""After so long the server gives up a session that owns partitions and says nothing."""


def is_placed() -> bool:
    return bool(value(QUEUED) == 0)


def test_a_worker_that_stands_still_loses_its_partitions() -> None:
    """Its connection is there, and so would be its locks for ever."""
    party = make_party(owner=make_cast().anna, name="Iryna")
    sleeper, second = start_worker(still=STILL), None
    try:
        wait_until_working()
        wait_for(is_placed, what="the customer's first placement")
        os.kill(sleeper.pid, signal.SIGSTOP)
        stopped_at, before = time.monotonic(), value(OWNERS)
        second = start_worker(still=STILL)
        Party.objects.filter(id=party.id).update(status="LEAVING")
        wait_for(is_placed, seconds=STILL + 30, what="a placement by the other worker")
        assert not set(before) & set(value(OWNERS))
        time.sleep(max(0.0, stopped_at + lasting(true=60, short=0) - time.monotonic()))
        os.kill(sleeper.pid, signal.SIGCONT)
        time.sleep(1)
        assert not set(before) & set(value(OWNERS))
        stop(second)
        Party.objects.filter(id=party.id).update(status="FORMER")
        wait_for(is_placed, what="a placement by the one that woke")
    finally:
        for one in (sleeper, second):
            if one and one.poll() is None:
                os.kill(one.pid, signal.SIGCONT)
                stop(one)
