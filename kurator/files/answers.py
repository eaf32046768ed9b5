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


def version_out(viewer: Viewer, row: VersionRow, now: datetime) -> dict[str, Any]:
    is_drawn = row.preview == Preview.READY and row.scan in (Scan.CLEAN, Scan.UNSCANNED)
    preview_kind = KINDS[row.kind].preview
    url = None
    if is_drawn and preview_kind != "text":
        token, _ = write_token(viewer=viewer, version_id=row.id, purpose=Purpose.THUMBNAIL, now=now)
        url = CONTENT + token
    return {**vars(row), "preview_kind": preview_kind, "thumbnail_url": url}


def file_out(
    viewer: Viewer, row: FileRow, now: datetime, titles: dict[UUID, str] | None = None
) -> dict[str, Any]:
    known = name_records(viewer, [row]) if titles is None else titles
    version = version_out(viewer, row.version, now)
    return {**vars(row), "record_title": known.get(row.record_id, ""), "version": version}


def page_out(viewer: Viewer, rows: list[FileRow], now: datetime) -> list[dict[str, Any]]:
    titles = name_records(viewer, rows)
    return [file_out(viewer, row, now, titles) for row in rows]
