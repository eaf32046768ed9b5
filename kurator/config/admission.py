"""
The queue before the threads: short, with reads first, and closed in time.

A request that would wait too long is refused at once with 503 and Retry-After, before it costs
anything. So an overloaded server stays quick for those it serves, and tells the others the truth.
"""

import asyncio
import random
from collections import deque
from collections.abc import Iterable
from typing import Final

import orjson

from kurator.kernel.errors import KuratorError
from kurator.kernel.localized import language_of
from kurator.platform.metrics import QUEUE_SECONDS, SHED

READS_BY_POST: Final = ("/search", "/count", "/preview", "/duplicates")


def is_read(method: str, path: str) -> bool:
    return method in ("GET", "HEAD", "OPTIONS") or path.endswith(READS_BY_POST)


class Overloaded(KuratorError):
    code = "kurator.overloaded"
    status = 503
    texts = {
        "en": "Kurator is very busy right now. Nothing was changed. Try again in a moment.",
        "ru": "Kurator сейчас перегружен. Ничего не изменено. Повторите чуть позже.",
        "uk": "Kurator зараз перевантажений. Нічого не змінено. Повторіть трохи згодом.",
    }


class Admission:
    """
    `places` requests run at a time, at most `waiting` wait, none longer than `patience` seconds.

    Reads are let in before writes: a person who looks something up cannot wait, a write can be
    repeated by its Idempotency-Key. When more wait than could be served in time, the newest goes
    first: the oldest has already lost its chance.
    """

    def __init__(self, *, places: int, waiting: int, patience: float) -> None:
        self.free = places
        self.places = places
        self.limit = waiting
        self.patience = patience
        self.reads: deque[asyncio.Future[bool]] = deque()
        self.writes: deque[asyncio.Future[bool]] = deque()

    async def enter(self, *, is_read: bool, patience: float | None = None) -> bool:
        """
        Take a place; False when there is none in time, or within a patience of its own. Who entered
        must leave.
        """
        if self.free > 0:
            self.free -= 1
            return True
        if not self._has_room(is_read):
            return self._refuse(is_read)
        loop = asyncio.get_running_loop()
        since, turn = loop.time(), loop.create_future()
        (self.reads if is_read else self.writes).append(turn)
        timer = loop.call_later(patience or self.patience, _settle, turn, False)
        try:
            is_in = await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.result():
                self.leave()
            raise
        finally:
            timer.cancel()
        QUEUE_SECONDS.observe(loop.time() - since)
        return True if is_in else self._refuse(is_read)

    def leave(self) -> None:
        """Give the place to whoever waits, else it is free."""
        for line in (self.reads, self.writes):
            while line:
                turn = line.pop() if len(line) > self.places else line.popleft()
                if _settle(turn, True):
                    return
        self.free += 1

    def _has_room(self, is_read: bool) -> bool:
        _forget_settled(self.reads)
        _forget_settled(self.writes)
        if len(self.reads) + len(self.writes) < self.limit:
            return True
        # A read takes the place of the write that came last.
        return is_read and any(_settle(turn, False) for turn in reversed(self.writes))

    def _refuse(self, is_read: bool) -> bool:
        SHED.labels("read" if is_read else "write").inc()
        return False


def _settle(turn: "asyncio.Future[bool]", answer: bool) -> bool:
    if turn.done():
        return False
    turn.set_result(answer)
    return True


def _forget_settled(line: "deque[asyncio.Future[bool]]") -> None:
    while line and line[0].done():
        line.popleft()


Headers = list[tuple[bytes, bytes]]


def overloaded(headers: Iterable[tuple[bytes, bytes]]) -> tuple[Headers, bytes]:
    """Headers and body of the refusal; the seconds differ, so that not all come back at once."""
    head, body = refusal(headers, Overloaded())
    return [*head, (b"retry-after", str(random.randint(1, 3)).encode())], body


def refusal(headers: Iterable[tuple[bytes, bytes]], error: KuratorError) -> tuple[Headers, bytes]:
    """Headers and body of an answer that is given before Django, in the language of the request."""
    language = language_of(dict(headers).get(b"accept-language", b"").decode("latin-1"))
    body = orjson.dumps(
        {
            "type": f"urn:kurator:{error.code}",
            "title": error.code,
            "status": error.status,
            "detail": error.detail(language),
            "code": error.code,
            "errors": [],
            "request_id": "",
        }
    )
    return [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ], body
