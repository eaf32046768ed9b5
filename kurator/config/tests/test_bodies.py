"""A body is whole, and known to be wanted, before a thread is spent on it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from kurator.config import bodies
from kurator.config.admission import Admission
from kurator.config.bodies import Bodies
from kurator.config.front import Front
from kurator.imports.api import door
from kurator.imports.feature import FEATURE

UPLOADS = "/api/v1/imports"
Message = dict[str, Any]


def scope(length: int, *, path: str = "/api/v1/session", client: str = "8.8.8.8") -> Message:
    headers = [(b"content-length", str(length).encode()), (b"accept-language", b"uk")]
    more = {"path": path, "headers": headers, "client": (client, 1), "query_string": b""}
    return {"type": "http", "method": "POST", "scheme": "http", **more}


async def silence() -> Message:
    await asyncio.sleep(3600)
    raise AssertionError


def sender(*parts: bytes) -> Callable[[], Awaitable[Message]]:
    waiting = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    waiting[-1]["more_body"] = False

    async def receive() -> Message:
        return waiting.pop(0)

    return receive


class Inner:
    """The application behind the front: notes what it is called with."""

    def __init__(self, known: int = 200) -> None:
        self.known = known
        self.called: list[tuple[str, int]] = []

    async def __call__(self, asked: Any, body: Any, send: Any) -> None:
        self.called.append((asked["method"], len(body.read())))
        status = self.known if asked["method"] == "GET" else 201
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def call(front: Front, asked: Message, receive: Any) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await front(asked, receive, send)
    return sent


def front(inner: Inner) -> Front:
    places = Admission(places=2, waiting=0, patience=1)
    return Front(inner, places, Bodies({UPLOADS: 5_000_000}))


def test_more_than_a_megabyte_is_refused_before_any_of_it_is_read() -> None:
    inner = Inner()
    sent = asyncio.run(call(front(inner), scope(4_900_000), silence))
    assert sent[0]["status"] == 413
    assert (b"connection", b"close") in sent[0]["headers"]
    assert "МБ" in sent[1]["body"].decode()
    assert inner.called == []


def test_a_large_upload_is_whole_before_it_gets_a_place() -> None:
    inner = Inner()
    parts = [b"a" * 700_000] * 3
    sent = asyncio.run(call(front(inner), scope(2_100_000, path=UPLOADS), sender(*parts)))
    assert sent[0]["status"] == 201
    assert inner.called == [("GET", 0), ("POST", 2_100_000)]


def test_nothing_is_taken_from_who_may_not_upload() -> None:
    inner = Inner(known=401)
    sent = asyncio.run(call(front(inner), scope(2_100_000, path=UPLOADS), silence))
    assert sent[0]["status"] == 401
    assert inner.called == [("GET", 0)]


def test_silence_within_a_large_upload_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SILENCE_SECONDS", 0.01)
    inner = Inner()
    one = front(inner)
    assert asyncio.run(call(one, scope(2_100_000, path=UPLOADS), silence))[0]["status"] == 408
    assert inner.called == [("GET", 0)]
    assert one.admission.free == 2


@pytest.mark.parametrize(
    ("length", "path", "most"),
    [(4_000, "/api/v1/session", "UNFINISHED_FROM_ONE"), (2_000_000, UPLOADS, "LARGE_FROM_ONE")],
)
def test_one_address_holds_few_unfinished_bodies(length: int, path: str, most: str) -> None:
    async def work() -> None:
        one = front(Inner())
        asked = scope(length, path=path)
        held = []
        for _ in range(getattr(bodies, most)):
            held.append(asyncio.create_task(call(one, asked, silence)))
            await asyncio.sleep(0)
        await asyncio.sleep(0.05)
        refused = await call(one, asked, silence)
        assert refused[0]["status"] == 503
        assert b"retry-after" in dict(refused[0]["headers"])
        other = scope(2, client="9.9.9.9")
        assert (await call(one, other, sender(b"{}")))[0]["status"] == 201
        for task in held:
            task.cancel()
        await asyncio.gather(*held, return_exceptions=True)
        assert (await call(one, scope(2), sender(b"{}")))[0]["status"] == 201

    asyncio.run(work())


def test_large_bodies_are_asked_about_by_a_get_of_the_same_permission() -> None:
    of_the_path = {one.method: one.permission for one in door.operations if one.path == "/imports"}
    assert list(FEATURE.large_bodies) == ["/imports"]
    assert of_the_path["GET"] == of_the_path["POST"]
