"""Addresses of contents: issued after a look at the scope, and looked at again when opened."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection
from prometheus_client import Counter

from kurator.access.types import Viewer
from kurator.files.errors import (
    FileInfected,
    FileQuarantined,
    LinkDead,
    NoPreview,
)
from kurator.files.rules.kinds import KINDS, fitting_name
from kurator.files.rules.links import SECONDS, Link, derive_key, read_link, write_link
from kurator.files.selectors.listing import find_content, get_file, list_versions
from kurator.files.services.storage import content_path, preview_path
from kurator.files.types import Content, Preview, Purpose, Scan, VersionRow
from kurator.kernel.errors import NotFound
from kurator.platform.looking import OnlyLooking
from kurator.platform.shared import SharedTable, Values
from kurator.tracking.security import note_security_event

PREVIEWS: Final = Counter("kurator_file_previews_total", "Previews of files opened", ["purpose"])
_NOTED: Final = SharedTable("Qd", slots=8192)
"""By which transaction an address was noted, and when it dies."""
_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtextextended('files.noted ' || %s, 0))"
_MADE: Final = {
    Purpose.THUMBNAIL: ("thumbnail.webp", "image/webp"),
    Purpose.PICTURE: ("picture-{page}.webp", "image/webp"),
    Purpose.TEXT: ("text.txt", "text/plain; charset=utf-8"),
}


def _key() -> bytes:
    return derive_key(settings.SECRET_KEY)


def issue_link(
    *,
    viewer: Viewer,
    file_id: UUID,
    purpose: Purpose,
    now: datetime,
    number: int | None = None,
    page: int = 0,
) -> tuple[str, datetime]:
    """
    Return a token for the present or a numbered version, and when it dies.

    Raises NotFound, FileQuarantined, FileInfected, NoPreview.
    """
    if number is None:
        version = get_file(viewer, file_id).version
    else:
        found = [one for one in list_versions(viewer, file_id) if one.number == number]
        if not found:
            raise NotFound
        version = found[0]
    _require_open(version, purpose, page)
    return write_token(viewer=viewer, version_id=version.id, purpose=purpose, now=now, page=page)


def write_token(
    *, viewer: Viewer, version_id: UUID, purpose: Purpose, now: datetime, page: int = 0
) -> tuple[str, datetime]:
    """Seal an address for a version that the caller has just been shown."""
    expires = int(now.timestamp()) + SECONDS
    link = Link(purpose, version_id, viewer.user_id, expires, page)
    return write_link(_key(), link), datetime.fromtimestamp(expires, tz=now.tzinfo)


def _require_open(version: VersionRow, purpose: Purpose, page: int) -> None:
    if version.scan == Scan.INFECTED:
        raise FileInfected
    if version.scan == Scan.WAITING:
        raise FileQuarantined
    if purpose is Purpose.ORIGINAL:
        return
    is_text = KINDS[version.kind].preview == "text"
    if version.preview != Preview.READY or (purpose is Purpose.TEXT) != is_text:
        raise NoPreview
    if purpose is Purpose.PICTURE and page >= max(version.pages, 1):
        raise NoPreview


def open_link(*, viewer: Viewer, token: str, now: datetime) -> Content:
    """
    Return what the address leads to. The session's person must be the one it was issued to, and
    must still see the record; what he takes away is noted, once for an address.

    Raises LinkDead, NotFound, FileQuarantined, FileInfected, NoPreview, OnlyLooking.
    """
    link = read_link(_key(), token)
    if link is None or link.user_id != viewer.user_id:
        raise NotFound
    if now.timestamp() >= link.expires:
        raise LinkDead
    found = find_content(viewer, link.version_id)
    if found is None:
        raise NotFound
    file_id, name, key, version = found
    _require_open(version, link.purpose, link.page)
    if link.purpose is not Purpose.ORIGINAL:
        PREVIEWS.labels(link.purpose.value).inc()
        return _made_content(link, file_id, key, version)
    if viewer.is_looked_through:
        raise OnlyLooking(name=viewer.name)
    _note_once(link, file_id, version)
    path = content_path(key)
    if not path.exists():
        raise NotFound
    kind = KINDS[version.kind]
    return Content(
        purpose=link.purpose,
        file_id=file_id,
        version_id=version.id,
        key=key,
        name=fitting_name(name, kind),
        media_type=kind.media_type,
        size=version.size,
        sha256=version.sha256,
    )


def _note_once(link: Link, file_id: UUID, version: VersionRow) -> None:
    """
    A reader that asks for part after part makes one note, whichever part comes first and whichever
    web process answers. Parts that come together wait for the first of them; when its note went with
    its transaction, the next one makes it.
    """
    address = repr(link)
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [address])
        with _NOTED.alone():
            _, _, noted = _NOTED.place(address, worth=_expiry)
        if noted is not None:
            cursor.execute("SELECT pg_xact_status(%s::text::xid8)", [noted[0]])
            if cursor.fetchone()[0] == "committed":
                return
        note_security_event(
            "files.downloaded",
            subject=str(file_id),
            details={"version": version.number, "size": version.size},
        )
        cursor.execute("SELECT pg_current_xact_id()::text")
        transaction_id = int(cursor.fetchone()[0])
    with _NOTED.alone():
        key, at, _ = _NOTED.place(address, worth=_expiry)
        _NOTED.write(key, at, transaction_id, link.expires)


def _expiry(row: Values) -> float:
    return float(row[1])


def _made_content(link: Link, file_id: UUID, key: str, version: VersionRow) -> Content:
    name, media_type = _MADE[link.purpose]
    made = name.format(page=link.page)
    path = preview_path(key, made)
    if not path.exists():
        raise NoPreview
    mark = f"{version.sha256}-{made}"
    return Content(
        link.purpose, file_id, version.id, key, made, media_type, path.stat().st_size, mark
    )
