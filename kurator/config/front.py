"""
What happens to a request on the event loop, before it gets a thread: who really sent it, its body
in full, and a place.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from kurator.config.admission import Admission, is_read, overloaded
from kurator.config.live import Receive, Scope, Send
from kurator.platform.addresses import Network, is_among, parse_address

ALWAYS: Final = frozenset({"/livez", "/readyz", "/metrics"})
FORWARDED: Final = frozenset(
    {b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host"}
)
GATHERED_BYTES: Final = 1_000_000
BODY_SECONDS: Final = 15.0


def real_scope(scope: Scope, proxies: Sequence[Network]) -> Scope:
    """
    The scope with the address and scheme that a trusted proxy reports; nobody else is believed.

    The address is the last of X-Forwarded-For that is no trusted proxy itself: what stands before
    it may be invented. Names with "_" are dropped: they could pass for those with "-".
    """
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    client = scope.get("client")
    if not proxies or client is None or not _is_proxy(client[0], proxies):
        kept = [(name, value) for name, value in headers if name not in FORWARDED]
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
    """Passes requests on to `inner` while there is room."""

    def __init__(self, inner: Any, admission: Admission) -> None:
        self.inner = inner
        self.admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] in ALWAYS:
            await self.inner(scope, receive, send)
            return
        try:
            gathered = await gather(scope, receive)
        except (TimeoutError, ConnectionError):
            await _send(send, 408, [(b"connection", b"close")], b"")
            return
        if not await self.admission.enter(is_read=is_read(scope["method"], scope["path"])):
            await _send(send, 503, *overloaded(scope["headers"]))
            return
        try:
            await self.inner(scope, gathered, send)
        finally:
            self.admission.leave()


async def gather(scope: Scope, receive: Receive) -> Receive:
    """
    Take in a body of ordinary size before a thread is spent: whoever sends slowly holds none.

    Raises TimeoutError and ConnectionError.
    """
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if not length.isdigit() or not 0 < int(length) <= GATHERED_BYTES:
        return receive
    parts: list[bytes] = []
    async with asyncio.timeout(BODY_SECONDS):
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionError
            parts.append(message.get("body", b""))
            if not message.get("more_body"):
                break
    waiting = [{"type": "http.request", "body": b"".join(parts), "more_body": False}]

    async def replay() -> Any:
        return waiting.pop() if waiting else await receive()

    return replay


async def _send(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
