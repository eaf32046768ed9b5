"""Kill -9 of the web server under an upload, and of the worker that inspects it."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kurator.files.services.sweeping import sweep_orphans
from kurator.parties.tests.builders import make_party
from tests.faults import served
from tests.faults.processes import connect, start_worker, stop, wait_for
from tests.faults.served import Server, log_in_anna, web_server

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
HEADERS = {**served.HEADERS, "Content-Type": "application/octet-stream", "X-File-Name": "a.txt"}


@pytest.fixture
def home() -> Path:
    """Where the server's contents stand; what other tests left there is cleared away first."""
    folder = Path(settings.FILES_DIR) / "records"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


@pytest.fixture
def record(transactional_db: None) -> str:
    party = make_party(owner=log_in_anna().anna, name="Iryna")
    return f"/api/v1/files?record_kind=party&record_id={party.id}"


@pytest.fixture
def fault() -> str:
    return ""


@pytest.fixture
def web(record: str, fault: str) -> Iterator[Server]:
    with web_server(KURATOR_FAULT=fault) as server:
        yield server


def left(home: Path) -> list[Path]:
    """Contents without a row, and what came in only in part."""
    with connect("admin") as db:
        known = {row[0] for row in db.execute("SELECT key FROM files_fileversion").fetchall()}
    folders = (home / "contents", home / "incoming")
    paths = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return [path for path in paths if path.name not in known]


def sweep() -> None:
    sweep_orphans(now=datetime.now(UTC) + timedelta(hours=2))


def rows() -> int:
    with connect("admin") as db:
        row = db.execute("SELECT count(*) FROM files_file").fetchone()
    return int(row[0]) if row else -1


def test_a_half_upload_leaves_no_row_and_is_swept(home: Path, web: Any, record: str) -> None:
    process, port = web
    lines = [f"{name}: {value}" for name, value in {**HEADERS, "Host": "127.0.0.1"}.items()]
    head = "\r\n".join([f"POST {record} HTTP/1.1", *lines, "Content-Length: 5000000", "", ""])
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(head.encode() + b"x" * 1_000_000)
        wait_for(lambda: any(path.stat().st_size for path in left(home)), what="half a content")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert rows() == 0
    assert len(left(home)) == 1
    sweep()
    assert left(home) == []


@pytest.mark.parametrize("fault", ["files.placed"])
def test_a_content_that_was_placed_but_not_committed_is_swept(
    home: Path, web: Any, record: str
) -> None:
    _, port = web
    client = HTTPConnection("127.0.0.1", port, timeout=20)
    client.request("POST", record, b"text\n", HEADERS)
    with pytest.raises((OSError, HTTPException)):
        client.getresponse()
    assert rows() == 0
    assert len(left(home)) == 1
    sweep()
    assert left(home) == []


def test_what_was_acknowledged_is_there_after_a_kill(home: Path, web: Any, record: str) -> None:
    process, port = web
    client = HTTPConnection("127.0.0.1", port, timeout=20)
    client.request("POST", record, b"kept\n" * 200_000, HEADERS)
    assert client.getresponse().status == 201
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    with connect("admin") as db:
        row = db.execute("SELECT key, size FROM files_fileversion").fetchone()
    assert row is not None
    assert (home / "contents" / row[0][:2] / row[0]).stat().st_size == row[1] == 1_000_000
    assert left(home) == []


def test_a_killed_worker_leaves_the_content_to_another(web: Any, record: str) -> None:
    _, port = web
    client = HTTPConnection("127.0.0.1", port, timeout=20)
    client.request("POST", record, b"text\n", HEADERS)
    assert client.getresponse().status == 201
    doomed = start_worker(fault="files.claimed")
    assert doomed.wait(timeout=60) == -signal.SIGKILL
    with connect("admin") as db:
        db.execute("UPDATE files_fileversion SET leased_until = clock_timestamp()")

    def is_drawn() -> bool:
        with connect("admin") as db:
            row = db.execute("SELECT preview FROM files_fileversion").fetchone()
        return row == ("READY",)

    worker = start_worker()
    try:
        wait_for(is_drawn, seconds=60, what="the preview")
    finally:
        stop(worker)
