"""Kill -9 of the worker while webhooks go out: nothing is lost, repetitions bear the same id."""

import os
import signal
import subprocess
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from typing import Any

import orjson
import pytest
from django.db import connection
from psycopg import OperationalError

from kurator.parties.models import Party
from kurator.platform.database import embedded
from kurator.webhooks.tests.builders import (
    make_delivery,
    make_message,
    make_source,
    make_webhook,
    receiver,
    reply,
    said,
    signed_headers,
)
from tests.cast import make_cast
from tests.faults.processes import connect, start_worker, stop, wait_for
from tests.faults.served import web_server

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def _dies(process: "subprocess.Popen[bytes]") -> None:
    process.wait(timeout=60)
    assert process.returncode == -9


def _scalar(sql: str) -> Any:
    with connect("admin") as db:
        row = db.execute(sql.encode()).fetchone()
    return row[0] if row else None


@pytest.mark.parametrize(
    ("fault", "calls"),
    [("webhooks.claimed", {1}), ("webhooks.sent", {2}), ("webhooks.settled", {2})],
)
def test_a_message_survives_the_worker(
    fault: str, calls: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KURATOR_EGRESS_ALLOW", "127.0.0.0/8")
    with receiver(reply()) as there:
        hook, _ = make_webhook(make_cast().anna, there.url)
        make_delivery(hook)
        connection.close()
        _dies(start_worker(fault=fault))
        assert _scalar("SELECT state FROM webhooks_delivery") == "WAITING"
        assert _scalar("SELECT count(*) FROM webhooks_attempt") == 0
        with connect("admin") as db:  # instead of waiting for the end of the lease
            past = datetime.now(UTC) - timedelta(seconds=1)
            db.execute("UPDATE webhooks_delivery SET claimed_until = %s", [past])
        worker = start_worker()
        try:
            wait_for(lambda: _scalar("SELECT state FROM webhooks_delivery") == "DONE")
        finally:
            stop(worker)
    assert len(there.calls) in calls
    assert len(set(there.ids())) == 1
    assert _scalar("SELECT count(*) FROM webhooks_attempt") == 1


def test_a_message_survives_the_death_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """It dies while the receiver is at work: the worker cannot note what was answered."""
    monkeypatch.setenv("KURATOR_EGRESS_ALLOW", "127.0.0.0/8")

    def answer(line: Any, number: int) -> None:
        if number == 0:
            _kill_database()
        reply()(line, number)

    with receiver(answer) as there:
        hook, _ = make_webhook(make_cast().anna, there.url)
        make_delivery(hook)
        connection.close()
        worker = start_worker()
        try:
            wait_for(lambda: len(there.calls) == 1, seconds=60, what="the first call")
            wait_for(lambda: embedded.status().is_running, what="the database")
            wait_for(_is_done_after_the_lease, seconds=60, what="the message")
        finally:
            stop(worker)
    assert len(there.calls) in (1, 2)
    assert len(set(there.ids())) == 1
    assert _scalar("SELECT count(*) FROM webhooks_attempt") == 1


def _kill_database() -> None:
    pid = embedded.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not embedded.status().is_running, what="death of the database")
    embedded.start()


def _is_done_after_the_lease() -> bool:
    try:
        with connect("admin") as db:  # instead of waiting for its end
            past = datetime.now(UTC) - timedelta(seconds=1)
            db.execute(
                "UPDATE webhooks_delivery SET claimed_until = %s WHERE state = 'WAITING'"
                " AND created_at < clock_timestamp() - interval '8 seconds'",
                [past],
            )
        return bool(_scalar("SELECT state FROM webhooks_delivery") == "DONE")
    except OperationalError:
        return False


def test_a_message_from_outside_has_its_effect_once() -> None:
    source, _ = make_source(make_cast().anna)
    make_message(source, said(name="Iryna"))
    connection.close()
    _dies(start_worker(fault="hooks.processed"))
    assert _scalar("SELECT state FROM webhooks_inbound") == "WAITING"
    assert not Party.objects.exists()
    connection.close()
    worker = start_worker()
    try:
        wait_for(lambda: _scalar("SELECT state FROM webhooks_inbound") == "DONE")
    finally:
        stop(worker)
    assert _scalar("SELECT count(*) FROM parties_party WHERE external_id = '7'") == 1
    assert _scalar("SELECT count(*) FROM tracking_change WHERE operation = 'I'") == 1


def test_a_message_that_was_not_acknowledged_is_not_there_and_may_come_again() -> None:
    source, secret = make_source(make_cast().anna)
    body = orjson.dumps(said(name="Iryna"))
    headers = {
        "Content-Type": "application/json",
        **signed_headers(secret, body, "evt_1", datetime.now(UTC)),
    }

    def post(port: int) -> int:
        client = HTTPConnection("127.0.0.1", port, timeout=20)
        client.request("POST", f"/api/v1/hooks/{source.id}", body, headers)
        return client.getresponse().status

    with web_server(KURATOR_FAULT="hooks.stored") as (_, port):
        with pytest.raises((OSError, HTTPException)):
            post(port)
        assert _scalar("SELECT count(*) FROM webhooks_inbound") == 0
    with web_server() as (_, port):
        assert (post(port), post(port)) == (202, 202)
    assert _scalar("SELECT count(*) FROM webhooks_inbound") == 1
