"""
What leaves from the disk: Django writes the head, the event loop sends the body.

The loop holds neither a thread nor a transaction while a slow line takes what is sent
(`kurator/config/transfers.py`); without a loop, Django streams it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

DEPARTING: Final = "kurator.departing"
"""Where in the scope of the event loop the parts of a body are handed over; a list."""
CHUNK: Final = 256 * 1024


@dataclass(frozen=True)
class Departure:
    """A part of a file on the disk."""

    path: Path
    first: int
    length: int


Part = Departure | bytes


def length_of(part: Part) -> int:
    return len(part) if isinstance(part, bytes) else part.length


def depart(request: HttpRequest, parts: Sequence[Part]) -> HttpResponse | StreamingHttpResponse:
    """Return an answer whose body are the parts, one after another; its length is known."""
    handed_over = request.META.get("asgi.scope", {}).get(DEPARTING)
    response: HttpResponse | StreamingHttpResponse
    if isinstance(handed_over, list):
        handed_over.extend(parts)
        response = HttpResponse()
    else:
        response = StreamingHttpResponse(_stream(parts))
    response["Content-Length"] = str(sum(map(length_of, parts)))
    return response


def _stream(parts: Sequence[Part]) -> Iterator[bytes]:
    for part in parts:
        if isinstance(part, bytes):
            yield part
            continue
        left = part.length
        with part.path.open("rb") as file:
            file.seek(part.first)
            while left > 0 and (chunk := file.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk
