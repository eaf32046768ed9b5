"""
A worker that stands still (SIGSTOP, as a pause of its machine) while a message of it is under way:
another one takes over, and what the first says when it wakes is not believed.
"""

import os
import signal
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from kurator.webhooks.tests.builders import make_delivery, make_webhook, receiver, reply
from tests.cast import make_cast
from tests.faults.processes import connect, start_worker, stop, wait_for

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def value(sql: str) -> Any:
    with connect("admin") as db:
        row = db.execute(sql.encode()).fetchone()
    return row[0] if row else None


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
            with connect("admin") as db:  # instead of waiting for the end of the lease
                past = datetime.now(UTC) - timedelta(seconds=1)
                db.execute("UPDATE webhooks_delivery SET claimed_until = %s", [past])
            second = start_worker()
            wait_for(lambda: value("SELECT state FROM webhooks_delivery") == "DONE", seconds=60)
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
