"""
Live updates: server-sent events at `/api/v1/live`.

One connection per web process listens to the dispatcher; each browser gets only the ids whose
owner he may see. Ids and topics travel, never values: the browser reads again what it shows. The
stream of somebody whose session or key has ended, or who sees less, is asked about at once.
"""

import asyncio
import contextlib
from typing import Final

import orjson
import structlog

from kurator.config.admission import refusal
from kurator.config.asking import Receive, Scope, Send
from kurator.config.counted import COUNTS, Counted, TooManyAtOnce
from kurator.config.watchers import (
    Subscriber,
    TooManyStreams,
    Unknown,
    check_host,
    close_pool,
    connect,
    open_pool,
    recognize,
    subscriber_of,
)
from kurator.kernel.errors import KuratorError
from kurator.platform.dispatcher import LIVE_CHANNEL
from kurator.platform.limits import UNDER_WAY
from kurator.platform.metrics import LIVE_CONNECTIONS
from kurator.platform.middleware import SECURITY_HEADERS

log = structlog.get_logger(__name__)
HEARTBEAT_SECONDS = 15
RECHECK_SECONDS = 60
COALESCE_SECONDS = 0.05
LESS_SIGHT_CHANNEL: Final = "kurator_less_sight"
"""Ids of people; `kurator/access/sql/watchers.sql` writes to it."""
ASKED_SECONDS: Final = 3.0
ANSWER_SECONDS: Final = 6.0
STREAMS_OF_PERSON: Final = 24
STREAMS_FROM_ADDRESS: Final = 1000
STREAMS: Final = 100_000
BEAT: Final = b": still here\nevent: beat\ndata: still here\n\n"
"""The comment is for programs; of it a page is told nothing, so the event is for pages."""
_HEAD: Final = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    *((name.lower().encode(), text.encode()) for name, text in SECURITY_HEADERS.items()),
]


_of_person: Final = Counted("streams of", total=STREAMS, from_one=STREAMS_OF_PERSON)
_from_address: Final = Counted("streams from", total=STREAMS, from_one=STREAMS_FROM_ADDRESS)
subscribers: set[Subscriber] = set()
_tasks: set[asyncio.Task[None]] = set()


async def start_up() -> None:
    COUNTS.join()
    UNDER_WAY.join()
    await open_pool()
    task = asyncio.create_task(_listen())
    _tasks.add(task)


async def shut_down() -> None:
    for task in _tasks:
        task.cancel()
    for subscriber in list(subscribers):
        subscriber.key = ""
        subscriber.wake.set()
    await close_pool()


async def _listen() -> None:
    """Forward announcements; after a lost connection everybody is told to read again."""
    while True:
        try:
            connection = await connect()
            async with connection:
                for channel in (LIVE_CHANNEL, LESS_SIGHT_CHANNEL):
                    await connection.execute(f"LISTEN {channel}")
                _offer_all("resync", None)
                while True:
                    async for notification in connection.notifies(timeout=ASKED_SECONDS):
                        _hear(notification.channel, notification.payload)
                    # Who only listens never learns that the line is dead.
                    async with asyncio.timeout(ANSWER_SECONDS):
                        await connection.execute("SELECT 1")
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.warning("live_reconnect", error=repr(error))
            await asyncio.sleep(1)


def _hear(channel: str, payload: str) -> None:
    if channel == LESS_SIGHT_CHANNEL:
        _doubt(payload)
        return
    message = orjson.loads(payload)
    _offer_all(message["topic"], message["ids"])


def _doubt(user_id: str) -> None:
    """Ask about the streams of this person before anything else is told to them."""
    for subscriber in subscribers:
        if subscriber.user_id == user_id:
            subscriber.is_doubted = True
            subscriber.wake.set()


def _offer_all(topic: str, pairs: list[list[str]] | None) -> None:
    for subscriber in subscribers:
        subscriber.offer(topic, pairs)


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    with contextlib.ExitStack() as held:
        try:
            subscriber = await _let_in(scope, held)
        except KuratorError as error:
            await _refuse(scope, send, error)
            return
        await _serve(subscriber, receive, send)


async def _serve(subscriber: Subscriber, receive: Receive, send: Send) -> None:
    subscribers.add(subscriber)
    LIVE_CONNECTIONS.inc()
    gone = asyncio.create_task(_wait_until_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _HEAD})
        await _stream(subscriber, send, gone)
    finally:
        gone.cancel()
        subscribers.discard(subscriber)
        LIVE_CONNECTIONS.dec()


async def _let_in(scope: Scope, held: contextlib.ExitStack) -> Subscriber:
    """Return who comes, counted until `held` ends; raises KuratorError."""
    check_host(scope)
    subscriber = subscriber_of(scope)
    if scope["method"] != "GET" or not subscriber.key:
        raise Unknown
    if not await recognize(subscriber):
        raise Unknown
    try:
        held.enter_context(_of_person.one_more(subscriber.user_id))
        held.enter_context(_from_address.one_more(subscriber.addr))
    except TooManyAtOnce:
        raise TooManyStreams from None
    return subscriber


async def _refuse(scope: Scope, send: Send, error: KuratorError) -> None:
    headers, body = refusal(scope["headers"], error)
    if error.retry_after:
        headers.append((b"retry-after", str(error.retry_after).encode()))
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
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
        if subscriber.is_doubted or now - checked_at > RECHECK_SECONDS:
            checked_at = now
            if not await _is_still_known(subscriber):
                break
            subscriber.forget_names()
        await asyncio.sleep(COALESCE_SECONDS)
        subscriber.wake.clear()
        await _write(send, _events(subscriber) or BEAT)
    with contextlib.suppress(Exception):
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _is_still_known(subscriber: Subscriber) -> bool:
    """Who cannot be asked about now must come again."""
    try:
        return await recognize(subscriber, is_counted=False)
    except KuratorError:
        return False


def _events(subscriber: Subscriber) -> bytes:
    waiting, subscriber.waiting = subscriber.waiting, {}
    lines = []
    for topic, ids in waiting.items():
        data = orjson.dumps({"topic": topic, "ids": None if ids is None else sorted(ids)})
        lines.append(b"event: change\ndata: " + data + b"\n\n")
    return b"".join(lines)


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})
