"""Kill -9 of the web server under requests: what was acknowledged is there, once and whole."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from typing import Any

import pytest

from kurator.bench.stack import wait_until_answering
from kurator.platform.dispatcher import LIVE_CHANNEL
from tests.faults import served
from tests.faults.processes import connect, wait_for
from tests.faults.served import Server, log_in_anna, members, web_server
from tests.faults.streams import Stream

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
HEADERS = {**served.HEADERS, "Content-Type": "application/json"}


@pytest.fixture
def session(transactional_db: None) -> None:
    log_in_anna()


@pytest.fixture
def fault() -> str:
    return ""


@pytest.fixture
def web(session: None, fault: str) -> Iterator[Server]:
    with web_server(KURATOR_FAULT=fault) as server:
        yield server


def create(port: int, number: int, key: str = "") -> str | None:
    """Return the id when the answer came."""
    headers = {**HEADERS, "Idempotency-Key": key} if key else HEADERS
    body = {"values": {"party.name": f"Customer {number}"}, "phones": [f"+38067{number:07d}"]}
    try:
        client = HTTPConnection("127.0.0.1", port, timeout=10)
        client.request("POST", "/api/v1/parties", json.dumps(body), headers)
        answer = client.getresponse()
        content = answer.read()
    except (OSError, HTTPException):
        return None
    assert answer.status == 201, content
    return str(json.loads(content)["id"])


def test_what_was_acknowledged_is_there_once_and_whole(web: Any) -> None:
    process, port = web
    acknowledged: list[str] = []
    dead = threading.Event()

    def write(first: int) -> None:
        for number in range(first, first + 10_000):
            found = create(port, number)
            if found is None or dead.is_set():
                return
            acknowledged.append(found)

    threads = [threading.Thread(target=write, args=(n * 10_000,)) for n in range(3)]
    for thread in threads:
        thread.start()
    while len(acknowledged) < 60:
        assert process.poll() is None
        dead.wait(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    for thread in threads:
        thread.join()
    with connect("admin") as db:
        found = {str(row[0]) for row in db.execute("SELECT id FROM parties_party").fetchall()}
        halves = db.execute(
            "SELECT count(*) FROM parties_party p WHERE (SELECT count(*) FROM parties_contactpoint c"
            " WHERE c.party_id = p.id) <> 1"
        ).fetchone()
    assert set(acknowledged) <= found
    assert len(found) - len(set(acknowledged)) <= len(threads)
    assert halves == (0,)


@pytest.mark.parametrize("fault", ["web.answered:2", "web.committed:2"])
def test_a_lost_answer_is_asked_for_again_by_its_key(web: Any) -> None:
    """The second request with a key kills its process, before or after the commit."""
    _, port = web
    assert create(port, 1, "first")
    assert create(port, 2, "second") is None
    found = None
    for _ in range(100):
        found = create(port, 2, "second")
        if found is not None:
            break
        time.sleep(0.1)
    assert found is not None
    assert create(port, 2, "second") == found
    with connect("admin") as db:
        rows = db.execute(
            "SELECT id FROM parties_party WHERE display_name = 'Customer 2'"
        ).fetchall()
    assert [str(row[0]) for row in rows] == [found]


def test_a_stream_that_broke_is_opened_again(web: Any) -> None:
    """What happened meanwhile nobody tells: the page reads again what it shows."""
    process, port = web
    with Stream(port, served.SESSION) as first:
        for pid in members(process):
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: first.has_ended, what="the end of the stream")
    wait_until_answering(port, seconds=60)
    with Stream(port, served.SESSION) as second:

        def is_told() -> bool:
            with connect("worker") as db:
                said = '{"topic": "tasks.changed", "ids": null}'
                db.execute("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, said])
            return "tasks.changed" in second.topics()

        wait_for(is_told, what="a change")
