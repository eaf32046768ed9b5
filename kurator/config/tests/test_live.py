"""The door of the live updates: who is let in, and how many."""

import asyncio
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from kurator.config import live, watchers
from kurator.config.watchers import CONNECTIONS, VIEW, Subscriber

Message = dict[str, Any]
USER = "00000000-0000-0000-0000-000000000001"


def scope(*headers: tuple[bytes, bytes], host: bytes = b"localhost:8000") -> Message:
    cookie = (b"cookie", b"kurator_session=made-up")
    given = [(b"host", host), *(headers or (cookie,))]
    return {"type": "http", "method": "GET", "headers": given, "client": ("8.8.8.8", 1)}


async def ask(asked: Message) -> list[Message]:
    sent: list[Message] = []

    async def gone() -> Message:
        await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await live.live(asked, gone, send)
    return sent


@pytest.fixture
def row(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What the database says of everybody who comes."""
    said: list[Any] = [USER, None, [], [], [VIEW]]

    async def answer(subscriber: Subscriber) -> Any:
        return said

    monkeypatch.setattr(watchers, "_row", answer)
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.05)
    yield said
    live.subscribers.clear()


@pytest.mark.django_db
def test_a_crowd_of_strangers_gets_few_connections() -> None:
    async def work() -> None:
        await watchers.open_pool()
        try:
            told = await asyncio.gather(*(ask(scope()) for _ in range(150)))
            assert watchers._pools[0].get_stats()["pool_size"] <= CONNECTIONS
        finally:
            await watchers.close_pool()
        statuses = [sent[0]["status"] for sent in told]
        assert set(statuses) == {401, 503}
        refused = told[statuses.index(503)]
        assert int(dict(refused[0]["headers"])[b"retry-after"]) >= 1
        assert orjson.loads(refused[1]["body"])["code"] == "kurator.overloaded"

    asyncio.run(work())


def test_no_database_is_no_fault_of_ours() -> None:
    assert asyncio.run(ask(scope()))[0]["status"] == 503


def test_a_strange_host_is_refused(row: list[Any]) -> None:
    assert asyncio.run(ask(scope(host=b"evil.example")))[0]["status"] == 400
    assert asyncio.run(ask(scope()))[0]["status"] == 200


def test_the_stream_has_the_headers_of_every_answer(row: list[Any]) -> None:
    headers = dict(asyncio.run(ask(scope()))[0]["headers"])
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert b"default-src 'none'" in headers[b"content-security-policy"]


def test_a_key_needs_the_right_to_see_customers(row: list[Any]) -> None:
    key = (b"authorization", b"Bearer k-1")
    assert asyncio.run(ask(scope(key)))[0]["status"] == 200
    row[4] = ["views.share"]
    assert asyncio.run(ask(scope(key)))[0]["status"] == 403


@pytest.mark.parametrize(("limit", "who"), [("_of_person", USER), ("_from_address", "8.8.8.8")])
def test_one_person_and_one_address_have_few_streams(
    row: list[Any], limit: str, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = getattr(live, limit)
    monkeypatch.setattr(counted, "from_one", 2)
    with counted.one_more(who), counted.one_more(who):
        sent = asyncio.run(ask(scope()))
    assert sent[0]["status"] == 429
    assert b"retry-after" in dict(sent[0]["headers"])
