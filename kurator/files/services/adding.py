"""A content that has arrived becomes a file on a record, or the next version of one."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.files.errors import (
    ArchiveRefused,
    FileDamaged,
    FileInfected,
    FileRemoved,
    FileTooLarge,
    KindNotAllowed,
    QuotaReached,
    VersionMeanwhile,
)
from kurator.files.models import File, FileVersion
from kurator.files.rules.kinds import KINDS, Kind, fitting_name, recognize
from kurator.files.rules.names import clean_name
from kurator.files.selectors.listing import seen_sql
from kurator.files.selectors.records import find_editable_party, require_tags
from kurator.files.services.limits import MEGABYTE, Limits, current_limits
from kurator.files.services.storage import content_path
from kurator.files.types import Stored
from kurator.kernel.errors import FieldProblem, InvalidInput, NotFound
from kurator.kernel.ids import new_id
from kurator.kernel.localized import LocalizedText
from kurator.parties.selectors.visibility import refuse_only_shared
from kurator.platform.queries import read_row

MAX_VERSIONS: Final = 500
TOO_MANY_VERSIONS: LocalizedText = {
    "en": "The file has as many versions as it can have. Add a new file.",
    "ru": "У файла уже столько версий, сколько возможно. Добавьте новый файл.",
    "uk": "Файл уже має стільки версій, скільки можливо. Додайте новий файл.",
}


def require_room(
    *,
    viewer: Viewer,
    now: datetime,
    size: int,
    record_kind: str = "",
    record_id: UUID | None = None,
    file_id: UUID | None = None,
) -> Limits:
    """
    Tell before a byte is sent whether it would be taken; `size` 0 = not known yet.

    Raises NotFound, OnlyShared, FileRemoved, FileTooLarge, QuotaReached, InvalidInput.
    """
    limits = current_limits()
    if file_id is not None:
        lock_file(viewer=viewer, file_id=file_id, is_locking=False)
    elif record_id is not None:
        find_editable_party(viewer, record_kind, record_id)
    else:
        raise NotFound
    if size > limits.bytes:
        raise FileTooLarge(limit=limits.megabytes)
    files, used = _used_today(viewer, now)
    if files >= limits.daily_files or used + size > limits.daily_megabytes * MEGABYTE:
        raise _quota(limits)
    return limits


def _quota(limits: Limits) -> QuotaReached:
    return QuotaReached(files=limits.daily_files, megabytes=limits.daily_megabytes)


def _used_today(viewer: Viewer, now: datetime) -> tuple[int, int]:
    row = read_row(
        "SELECT files, bytes FROM files_dailyuse WHERE user_id = %s AND day = %s",
        [viewer.user_id, now.date()],
    )
    return (row[0], row[1]) if row else (0, 0)


def _count_use(viewer: Viewer, stored: Stored, limits: Limits, now: datetime) -> None:
    """The row is locked until the end, so that uploads at once cannot pass the limit together."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO files_dailyuse AS u (user_id, day, files, bytes) VALUES (%s, %s, 1, %s)"
            " ON CONFLICT (user_id, day) DO UPDATE SET files = u.files + 1,"
            " bytes = u.bytes + excluded.bytes RETURNING u.files, u.bytes",
            [viewer.user_id, now.date(), stored.size],
        )
        files, used = cursor.fetchone()
    if files > limits.daily_files or used > limits.daily_megabytes * MEGABYTE:
        raise _quota(limits)


def _require_kind(stored: Stored, limits: Limits) -> Kind:
    found = recognize(content_path(stored.key))
    if found.fault == "bomb":
        raise ArchiveRefused
    if found.fault == "damaged":
        raise FileDamaged
    if found.kind is None or found.kind.code not in limits.kinds:
        raise KindNotAllowed(kinds=", ".join(limits.usual_endings))
    return found.kind


def add_file(
    *,
    viewer: Viewer,
    record_kind: str,
    record_id: UUID,
    name: str,
    stored: Stored,
    now: datetime,
    tags: list[str] | None = None,
    is_waiting: bool = False,
) -> UUID:
    """
    Put a content on a record, or keep it for a note that is being written.

    Raises NotFound, OnlyShared, KindNotAllowed, ArchiveRefused, FileDamaged, QuotaReached,
    InvalidInput, and then the caller removes the content.
    """
    limits = current_limits()
    party_id = find_editable_party(viewer, record_kind, record_id)
    kept_tags = require_tags(record_kind, tags or [])
    kind = _require_kind(stored, limits)
    _count_use(viewer, stored, limits, now)
    shown = fitting_name(clean_name(name), kind)
    file = File(
        id=new_id(),
        party_id=party_id,
        record_kind=record_kind,
        record_id=record_id,
        name=shown,
        tags=kept_tags,
        state=File.State.WAITING if is_waiting else File.State.KEPT,
        created_at=now,
        created_by_id=viewer.user_id,
        changed_at=now,
    )
    File.objects.bulk_create([file])
    FileVersion.objects.bulk_create([_version(viewer, file, 1, shown, kind, stored, limits, now)])
    return file.id


def _version(
    viewer: Viewer,
    file: File,
    number: int,
    name: str,
    kind: Kind,
    stored: Stored,
    limits: Limits,
    now: datetime,
) -> FileVersion:
    return FileVersion(
        id=new_id(),
        file_id=file.id,
        party_id=file.party_id,
        number=number,
        name=name,
        kind=kind.code,
        size=stored.size,
        sha256=stored.sha256,
        key=stored.key,
        scan=FileVersion.Scan.WAITING if limits.clamd else FileVersion.Scan.UNSCANNED,
        preview=FileVersion.Preview.WAITING if kind.preview else FileVersion.Preview.NONE,
        created_at=now,
        created_by_id=viewer.user_id,
    )


def lock_file(*, viewer: Viewer, file_id: UUID, is_locking: bool = True) -> File:
    """Return a file that is not in the bin, locked; raises NotFound, OnlyShared, FileRemoved."""
    file = lock_any_file(viewer=viewer, file_id=file_id, is_locking=is_locking)
    if file.state == File.State.REMOVED:
        raise FileRemoved
    return file


def lock_any_file(*, viewer: Viewer, file_id: UUID, is_locking: bool = True) -> File:
    """Return a file that the viewer may change, also from the bin; raises NotFound, OnlyShared."""
    row = read_row(
        "SELECT f.party_id FROM files_file f JOIN parties_party p ON p.id = f.party_id"
        f" WHERE f.id = %(id)s AND {seen_sql(viewer)}",
        {"id": file_id},
    )
    if row is None:
        raise NotFound
    refuse_only_shared(viewer, row[0])
    files = File.objects.select_for_update() if is_locking else File.objects.all()
    file = files.filter(id=file_id).first()
    if file is None:
        raise NotFound
    return file


def add_version(
    *,
    viewer: Viewer,
    file_id: UUID,
    name: str,
    stored: Stored,
    now: datetime,
    base: int | None = None,
) -> int:
    """
    Make a content the present version; `base` is the number it was made from.

    Raises what `add_file` raises, and VersionMeanwhile when `base` is no longer the present one.
    """
    limits = current_limits()
    file = lock_file(viewer=viewer, file_id=file_id)
    if base is not None and base != file.current:
        raise VersionMeanwhile(number=file.current, name=_author(file))
    kind = _require_kind(stored, limits)
    _count_use(viewer, stored, limits, now)
    shown = fitting_name(clean_name(name or file.name), kind)
    _append(file, _version(viewer, file, file.current + 1, shown, kind, stored, limits, now), now)
    return file.current


def _append(file: File, version: FileVersion, now: datetime) -> None:
    if version.number > MAX_VERSIONS:
        problem = FieldProblem(("file_id",), "files.too_many_versions", TOO_MANY_VERSIONS)
        raise InvalidInput(problems=[problem])
    FileVersion.objects.bulk_create([version])
    file.current = version.number
    file.changed_at = later(now, file)
    fields = ["current", "changed_at"]
    if fitting_name(file.name, KINDS[version.kind]) != file.name:
        # The new content is of another kind than the name says.
        file.name = version.name
        fields.append("name")
    file.save(update_fields=fields)


def later(now: datetime, file: File) -> datetime:
    """An instant behind the last change, so that the order of a list never stands still."""
    return max(now, file.changed_at + timedelta(microseconds=1))


def _author(file: File) -> str:
    row = read_row(
        "SELECT a.name FROM files_fileversion v JOIN k.people() a ON a.id = v.created_by_id"
        " WHERE v.file_id = %s AND v.number = %s",
        [file.id, file.current],
    )
    return str(row[0]) if row else "—"


def restore_version(*, viewer: Viewer, file_id: UUID, number: int, now: datetime) -> int:
    """Repeat an earlier version as the present one; raises NotFound, FileRemoved, FileInfected."""
    file = lock_file(viewer=viewer, file_id=file_id)
    if number == file.current:
        return number
    earlier = FileVersion.objects.filter(file_id=file_id, number=number).first()
    if earlier is None:
        raise NotFound
    if earlier.scan == FileVersion.Scan.INFECTED:
        raise FileInfected
    earlier.pk, earlier.source_number = new_id(), number
    earlier.number, earlier.created_at = file.current + 1, now
    earlier.created_by_id = viewer.user_id
    _append(file, earlier, now)
    return file.current
