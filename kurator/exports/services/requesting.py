"""An export is asked for, canceled, fetched and removed."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from kurator.access.types import Viewer
from kurator.exports import selectors
from kurator.exports.models import Export
from kurator.exports.rules.allowance import (
    MAX_IN_HOUR,
    MAX_ROWS_IN_DAY,
    allowance,
    rows_possible_at,
)
from kurator.exports.rules.reach import is_within, reach_of
from kurator.exports.services.files import delete_file, file_path
from kurator.exports.services.queue import EXPORTS
from kurator.exports.services.refusals import (
    ExportOver,
    ListTooLong,
    NoFile,
    RawNeedsCsv,
    RightsNarrower,
    TooManyExports,
    TooManyRows,
    UnknownList,
)
from kurator.exports.types import FileFormat
from kurator.expressions.wording import instant
from kurator.kernel.errors import PermissionMissing
from kurator.kernel.ids import new_id
from kurator.kernel.localized import text_in
from kurator.platform.clock import SIGN_OF_LIFE
from kurator.platform.exporting import Exporter
from kurator.platform.queries import read_row
from kurator.tracking.security import note_security_event

UNCOUNTED = 10_001
"""A list is counted so far and no further before it runs."""


def request_export(
    *,
    viewer: Viewer,
    subject: str,
    query: Mapping[str, Any],
    file_format: FileFormat,
    is_raw: bool,
    name: str,
    now: datetime,
    is_queued: bool = True,
) -> Export:
    """
    Put the export into the queue.

    Raises UnknownList, PermissionMissing, RawNeedsCsv, InvalidInput, TooManyExports, TooManyRows,
    ListTooLong.
    """
    exporter = require_exporter(viewer, subject, is_raw=is_raw)
    if is_raw and file_format is not FileFormat.CSV:
        raise RawNeedsCsv
    checked = exporter.read_query(viewer, query)
    _one_at_a_time(viewer)
    expected = exporter.count(viewer, checked, now, UNCOUNTED)
    if selectors.UNLIMITED not in viewer.permissions:
        _require_allowance(viewer, expected, now)
    one = Export.objects.create(
        id=new_id(),
        user_id=viewer.user_id,
        subject=subject,
        name=_shown(name) or text_in(exporter.label, viewer.language),
        format=file_format.value,
        is_raw=is_raw,
        query=checked,
        rows_expected=expected,
        heartbeat_at=SIGN_OF_LIFE,
        created_at=now,
    )
    _note_made(one)
    if is_queued:
        EXPORTS.enqueue(one)
    EXPORTS.announce(one)
    return one


def _note_made(one: Export) -> None:
    note_security_event(
        "exports.made",
        subject=str(one.id),
        details={
            "list": one.subject,
            "name": one.name,
            "format": one.format,
            "is_raw": one.is_raw,
            "columns": one.query.get("columns"),
            "rows_expected": one.rows_expected,
        },
    )


def require_exporter(viewer: Viewer, subject: str, *, is_raw: bool) -> Exporter:
    """Raises UnknownList, PermissionMissing."""
    exporter = selectors.find_exporter(subject)
    if exporter is None:
        raise UnknownList
    wanted = [selectors.RUN, exporter.permission, *([selectors.RAW] if is_raw else [])]
    for permission in wanted:
        if permission not in viewer.permissions:
            raise PermissionMissing(permission=permission)
    return exporter


def _shown(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable()).strip()[:200]


def _one_at_a_time(viewer: Viewer) -> None:
    """Two requests at once must not both get the last of the allowance."""
    read_row("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"exports:{viewer.user_id}"])


def _require_allowance(viewer: Viewer, expected: int, now: datetime) -> None:
    earlier = selectors.list_earlier(viewer, now=now)
    left = allowance(earlier, now)
    if left.exports_left == 0 and left.possible_at is not None:
        raise TooManyExports(limit=MAX_IN_HOUR, at=_told(left.possible_at, viewer, now))
    if expected <= left.rows_left:
        return
    possible = rows_possible_at(earlier, expected, now)
    if possible is None:
        raise ListTooLong(limit=f"{MAX_ROWS_IN_DAY:,}".replace(",", "\u00a0"))
    raise TooManyRows(
        limit=f"{MAX_ROWS_IN_DAY:,}".replace(",", "\u00a0"),
        left=left.rows_left,
        at=_told(possible, viewer, now),
    )


def _told(at: datetime, viewer: Viewer, now: datetime) -> str:
    zone = ZoneInfo(viewer.time_zone)
    local = at.astimezone(zone)
    is_today = local.date() == now.astimezone(zone).date()
    return f"{local:%H:%M}" if is_today else instant(at, viewer.language, viewer.time_zone)


def cancel_export(*, viewer: Viewer, export_id: UUID, now: datetime) -> Export:
    """Stop the run; nothing of the file stays."""
    one = selectors.lock_export(viewer, export_id)
    if one.status not in EXPORTS.jobs:
        raise ExportOver
    one.is_cancel_requested = True
    if one.status == Export.Status.QUEUED:
        one.status, one.finished_at = Export.Status.CANCELED, now
    one.save(update_fields=["is_cancel_requested", "status", "finished_at"])
    EXPORTS.announce(one)
    return one


def remove_export(*, viewer: Viewer, export_id: UUID, now: datetime) -> None:
    """Take the export out of the list and its file off the disk; the allowance remembers it."""
    one = selectors.lock_export(viewer, export_id)
    key, one.file_key = one.file_key, ""
    one.is_removed, one.is_cancel_requested = True, True
    if one.status in EXPORTS.jobs:
        one.status, one.finished_at = Export.Status.CANCELED, now
    one.save(
        update_fields=["file_key", "is_removed", "is_cancel_requested", "status", "finished_at"]
    )
    EXPORTS.announce(one)
    transaction.on_commit(lambda: delete_file(key))


def reach_of_viewer(viewer: Viewer) -> dict[str, Any]:
    return reach_of(
        hidden_fields=viewer.hidden_fields,
        owner_ids=viewer.owner_ids,
        shared_ids=viewer.shared_ids,
    )


def fetch_file(*, viewer: Viewer, export_id: UUID, now: datetime) -> tuple[Export, Path]:
    """Return the file for one download; raises NoFile, PermissionMissing, RightsNarrower."""
    one = selectors.lock_export(viewer, export_id)
    require_exporter(viewer, one.subject, is_raw=one.is_raw)
    is_there = one.status == Export.Status.DONE and one.expires_at and one.expires_at > now
    if not is_there or not file_path(one.file_key).exists():
        raise NoFile
    if one.reach is None or not is_within(one.reach, reach_of_viewer(viewer)):
        raise RightsNarrower
    Export.objects.filter(id=one.id, user_id=viewer.user_id).update(downloads=F("downloads") + 1)
    note_security_event(
        "exports.downloaded",
        subject=str(one.id),
        details={
            "list": one.subject,
            "name": one.name,
            "rows": one.rows_done,
            "format": one.format,
        },
    )
    return one, file_path(one.file_key)
