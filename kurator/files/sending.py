"""How a content leaves: described by headers that let no browser run it."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from kurator.files.rules.names import disposition
from kurator.files.rules.ranges import read_range
from kurator.files.services.storage import content_path, preview_path
from kurator.files.types import Content, Purpose
from kurator.platform.departures import Departure, depart


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
    response = depart(request, [Departure(_path(content), first, length)])
    response.status_code = 206 if part else 200
    if part:
        response["Content-Range"] = f"bytes {first}-{first + length - 1}/{content.size}"
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
