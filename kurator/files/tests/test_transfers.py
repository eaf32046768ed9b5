"""Contents on the event loop, with a Django that only notes what it was told."""

import asyncio
import errno
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from kurator.config import transfers
from kurator.files.arriving import ARRIVED
from kurator.files.errors import FileEmpty, FileTooLarge, NoRoom, UploadBroken
from kurator.files.services.limits import MEGABYTE
from kurator.files.services.storage import Intake
from kurator.platform.departures import DEPARTING, Departure

Send = Callable[[Any], Awaitable[None]]


class Django:
    """Answers the question for room with `room`, and what follows with `status`."""

    def __init__(self, *, room: int = 200, status: int = 201, is_taken: bool = True) -> None:
        self.room, self.status, self.is_taken = room, status, is_taken
        self.asked: list[Any] = []
        self.arrived: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Send) -> None:
        self.asked.append(scope)
        status = self.room
        if ARRIVED in scope:
            self.arrived = scope[ARRIVED]
            self.arrived.is_taken = self.is_taken
            status = self.status if self.arrived.stored else 422
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})


def post(
    django: Django, messages: list[Any], *, path: str = "/api/v1/files", **headers: str
) -> int:
    """Send the messages as a body; returns the status that the sender sees."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"record_kind=party&record_id=1&tags=photo",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    waiting = list(messages)
    statuses: list[int] = []

    async def receive() -> Any:
        if not waiting:
            await asyncio.sleep(3600)
        return waiting.pop(0)

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    asyncio.run(transfers.transfer(scope, receive, send, django=django))
    return statuses[0]


def body(*parts: bytes) -> list[Any]:
    last = len(parts) - 1
    return [
        {"type": "http.request", "body": part, "more_body": at < last}
        for at, part in enumerate(parts)
    ]


def test_a_content_is_on_the_disk_before_django_is_called(on_disk: Any) -> None:
    django = Django()
    parts = [b"x" * 200_000] * 4
    assert post(django, body(*parts), **{"content-length": "800000"}) == 201
    question, told = django.asked
    assert (question["method"], question["path"]) == ("GET", "/api/v1/files/room")
    assert question["query_string"] == b"record_kind=party&record_id=1&size=800000"
    assert django.arrived.stored.size == 800_000
    assert dict(told["headers"])[b"content-length"] == b"0"
    assert on_disk() == [django.arrived.stored.key]


def test_for_a_version_the_file_is_asked_about() -> None:
    django = Django()
    file_id = "01a213e3-829e-71c5-897b-7c95794ab427"
    assert post(django, body(b"x"), path=f"/api/v1/files/{file_id}/versions") == 201
    assert django.asked[0]["query_string"] == f"size=0&file_id={file_id}".encode()


@pytest.mark.parametrize("status", [401, 403, 404, 413, 429, 503])
def test_without_room_no_byte_is_read(status: int, on_disk: Any) -> None:
    django = Django(room=status)
    assert post(django, []) == status
    assert len(django.asked) == 1
    assert on_disk() == []


@pytest.mark.parametrize("status", [403, 404, 409, 422, 500])
def test_what_is_refused_afterwards_leaves_nothing(status: int, on_disk: Any) -> None:
    assert post(Django(status=status), body(b"text")) == status
    assert on_disk() == []


def test_a_repeated_request_leaves_nothing(on_disk: Any) -> None:
    """Its key was known: it was answered with what was answered before."""
    assert post(Django(is_taken=False), body(b"text")) == 201
    assert on_disk() == []


@pytest.mark.parametrize(
    ("messages", "failure"),
    [
        ([*body(b"half", b"")[:1], {"type": "http.disconnect"}], UploadBroken),
        (body(b"half", b"")[:1], UploadBroken),
        (body(b"x" * MEGABYTE, b"x"), FileTooLarge),
        (body(b""), FileEmpty),
    ],
    ids=["gone", "silent", "too large", "empty"],
)
def test_what_does_not_arrive_whole_leaves_nothing(
    messages: Any, failure: type[Exception], monkeypatch: pytest.MonkeyPatch, on_disk: Any
) -> None:
    monkeypatch.setenv("KURATOR_FILE_MB", "1")
    monkeypatch.setattr(transfers, "SILENCE_SECONDS", 0.2)
    django = Django()
    assert post(django, messages) == 422
    assert isinstance(django.arrived.failure, failure)
    assert on_disk() == []
    assert not transfers._under_way.under_way


def test_a_full_disk_is_called_so(monkeypatch: pytest.MonkeyPatch, on_disk: Any) -> None:
    def write(intake: Intake, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Intake, "write", write)
    django = Django()
    assert post(django, body(b"text")) == 422
    assert isinstance(django.arrived.failure, NoRoom)
    assert on_disk() == []


def test_a_content_is_sent_from_the_disk_with_the_head_that_django_wrote(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(b"0123456789" * 100_000)

    async def django(scope: Any, receive: Any, send: Send) -> None:
        scope[DEPARTING].append(Departure(path, 5, 700_000))
        await send({"type": "http.response.start", "status": 206, "headers": [(b"a", b"b")]})
        await send({"type": "http.response.body", "body": b""})

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {"method": "GET", "path": "/api/v1/files/content/abc", "headers": []}
    assert transfers.is_transfer(scope)
    asyncio.run(transfers.transfer(scope, receive, send, django=django))
    head, *parts = sent
    assert (head["status"], head["headers"]) == (206, [(b"a", b"b")])
    assert b"".join(part["body"] for part in parts) == path.read_bytes()[5:700_005]
    assert [part["more_body"] for part in parts][-1] is False
    assert max(len(part["body"]) for part in parts) <= 256 * 1024
