"""The shapes in which the server hands over a request."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
FORWARDED: Final = "kurator.forwarded"
"""In the scope of a request that came with headers of a proxy, whether that is believed or not."""
