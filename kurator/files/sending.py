"""
How a content leaves: described by headers that let no browser run it.

The bytes are sent by the event loop, which holds neither a thread nor a transaction
(`kurator/config/transfers.py`); without one, Django streams them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from kurator.files.rules.names import disposition
from kurator.files.rules.ranges import read_range
from kurator.files.services.storage import CHUNK, content_path, preview_path
from kurator.files.types import Content, Purpose

DEPARTING: Final = "kurator.departing"
"""Where in the scope of the event loop a content is handed over; a list that holds one."""


@dataclass(frozen=True)
class Departure:
    path: Path
    first: int
    length: int


def is_whole(request: HttpRequest) -> bool:
    """Whether a reading begins: a later part of the same content is not noted again."""
    return not request.headers.get("Range", "").replace(" ", "").startswith("bytes=") or (
        request.headers["Range"].replace(" ", "").startswith("bytes=0-")
    )


def send_content(request: HttpRequest, content: Content) -> HttpResponse | StreamingHttpResponse:
    mark = f'"{content.sha256}"'
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", mark) != mark:
        asked = ""
    try:
        part = read_range(asked, content.size) if asked else None
    except ValueError:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{content.size}"
        return refused
    first, length = part or (0, content.size)
    response = _body(request, Departure(_path(content), first, length))
    response.status_code = 206 if part else 200
    if part:
        response["Content-Range"] = f"bytes {first}-{first + length - 1}/{content.size}"
    response["Content-Length"] = str(length)
    response["Content-Type"] = content.media_type
    response["Content-Disposition"] = disposition(content.name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = mark
    return response


def _path(content: Content) -> Path:
    if content.purpose is Purpose.ORIGINAL:
        return content_path(content.key)
    return preview_path(content.key, content.name)


def _body(request: HttpRequest, departure: Departure) -> HttpResponse | StreamingHttpResponse:
    handed_over = request.META.get("asgi.scope", {}).get(DEPARTING)
    if isinstance(handed_over, list):
        handed_over.append(departure)
        return HttpResponse()
    return StreamingHttpResponse(_stream(departure))


def _stream(departure: Departure) -> Iterator[bytes]:
    left = departure.length
    with departure.path.open("rb") as file:
        file.seek(departure.first)
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
