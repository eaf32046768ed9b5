"""
The head of a request, bounded in size and time before anything is done with it.

The server's own protocol takes heads of any size for any time: one connection could fill the
memory, and many silent ones use up what may be open. Trailers behind a body count as part of it
and are dropped: a header must not arrive after the headers have been looked at.
"""

from asyncio import TimerHandle
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kurator.config.counted import Counted, TooManyAtOnce
from kurator.platform.addresses import is_among, parse_address

HEAD_BYTES: Final = 64 * 1024
HEADERS: Final = 200
SECONDS: Final = 10.0
WAITING: Final = 16_000
WAITING_FROM_ONE: Final = 256
_BESIDE_BODY: Final = 16
"""Bytes of framing that each byte of a body may bring along."""
_TOO_LARGE: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)
_waiting = Counted("head", total=WAITING, from_one=WAITING_FROM_ONE)


class BoundedHeads(HttpToolsProtocol):
    """`_head` counts the bytes of the head that is on its way, None while there is none."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._head: int | None = 0
        self._beside_body = 0
        self._timer: TimerHandle | None = None
        self._leave: Callable[[], object] | None = None
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_is_here()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._head is None:
            self._beside_body += len(data)
        else:
            self._head += len(data)
        super().data_received(data)
        if (self._head or 0) > HEAD_BYTES or self._beside_body > HEAD_BYTES:
            self._refuse()
        elif self._head and self._timer is None:
            self._await_head()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head = self._head or 1
        self._beside_body = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._head is not None:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > HEAD_BYTES or len(self.headers) > HEADERS:
            self._refuse()
            return
        self._head = None
        self._head_is_here()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._beside_body -= _BESIDE_BODY * len(body)
        if not self.transport.is_closing():
            super().on_body(body)

    def on_message_complete(self) -> None:
        if self._head is None:
            super().on_message_complete()
        self._head = 0

    def _await_head(self) -> None:
        """A place and a time for it; whoever has too many under way is cut off."""
        self._timer = self.loop.call_later(SECONDS, self.transport.close)
        who = self.client[0] if self.client else ""
        if not who or is_among(parse_address(who), settings.TRUSTED_PROXIES):
            return
        place = _waiting.one_more(who)
        try:
            place.__enter__()
        except TooManyAtOnce:
            self.transport.abort()
            return
        self._leave = lambda: place.__exit__(None, None, None)

    def _head_is_here(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._leave is not None:
            self._leave()
            self._leave = None

    def _refuse(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()
