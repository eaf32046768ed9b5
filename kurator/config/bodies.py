"""
The body of a request, whole before a thread is spent on it: whoever sends slowly holds none.

A body of ordinary size waits in memory. A larger one is taken only where a feature declares it
(`Feature.large_bodies`) and, once the server has said who sends it, waits in a file without a name.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Final

from kurator.config.asking import Receive, Scope
from kurator.config.counted import Counted
from kurator.platform.gates import BodyTooLong

GATHERED_BYTES: Final = 1_000_000
GATHERED_SECONDS: Final = 15.0
SILENCE_SECONDS: Final = 30.0
LARGE_SECONDS: Final = 900.0
UNFINISHED: Final = 512
UNFINISHED_FROM_ONE: Final = 64
LARGE: Final = 32
LARGE_FROM_ONE: Final = 6
CHUNK: Final = 1024 * 1024


def announced(scope: Scope) -> int:
    """The announced length; without one there is no body."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() and len(length) < 16 else 0


class Bodies:
    """Bodies on their way in, counted by address. `large` are the sizes by path."""

    def __init__(self, large: Mapping[str, int]) -> None:
        self.large = large
        self._few = Counted("unfinished", total=UNFINISHED, from_one=UNFINISHED_FROM_ONE)
        self._large = Counted("large", total=LARGE, from_one=LARGE_FROM_ONE)

    def refuse_long(self, scope: Scope) -> None:
        """Raises BodyTooLong, before any of the body is read."""
        limit = GATHERED_BYTES
        if scope["method"] == "POST":
            limit = self.large.get(scope["path"], limit)
        if announced(scope) > limit:
            raise BodyTooLong(limit=max(limit // 1024 // 1024, 1))

    @asynccontextmanager
    async def whole(self, scope: Scope, receive: Receive) -> AsyncIterator[IO[bytes]]:
        """Raises TimeoutError, ConnectionError and TooManyAtOnce."""
        size = announced(scope)
        if not size:
            yield BytesIO()
        elif size <= GATHERED_BYTES:
            with self._few.one_more(_sender(scope)):
                body = await _gather(receive)
            yield BytesIO(body)
        else:
            with self._large.one_more(_sender(scope)), TemporaryFile() as file:
                await _spool(receive, file)
                yield file


def _sender(scope: Scope) -> str:
    return str((scope.get("client") or ("",))[0])


async def _part(receive: Receive) -> tuple[bytes, bool]:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ConnectionError
    return message.get("body", b""), message.get("more_body", False)


async def _gather(receive: Receive) -> bytes:
    parts: list[bytes] = []
    more = True
    async with asyncio.timeout(GATHERED_SECONDS):
        while more:
            part, more = await _part(receive)
            parts.append(part)
    return b"".join(parts)


async def _spool(receive: Receive, file: IO[bytes]) -> None:
    waiting = bytearray()
    more = True
    async with asyncio.timeout(LARGE_SECONDS):
        while more:
            async with asyncio.timeout(SILENCE_SECONDS):
                part, more = await _part(receive)
            waiting += part
            if len(waiting) >= CHUNK or not more:
                await asyncio.to_thread(file.write, bytes(waiting))
                waiting.clear()
    await asyncio.to_thread(file.seek, 0)
