"""Before the threads: who sent it, is it whole, is there a place."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import orjson
import pytest

from kurator.config.admission import Admission, is_read, overloaded
from kurator.config.bodies import Bodies
from kurator.config.front import Front, real_scope
from kurator.config.health import metrics
from kurator.config.pages import Pages
from kurator.platform.addresses import parse_networks

PROXIES = parse_networks("127.0.0.1,10.0.0.0/8")


def scope(client: str, *headers: tuple[bytes, bytes], **more: Any) -> dict[str, Any]:
    found = {"type": "http", "method": "GET", "path": "/api/v1/parties", "scheme": "http"}
    return {**found, "client": (client, 5000), "headers": list(headers), **more}


FOR, PROTO = b"x-forwarded-for", b"x-forwarded-proto"


@pytest.mark.parametrize(
    ("client", "said", "real"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7, 10.0.0.9", "203.0.113.7"),
        ("127.0.0.1", "10.0.0.9", "10.0.0.9"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.7, nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
    ],
)
def test_only_a_trusted_proxy_is_believed(client: str, said: str, real: str) -> None:
    found = real_scope(scope(client, (FOR, said.encode())), PROXIES)
    assert found["client"][0] == real


def test_the_scheme_comes_from_a_trusted_proxy_only() -> None:
    assert real_scope(scope("127.0.0.1", (PROTO, b"https")), PROXIES)["scheme"] == "https"
    assert real_scope(scope("127.0.0.1", (PROTO, b"gopher")), PROXIES)["scheme"] == "http"
    assert real_scope(scope("8.8.8.8", (PROTO, b"https")), PROXIES)["scheme"] == "http"


def test_a_stranger_cannot_name_headers_of_proxies() -> None:
    strange = scope("8.8.8.8", (FOR, b"1.1.1.1"), (b"x_forwarded_for", b"1.1.1.1"), (b"a", b"b"))
    assert real_scope(strange, PROXIES)["headers"] == [(b"a", b"b")]
    assert real_scope(strange, ())["headers"] == [(b"a", b"b")]


@pytest.mark.parametrize(("headers", "status"), [([], 200), ([(FOR, b"8.8.8.8")], 404)])
@pytest.mark.django_db
def test_the_figures_are_told_to_nobody_behind_a_proxy(
    headers: list[Any], status: int, rf: Any
) -> None:
    seen = real_scope(scope("127.0.0.1", *headers, path="/metrics"), ())
    assert metrics(rf.get("/metrics", **{"asgi.scope": seen})).status_code == status


def test_the_page_has_one_face_under_each_of_its_names(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "index.html").write_text("STYLE_NONCE")
    (tmp_path / "guard.js").write_text("1")
    settings.WHITENOISE_ROOT = str(tmp_path)
    files = Pages(lambda request: None).files
    assert list(files) == ["/guard.js"]


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def test_more_than_may_wait_are_refused_at_once() -> None:
    async def work() -> None:
        admission = Admission(places=1, waiting=1, patience=5)
        assert await admission.enter(is_read=True)
        waiter = asyncio.create_task(admission.enter(is_read=True))
        await asyncio.sleep(0)
        assert not await admission.enter(is_read=True)
        admission.leave()
        assert await waiter
        admission.leave()
        assert admission.free == 1

    run(work())


def test_nobody_waits_beyond_the_patience() -> None:
    async def work() -> None:
        admission = Admission(places=1, waiting=9, patience=0.05)
        assert await admission.enter(is_read=True)
        started = asyncio.get_running_loop().time()
        assert not await admission.enter(is_read=True)
        assert asyncio.get_running_loop().time() - started < 0.2
        admission.leave()
        assert await admission.enter(is_read=True)

    run(work())


def test_reads_go_before_writes_and_push_them_out() -> None:
    async def work() -> None:
        admission = Admission(places=1, waiting=2, patience=5)
        assert await admission.enter(is_read=True)
        order: list[str] = []

        async def ask(name: str, reads: bool) -> None:
            if await admission.enter(is_read=reads):
                order.append(name)
                admission.leave()
            else:
                order.append(f"no {name}")

        asks = [("write 1", False), ("write 2", False), ("read", True)]
        tasks = []
        for name, reads in asks:
            tasks.append(asyncio.create_task(ask(name, reads)))
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        admission.leave()
        await asyncio.gather(*tasks)
        assert order == ["no write 2", "read", "write 1"]

    run(work())


def test_who_hangs_up_while_waiting_leaves_no_hole() -> None:
    async def work() -> None:
        admission = Admission(places=1, waiting=9, patience=5)
        assert await admission.enter(is_read=True)
        waiter = asyncio.create_task(admission.enter(is_read=True))
        await asyncio.sleep(0)
        admission.leave()
        waiter.cancel()
        await asyncio.gather(waiter, return_exceptions=True)
        assert admission.free == 1

    run(work())


@pytest.mark.parametrize(("language", "word"), [(b"uk", "згодом"), (b"ru", "позже"), (b"", "busy")])
def test_the_refusal_is_translated_and_says_when(language: bytes, word: str) -> None:
    headers, body = overloaded([(b"accept-language", language)])
    assert word in orjson.loads(body)["detail"]
    assert int(dict(headers)[b"retry-after"]) >= 1


async def _call(front: Front, asked: dict[str, Any], *messages: dict[str, Any]) -> list[Any]:
    sent: list[Any] = []
    waiting = list(messages)

    async def receive() -> Any:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await front(asked, receive, send)
    return sent


async def _inner(asked: Any, body: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body.read()})


def test_health_is_answered_in_overload() -> None:
    async def work() -> None:
        front = Front(_inner, Admission(places=0, waiting=0, patience=1), Bodies({}))
        assert (await _call(front, scope("::1", path="/livez")))[0]["status"] == 200
        assert (await _call(front, scope("::1")))[0]["status"] == 503

    run(work())


def test_the_parts_of_a_page_wait_longer_than_what_is_asked_again() -> None:
    async def work() -> None:
        front = Front(_inner, Admission(places=1, waiting=9, patience=0.01), Bodies({}))
        assert await front.admission.enter(is_read=True)
        part = asyncio.create_task(_call(front, scope("::1", path="/assets/use-phone.css")))
        assert (await _call(front, scope("::1")))[0]["status"] == 503
        front.admission.leave()
        assert (await part)[0]["status"] == 200

    run(work())


def test_a_body_is_whole_before_a_place_is_taken() -> None:
    async def work() -> None:
        front = Front(_inner, Admission(places=1, waiting=0, patience=1), Bodies({}))
        parts = [
            {"type": "http.request", "body": b"ab", "more_body": True},
            {"type": "http.request", "body": b"cd", "more_body": False},
        ]
        asked = scope("::1", (b"content-length", b"4"), method="POST")
        assert (await _call(front, asked, *parts))[1]["body"] == b"abcd"
        assert (await _call(front, asked, parts[0]))[0]["status"] == 408
        assert front.admission.free == 1

    run(work())


def test_searches_are_reads() -> None:
    assert is_read("POST", "/api/v1/parties/search")
    assert not is_read("POST", "/api/v1/parties")
