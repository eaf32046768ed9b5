"""
Live updates: server-sent events at `/api/v1/live`.

One connection per web process listens to the dispatcher; each browser gets only the ids whose
owner he may see. Ids and topics travel, never values: the browser reads again what it shows.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any, LiteralString

import orjson
import psycopg
import structlog

from kurator.access.session import COOKIE, is_within
from kurator.access.sessions import hash_session_key
from kurator.platform.database.connections import conninfo_for
from kurator.platform.dispatcher import LIVE_CHANNEL
from kurator.platform.metrics import LIVE_CONNECTIONS

log = structlog.get_logger(__name__)
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
HEARTBEAT_SECONDS = 15
RECHECK_SECONDS = 60
COALESCE_SECONDS = 0.05


class Subscriber:
    """One open browser: who he is, and what waits to be sent to him."""

    def __init__(self, key: str, *, is_program: bool = False, addr: str = "") -> None:
        self.key = key
        self.is_program = is_program
        self.addr = addr
        self.user_id = ""
        self.owners: frozenset[str] | None = frozenset()
        self.shared: frozenset[str] = frozenset()
        self.waiting: dict[str, set[str] | None] = {}
        self.wake = asyncio.Event()

    def offer(self, topic: str, pairs: list[list[str]] | None) -> None:
        if pairs is None:
            self.waiting[topic] = None
        else:
            seen = {id_ for id_, owner in pairs if self._may_see(owner) or id_ in self.shared}
            known = self.waiting.get(topic, set())
            if not seen or known is None:
                return
            self.waiting[topic] = known | seen
        self.wake.set()

    def _may_see(self, owner: str) -> bool:
        return not owner or self.owners is None or owner in self.owners or owner == self.user_id


subscribers: set[Subscriber] = set()
_tasks: set[asyncio.Task[None]] = set()


async def start_up() -> None:
    task = asyncio.create_task(_listen())
    _tasks.add(task)


async def shut_down() -> None:
    for task in _tasks:
        task.cancel()
    for subscriber in list(subscribers):
        subscriber.key = ""
        subscriber.wake.set()


async def _connect() -> psycopg.AsyncConnection[Any]:
    return await psycopg.AsyncConnection.connect(**conninfo_for("web"), autocommit=True)


async def _listen() -> None:
    """Forward announcements; after a lost connection everybody is told to read again."""
    while True:
        try:
            connection = await _connect()
            async with connection:
                await connection.execute(f"LISTEN {LIVE_CHANNEL}")
                _offer_all("resync", None)
                async for notification in connection.notifies():
                    message = orjson.loads(notification.payload)
                    _offer_all(message["topic"], message["ids"])
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.warning("live_reconnect", error=repr(error))
            await asyncio.sleep(1)


def _offer_all(topic: str, pairs: list[list[str]] | None) -> None:
    for subscriber in subscribers:
        subscriber.offer(topic, pairs)


async def _recognize(subscriber: Subscriber) -> bool:
    """Read whom he may see; False when his session has ended."""
    connection = await _connect()
    async with connection:
        cursor = await connection.execute(*_question(subscriber))
        row = await cursor.fetchone()
    if row is None:
        return False
    user_id, owner_ids, networks, shares = row
    if networks and not is_within(subscriber.addr, networks):
        return False
    subscriber.user_id = str(user_id)
    subscriber.owners = None if owner_ids is None else frozenset(map(str, owner_ids))
    subscriber.shared = frozenset(shares)
    return True


def _question(subscriber: Subscriber) -> tuple[LiteralString, list[str]]:
    hashed = hash_session_key(subscriber.key)
    if subscriber.is_program:
        return (
            "SELECT user_id, owner_ids, networks, shares FROM k.viewer_of_key(%s, %s)",
            [hashed, subscriber.addr],
        )
    return (
        "SELECT user_id, owner_ids, '{}'::text[], shares FROM k.watcher_in_session(%s)",
        [hashed],
    )


def _subscriber(scope: Scope) -> Subscriber:
    for name, value in scope["headers"]:
        scheme, _, token = value.decode("latin-1").partition(" ")
        if name == b"authorization" and scheme.lower() == "bearer":
            addr = (scope.get("client") or ("",))[0]
            return Subscriber(token.strip(), is_program=True, addr=addr)
    return Subscriber(_session_key(scope))


def _session_key(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookie = SimpleCookie(value.decode("latin-1"))
            return cookie[COOKIE].value if COOKIE in cookie else ""
    return ""


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    subscriber = _subscriber(scope)
    if scope["method"] != "GET" or not subscriber.key or not await _recognize(subscriber):
        await _refuse(send)
        return
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [
                (b"content-type", b"text/event-stream"),
                (b"cache-control", b"no-store"),
                (b"x-accel-buffering", b"no"),
            ],
        }
    )
    subscribers.add(subscriber)
    LIVE_CONNECTIONS.inc()
    gone = asyncio.create_task(_wait_until_gone(receive))
    try:
        await _stream(subscriber, send, gone)
    finally:
        gone.cancel()
        subscribers.discard(subscriber)
        LIVE_CONNECTIONS.dec()


async def _refuse(send: Send) -> None:
    body = orjson.dumps({"status": 401, "code": "access.anonymous"})
    headers = [(b"content-type", b"application/problem+json")]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _stream(subscriber: Subscriber, send: Send, gone: asyncio.Task[None]) -> None:
    await _write(send, b"retry: 2000\n\n")
    checked_at = asyncio.get_running_loop().time()
    while subscriber.key and not gone.done():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(subscriber.wake.wait(), HEARTBEAT_SECONDS)
        if gone.done() or not subscriber.key:
            break
        now = asyncio.get_running_loop().time()
        if now - checked_at > RECHECK_SECONDS:
            checked_at = now
            if not await _recognize(subscriber):
                break
        await asyncio.sleep(COALESCE_SECONDS)
        subscriber.wake.clear()
        await _write(send, _events(subscriber) or b": still here\n\n")
    with contextlib.suppress(Exception):
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _events(subscriber: Subscriber) -> bytes:
    waiting, subscriber.waiting = subscriber.waiting, {}
    lines = []
    for topic, ids in waiting.items():
        data = orjson.dumps({"topic": topic, "ids": None if ids is None else sorted(ids)})
        lines.append(b"event: change\ndata: " + data + b"\n\n")
    return b"".join(lines)


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})
