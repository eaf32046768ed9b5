"""
How a content comes in from a request.

The web server's event loop has taken it before Django was called (`kurator/config/transfers.py`);
under another server, and in tests, it is read from the request itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from django.http import HttpRequest

from kurator.files.errors import UploadBroken
from kurator.files.services.limits import current_limits
from kurator.files.services.storage import CHUNK, keep_content, remove_content
from kurator.files.types import Stored
from kurator.platform.faults import fault_point

ARRIVED: Final = "kurator.arrived"
"""Where in the scope of the event loop a content stands that has been taken."""


@dataclass
class Arrived:
    """`failure` is what went wrong on the way; then there is no content."""

    stored: Stored | None
    failure: Exception | None = None
    is_taken: bool = False
    """Whether an operation has made it its own; a repeated request is answered without."""


def given_name(header: str) -> str:
    """A file's name travels percent-encoded: headers know no other alphabets."""
    return unquote(header, errors="replace")


@contextmanager
def arrived_content(request: HttpRequest) -> Iterator[Stored]:
    """Give the content of the request; whoever raises inside leaves nothing on the disk."""
    stored = _take(request)
    fault_point("files.placed")
    try:
        yield stored
    except BaseException:
        remove_content(stored.key)
        raise


def _take(request: HttpRequest) -> Stored:
    arrived = request.META.get("asgi.scope", {}).get(ARRIVED)
    if isinstance(arrived, Arrived):
        if arrived.failure is not None:
            raise arrived.failure
        if arrived.stored is not None:
            arrived.is_taken = True
            return arrived.stored
        raise UploadBroken
    return keep_content(_chunks(request), limit=current_limits().bytes)


def _chunks(request: HttpRequest) -> Iterator[bytes]:
    expected = int(request.META.get("CONTENT_LENGTH") or 0)
    came = 0
    while chunk := request.read(CHUNK):
        came += len(chunk)
        yield chunk
    if came != expected:
        raise UploadBroken
