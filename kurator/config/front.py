"""
What happens to a request on the event loop, before it gets a thread: who really sent it, its body
in full, and a place.
"""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from io import BytesIO
from typing import IO, Any, Final

from kurator.config.admission import Admission, is_read, overloaded, refusal
from kurator.config.asking import FORWARDED, OF_THE_BODY, Receive, Scope, Send
from kurator.config.bodies import GATHERED_BYTES, Bodies, announced
from kurator.config.counted import TooManyAtOnce
from kurator.platform.addresses import Network, is_among, parse_address
from kurator.platform.gates import BodyTooLong

ALWAYS: Final = frozenset({"/livez", "/readyz", "/metrics"})
OF_PAGES: Final = "/assets/"
PATIENCE_OF_PAGES: Final = 5.0
"""Seconds: a page of which a part was refused is broken until it is loaded anew."""
OF_PROXIES: Final = frozenset(
    {b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host"}
)
CLOSE: Final = (b"connection", b"close")


class Refused(Exception):
    """Status, headers and body of an answer that needs no thread."""


def real_scope(scope: Scope, proxies: Sequence[Network]) -> Scope:
    """
    The scope with the address and scheme that a trusted proxy reports; nobody else is believed.

    The address is the last of X-Forwarded-For that is no trusted proxy itself: what stands before
    it may be invented. Names with "_" are dropped: they could pass for those with "-".
    """
    is_forwarded = any(name.replace(b"_", b"-") in OF_PROXIES for name, _ in scope["headers"])
    scope = {**scope, FORWARDED: is_forwarded}
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    client = scope.get("client")
    if not proxies or client is None or not _is_proxy(client[0], proxies):
        kept = [(name, value) for name, value in headers if name not in OF_PROXIES]
        return {**scope, "headers": kept}
    said = dict(headers)
    found = {**scope, "headers": headers}
    for text in reversed(said.get(b"x-forwarded-for", b"").decode("latin-1").split(",")):
        if not _is_address(text.strip()):
            break
        found["client"] = (text.strip(), 0)
        if not _is_proxy(text.strip(), proxies):
            break
    if said.get(b"x-forwarded-proto") in (b"http", b"https"):
        found["scheme"] = said[b"x-forwarded-proto"].decode()
    return found


def _is_address(text: str) -> bool:
    try:
        parse_address(text)
    except ValueError:
        return False
    return True


def _is_proxy(text: str, proxies: Sequence[Network]) -> bool:
    return _is_address(text) and is_among(parse_address(text), proxies)


class Front:
    """Passes requests on to `inner`, with their body as a file, while there is room."""

    def __init__(self, inner: Any, admission: Admission, bodies: Bodies) -> None:
        self.inner = inner
        self.admission = admission
        self.bodies = bodies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] in ALWAYS:
            await self.inner(scope, BytesIO(), send)
            return
        try:
            self._refuse_long(scope)
            if announced(scope) > GATHERED_BYTES and not await self._knows(scope, send):
                return
            async with AsyncExitStack() as stack:
                body = await self._body(stack, scope, receive)
                await self._admit(scope, body, send)
        except Refused as refused:
            await _send(send, *refused.args)

    def _refuse_long(self, scope: Scope) -> None:
        """Raises Refused."""
        try:
            self.bodies.refuse_long(scope)
        except BodyTooLong as error:
            head, text = refusal(scope["headers"], error)
            raise Refused(error.status, [*head, CLOSE], text) from None

    async def _body(self, stack: AsyncExitStack, scope: Scope, receive: Receive) -> IO[bytes]:
        """Raises Refused."""
        try:
            return await stack.enter_async_context(self.bodies.whole(scope, receive))
        except (TimeoutError, ConnectionError):
            raise Refused(408, [CLOSE], b"") from None
        except TooManyAtOnce:
            head, text = overloaded(scope["headers"])
            raise Refused(503, [*head, CLOSE], text) from None

    async def _admit(self, scope: Scope, body: IO[bytes], send: Send) -> None:
        patience = PATIENCE_OF_PAGES if scope["path"].startswith(OF_PAGES) else None
        is_reading = is_read(scope["method"], scope["path"])
        if not await self.admission.enter(is_read=is_reading, patience=patience):
            await _send(send, 503, *overloaded(scope["headers"]))
            return
        try:
            await self.inner(scope, body, send)
        finally:
            self.admission.leave()

    async def _knows(self, scope: Scope, send: Send) -> bool:
        """
        Ask by a GET of the same address, which needs the same permission: the disk is filled by
        nobody who may not put anything there. What is refused is passed on.
        """
        messages: list[Any] = []

        async def keep(message: Any) -> None:
            messages.append(message)

        headers = [pair for pair in scope["headers"] if pair[0] not in OF_THE_BODY]
        asked = {**scope, "method": "GET", "query_string": b"", "headers": headers}
        await self._admit(asked, BytesIO(), keep)
        if messages[0]["status"] == 200:
            return True
        await send({**messages[0], "headers": [*messages[0]["headers"], CLOSE]})
        for message in messages[1:]:
            await send(message)
        return False


async def _send(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
