"""The shapes in which the server hands over a request, and a request that only asks."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
FORWARDED: Final = "kurator.forwarded"
"""In the scope of a request that came with headers of a proxy, whether that is believed or not."""
OF_THE_BODY: Final = frozenset(
    {b"content-length", b"content-type", b"transfer-encoding", b"expect"}
)
"""Headers that a question about a request leaves out: it comes without the body."""


async def no_body() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}
