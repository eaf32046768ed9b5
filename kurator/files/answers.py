"""Rows of files as the API answers them, with addresses of their thumbnails."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kurator.access.types import Viewer
from kurator.files.rules.kinds import KINDS
from kurator.files.selectors.listing import name_records
from kurator.files.services.linking import write_token
from kurator.files.types import FileRow, Preview, Purpose, Scan, VersionRow

CONTENT: str = "/api/v1/files/content/"


def thumbnail_url(
    viewer: Viewer, version_id: UUID, *, kind: str, scan: str, preview: str, now: datetime
) -> str | None:
    """Return the address of the small picture of a version, None where there is none."""
    is_drawn = preview == Preview.READY and scan in (Scan.CLEAN, Scan.UNSCANNED)
    if not is_drawn or KINDS[kind].preview == "text":
        return None
    token, _ = write_token(viewer=viewer, version_id=version_id, purpose=Purpose.THUMBNAIL, now=now)
    return CONTENT + token


def version_out(viewer: Viewer, row: VersionRow, now: datetime) -> dict[str, Any]:
    url = thumbnail_url(viewer, row.id, kind=row.kind, scan=row.scan, preview=row.preview, now=now)
    return {**vars(row), "preview_kind": KINDS[row.kind].preview, "thumbnail_url": url}


def file_out(
    viewer: Viewer, row: FileRow, now: datetime, titles: dict[UUID, str] | None = None
) -> dict[str, Any]:
    known = name_records(viewer, [row]) if titles is None else titles
    version = version_out(viewer, row.version, now)
    return {**vars(row), "record_title": known.get(row.record_id, ""), "version": version}


def page_out(viewer: Viewer, rows: list[FileRow], now: datetime) -> list[dict[str, Any]]:
    titles = name_records(viewer, rows)
    return [file_out(viewer, row, now, titles) for row in rows]
