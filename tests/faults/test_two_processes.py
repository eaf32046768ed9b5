"""A web server of two processes: limits and notes hold over both."""

import json
import os
import select
import signal
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from kurator.config.counted import COUNTS
from kurator.config.live import STREAMS_OF_PERSON
from kurator.parties.tests.builders import make_party
from kurator.platform.limits import UNDER_WAY
from tests.faults.processes import connect, wait_for
from tests.faults.served import HEADERS, SESSION, Server, log_in_anna, members, web_server

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
BURST = 30
SLOW_AT_ONCE = 3


@pytest.fixture
def record(transactional_db: None) -> str:
    party = make_party(owner=log_in_anna().anna, name="Iryna")
    return f"/files?record_kind=party&record_id={party.id}"


@pytest.fixture
def web(record: str) -> Iterator[Server]:
    with web_server(
        processes=2, KURATOR_API_RATE=f"0.001:{BURST}", KURATOR_API_AT_ONCE="6"
    ) as server:
        wait_for(partial(is_replaced, server[0], 0), what="two web processes")
        yield server


def is_replaced(process: "subprocess.Popen[bytes]", killed: int) -> bool:
    found = members(process)
    return len(found) == 2 and killed not in found and all(map(has_lanes, found))


def has_lanes(pid: int) -> bool:
    """Whether it counts already: a process takes the lanes of a dead one before it serves."""
    locks = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    held = [lock for lock in locks if lock[4] == str(pid) and lock[-2] == lock[-1] != "0"]
    return len(held) >= len((COUNTS, UNDER_WAY))


def call(
    port: int, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, bytes]:
    client = HTTPConnection("127.0.0.1", port, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    client.request(method, f"/api/v1{path}", body, {**HEADERS, **named})
    answer = client.getresponse()
    found = answer.status, answer.read()
    client.close()
    return found


def test_a_rate_is_exact_over_both(web: Any) -> None:
    _, port = web
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _: call(port, "GET", "/tasks")[0], range(BURST * 2)))
    assert statuses.count(200) == BURST
    assert set(statuses) <= {200, 429, 503}


def readable(lines: list[socket.socket]) -> list[socket.socket]:
    return select.select(lines, [], [], 0.3)[0]


def ask_for_counts(port: int, wanted: int) -> tuple[list[int], list[socket.socket]]:
    """Return what was answered at once, and the lines of those that are being worked on."""
    body = b'{"filter": null}'
    head = "".join(f"{name}: {text}\r\n" for name, text in HEADERS.items())
    asked = f"POST /api/v1/parties/count HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}"
    asked += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(wanted)]
    for line in lines:
        line.sendall(asked.encode() + body)
    wait_for(lambda: len(readable(lines)) >= wanted - SLOW_AT_ONCE, what="refusals")
    statuses, waiting = [], []
    for line in lines:
        line.setblocking(False)
        try:
            statuses.append(int(line.recv(4096).split()[1]))
        except BlockingIOError:
            waiting.append(line)
    return statuses, waiting


def test_slow_questions_of_a_person_are_so_many_over_both_also_after_both_were_killed(
    web: Any,
) -> None:
    process, port = web
    with connect("admin") as db, db.transaction():
        db.execute("LOCK TABLE parties_party IN ACCESS EXCLUSIVE MODE")
        statuses, waiting = ask_for_counts(port, 5)
        assert (statuses, len(waiting)) == ([429, 429], SLOW_AT_ONCE)
        for killed in members(process):
            os.kill(killed, signal.SIGKILL)
            wait_for(partial(is_replaced, process, killed), what="another")
        statuses, more = ask_for_counts(port, 5)
        assert (statuses, len(more)) == ([429, 429], SLOW_AT_ONCE)
    for line in (*waiting, *more):
        line.close()


def open_stream(port: int) -> tuple[int, socket.socket]:
    line = socket.create_connection(("127.0.0.1", port), timeout=10)
    asked = (
        f"GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: kurator_session={SESSION}\r\n\r\n"
    )
    line.sendall(asked.encode())
    return int(line.recv(4096).split()[1]), line


def open_streams(port: int, wanted: int) -> list[socket.socket]:
    """Return the lines of those that were let in."""
    opened = []
    for _ in range(wanted):
        status, line = open_stream(port)
        assert status in (200, 429)
        if status == 200:
            opened.append(line)
        else:
            line.close()
    return opened


def is_open(line: socket.socket) -> bool:
    line.setblocking(False)
    try:
        while data := line.recv(4096):
            del data
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def test_a_person_has_so_many_streams_over_both_also_after_one_was_killed(web: Any) -> None:
    process, port = web
    lines = open_streams(port, STREAMS_OF_PERSON * 2)
    assert len(lines) == STREAMS_OF_PERSON
    killed = members(process)[0]
    os.kill(killed, signal.SIGKILL)
    wait_for(partial(is_replaced, process, killed), what="another")
    left = [line for line in lines if is_open(line)]
    more = open_streams(port, STREAMS_OF_PERSON * 2)
    assert len(left) + len(more) == STREAMS_OF_PERSON
    for line in (*lines, *more):
        line.close()


def test_an_address_of_a_file_is_noted_once_over_both(web: Any, record: str) -> None:
    _, port = web
    form = {"Content_Type": "application/octet-stream", "X_File_Name": "a.txt"}
    status, made = call(port, "POST", record, b"0123456789" * 2_000, **form)
    assert status == 201, made
    file_id = json.loads(made)["id"]
    _, link = call(port, "POST", f"/files/{file_id}/link", b'{"purpose": "original"}')
    path = json.loads(link)["url"].removeprefix("/api/v1")
    parts = [f"bytes={start}-{start + 999}" for start in range(0, 16_000, 1000)]
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda part: call(port, "GET", path, Range=part)[0], parts))
    assert set(statuses) == {206}
    with connect("admin") as db:
        row = db.execute(
            "SELECT count(*) FROM tracking_securityevent WHERE kind = 'files.downloaded'"
        ).fetchone()
    assert row == (1,)
