"""
Contents of files on their way in and out, on the event loop.

A slow line must hold neither one of Django's few threads nor a transaction. So a content is taken
before Django is called with it, after Django has said, to a short question of its own, that this
person may put something there; and what Django describes is sent after it has answered.
"""

import asyncio
import errno
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import urlencode

import structlog

from kurator.config import counted
from kurator.config.asking import OF_THE_BODY, Receive, Scope, Send, no_body
from kurator.config.counted import Counted
from kurator.files.arriving import ARRIVED, Arrived
from kurator.files.errors import NoRoom, TooManyAtOnce, UploadBroken
from kurator.files.services.limits import current_limits
from kurator.files.services.storage import CHUNK, Intake, remove_content
from kurator.files.types import Stored
from kurator.kernel.errors import KuratorError
from kurator.platform.departures import DEPARTING, Departure, Part

log = structlog.get_logger(__name__)
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Message = dict[str, Any]
SILENCE_SECONDS: Final = 30
MAX_AT_ONCE: Final = 32
MAX_AT_ONCE_FROM_ONE: Final = 6
_UPLOAD: Final = re.compile(r"/api/v1/files(?:/(?P<file_id>[0-9a-fA-F-]{36})/versions)?")
_DOWNLOADS: Final = ("/api/v1/files/content/", "/api/v1/audit/copies/")
_ROOM: Final = "/api/v1/files/room"
_under_way = Counted("contents", total=MAX_AT_ONCE, from_one=MAX_AT_ONCE_FROM_ONE)


def is_transfer(scope: Scope) -> bool:
    if scope["method"] == "POST":
        return _UPLOAD.fullmatch(scope["path"]) is not None
    return bool(scope["method"] == "GET" and scope["path"].startswith(_DOWNLOADS))


async def transfer(scope: Scope, receive: Receive, send: Send, *, django: App) -> None:
    if scope["method"] == "POST":
        await _take_in(scope, receive, send, django)
    else:
        await _send_out(scope, receive, send, django)


async def _take_in(scope: Scope, receive: Receive, send: Send, django: App) -> None:
    messages = await _ask_for_room(scope, django)
    if messages[0]["status"] != 200:
        for message in messages:
            await send(message)
        return
    who = _header(scope, b"cookie") + _header(scope, b"authorization")
    try:
        with _under_way.one_more(who):
            arrived = await _receive_content(receive)
    except counted.TooManyAtOnce:
        arrived = Arrived(None, TooManyAtOnce())
    await _tell_django(scope, send, django, arrived)


async def _ask_for_room(scope: Scope, django: App) -> list[Message]:
    """Ask as the same person, with the same address: log-in, permission, scope, size, quota."""
    match = _UPLOAD.fullmatch(scope["path"])
    size = _header(scope, b"content-length")
    question = {"size": size if size.isdigit() else "0"}
    query = scope["query_string"].decode("ascii", "replace")
    if match and match["file_id"]:
        query = urlencode(question | {"file_id": match["file_id"]})
    else:
        wanted = ("record_kind=", "record_id=")
        kept = [pair for pair in query.split("&") if pair.startswith(wanted)]
        query = "&".join([*kept, urlencode(question)])
    headers = [pair for pair in scope["headers"] if pair[0] not in OF_THE_BODY]
    asked = {
        **scope,
        "method": "GET",
        "path": _ROOM,
        "raw_path": _ROOM.encode(),
        "query_string": query.encode(),
        "headers": headers,
    }
    messages: list[Message] = []

    async def keep(message: Any) -> None:
        messages.append(dict(message))

    await django(asked, no_body, keep)
    return messages


async def _receive_content(receive: Receive) -> Arrived:
    """Write what comes; nothing remains of a content that is too large, torn or silent."""
    with Intake(limit=current_limits().bytes) as intake:
        try:
            await _write_all(intake, receive)
            stored = await asyncio.to_thread(intake.finish)
        except KuratorError as error:
            return Arrived(None, error)
        except TimeoutError:
            return Arrived(None, UploadBroken())
        except OSError as error:
            log.warning("upload_not_kept", error=repr(error))
            is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            return Arrived(None, NoRoom() if is_full else UploadBroken())
    return Arrived(stored)


async def _write_all(intake: Intake, receive: Receive) -> None:
    """Raises TimeoutError on silence, UploadBroken when the sender is gone."""
    waiting = bytearray()
    more = True
    while more:
        message = await asyncio.wait_for(receive(), SILENCE_SECONDS)
        if message["type"] == "http.disconnect":
            raise UploadBroken
        waiting += message.get("body", b"")
        more = message.get("more_body", False)
        if len(waiting) >= CHUNK or not more:
            await asyncio.to_thread(intake.write, bytes(waiting))
            waiting.clear()


async def _tell_django(scope: Scope, send: Send, django: App, arrived: Arrived) -> None:
    """Whatever is refused now, by the program or before it, leaves nothing on the disk."""
    status = 500

    async def watch(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)
        await send(message)

    headers = [
        (name, b"0" if name == b"content-length" else value)
        for name, value in scope["headers"]
        if name != b"transfer-encoding"
    ]
    try:
        await django({**scope, "headers": headers, ARRIVED: arrived}, no_body, watch)
    finally:
        if arrived.stored is not None and (status >= 400 or not arrived.is_taken):
            await _forget(arrived.stored)


async def _forget(stored: Stored) -> None:
    await asyncio.to_thread(remove_content, stored.key)


async def _send_out(scope: Scope, receive: Receive, send: Send, django: App) -> None:
    """Django writes the head; the body is read from the disk, as fast as the line takes it."""
    parts: list[Part] = []

    async def without_body(message: Any) -> None:
        if not parts or message["type"] == "http.response.start":
            await send(message)

    await django({**scope, DEPARTING: parts}, receive, without_body)
    if not parts:
        return
    for part in parts:
        if isinstance(part, bytes):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        else:
            await _send_from_disk(part, send)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _send_from_disk(departure: Departure, send: Send) -> None:
    with await asyncio.to_thread(departure.path.open, "rb") as file:
        await asyncio.to_thread(file.seek, departure.first)
        left = departure.length
        while left > 0:
            chunk = await asyncio.to_thread(file.read, min(CHUNK, left))
            if not chunk:
                break
            left -= len(chunk)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})


def _header(scope: Scope, name: bytes) -> str:
    return next((v.decode("latin-1") for n, v in scope["headers"] if n == name), "")
