"""Django in threads: whole requests there, whole answers back."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import get_resolver, resolve

from kurator.config.threads import DjangoInThreads, Threads, environ_of
from kurator.kernel.ids import new_id

SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "path": "/api/v1/parties/пошук",
    "query_string": b"q=%D1%8F",
    "scheme": "https",
    "client": ("203.0.113.7", 5000),
    "server": ("127.0.0.1", 8000),
    "headers": [
        (b"host", b"crm.example.com"),
        (b"content-type", b"application/json"),
        (b"content-length", b"2"),
        (b"cookie", b"a=1"),
        (b"x-kurator-client", b"web"),
        (b"cookie", b"b=2"),
    ],
}
mood: ContextVar[str] = ContextVar("mood", default="fresh")


def ask(django: Callable[..., Any], *, scope: Any = SCOPE) -> list[Any]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(DjangoInThreads(django, Threads(2))(scope, BytesIO(b"{}"), send))
    return sent


def answering(response: Any) -> Callable[..., Any]:
    def django(environ: Any, start: Any) -> Any:
        start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response

    return django


def test_a_request_arrives_as_it_was_sent() -> None:
    request = WSGIRequest(environ_of(SCOPE, BytesIO(b"{}")))
    assert (request.method, request.path) == ("POST", "/api/v1/parties/пошук")
    assert (request.GET["q"], request.body) == ("я", b"{}")
    assert (request.scheme, request.META["REMOTE_ADDR"]) == ("https", "203.0.113.7")
    assert request.content_type == "application/json"
    assert request.headers["X-Kurator-Client"] == "web"
    assert request.COOKIES == {"a": "1", "b": "2"}


def test_an_answer_goes_back_in_one_piece_with_its_length() -> None:
    head, body = ask(answering(HttpResponse(b"whole", content_type="text/plain")))
    assert head["status"] == 200
    assert (b"content-type", b"text/plain") in head["headers"]
    assert (b"content-length", b"5") in head["headers"]
    assert body == {"type": "http.response.body", "body": b"whole"}


def test_an_answer_without_a_body_has_no_length() -> None:
    head, body = ask(answering(HttpResponse(status=204)))
    assert b"content-length" not in dict(head["headers"])
    assert body["body"] == b""


def test_what_is_streamed_goes_out_part_by_part() -> None:
    sent: list[Any] = []
    seen: list[int] = []

    def parts() -> Iterator[bytes]:
        for number in range(3):
            seen.append(len(sent))
            yield str(number).encode()

    async def send(message: Any) -> None:
        sent.append(message)

    response = StreamingHttpResponse(parts())
    asyncio.run(DjangoInThreads(answering(response), Threads(1))(SCOPE, BytesIO(), send))
    assert [message.get("body") for message in sent] == [None, b"0", b"1", b"2", b""]
    assert [message.get("more_body", False) for message in sent] == [False, True, True, True, False]
    assert seen == [1, 2, 3]
    assert response.closed


def in_threads(work: Callable[[Threads], Awaitable[None]], most: int) -> None:
    async def run() -> None:
        await work(Threads(most))

    asyncio.run(run())


def test_who_rested_last_works_next() -> None:
    async def work(threads: Threads) -> None:
        gate = threading.Barrier(3, timeout=5)
        busy = await asyncio.gather(
            *(threads.run(lambda: (gate.wait(), threading.get_ident())[1]) for _ in range(3))
        )
        assert len(set(busy)) == 3
        assert len({await threads.run(threading.get_ident) for _ in range(20)}) == 1

    in_threads(work, most=4)


def test_more_than_there_are_threads_wait_for_one() -> None:
    async def work(threads: Threads) -> None:
        done: list[int] = []
        await asyncio.gather(*(threads.run(partial(done.append, n)) for n in range(9)))
        assert sorted(done) == list(range(9))
        assert threads._started == 2

    in_threads(work, most=2)


def test_a_failure_reaches_who_asked_and_costs_no_thread() -> None:
    def fail() -> None:
        raise SystemExit("even this")

    async def work(threads: Threads) -> None:
        for _ in range(3):
            with pytest.raises(SystemExit, match="even this"):
                await threads.run(fail)
        assert await threads.run(lambda: "alive") == "alive"

    in_threads(work, most=1)


def test_who_hangs_up_gives_the_thread_back() -> None:
    async def work(threads: Threads) -> None:
        gate = threading.Event()
        asked = asyncio.create_task(threads.run(lambda: gate.wait(5)))
        await asyncio.sleep(0)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        gate.set()
        assert await threads.run(lambda: "next") == "next"

    in_threads(work, most=1)


def test_what_one_request_binds_the_next_does_not_see() -> None:
    async def work(threads: Threads) -> None:
        await threads.run(lambda: mood.set("left behind"))
        assert await threads.run(mood.get) == "fresh"

    in_threads(work, most=1)


def test_addresses_that_begin_with_one_word_stand_together() -> None:
    api = get_resolver("kurator.config.urls").resolve("/api/v1/search").tried
    assert len(api or ()) < 60
    for path, route in [
        (f"parties/{new_id()}/card", "parties/<party_id>/card"),
        (f"parties/{new_id()}", "parties/<party_id>"),
        ("parties/search", "parties/search"),
        ("parties", "parties"),
        ("search", "search"),
    ]:
        assert resolve(f"/api/v1/{path}").route == f"api/v1/{route}"
