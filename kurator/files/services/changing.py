"""Names, marks, the bin and the end of files."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from kurator.access.types import Viewer
from kurator.files.errors import FileKept
from kurator.files.models import File, FileVersion
from kurator.files.rules.kinds import KINDS, fitting_name
from kurator.files.rules.names import clean_name
from kurator.files.selectors.records import require_tags
from kurator.files.services.adding import later, lock_any_file, lock_file
from kurator.files.services.storage import remove_content
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.kernel.localized import LocalizedText
from kurator.tracking.security import note_security_event

BLANK: LocalizedText = {
    "en": "Give the file a name.",
    "ru": "Дайте файлу имя.",
    "uk": "Дайте файлу ім’я.",
}


def change_file(
    *,
    viewer: Viewer,
    file_id: UUID,
    now: datetime,
    name: str | None = None,
    description: str | None = None,
    tags: Sequence[str] | None = None,
) -> None:
    """Change what is given; the ending follows the content. Raises NotFound, FileRemoved."""
    file = lock_file(viewer=viewer, file_id=file_id)
    if name is not None:
        if not name.strip():
            raise InvalidInput(problems=[FieldProblem(("name",), "missing", BLANK)])
        kind = KINDS[FileVersion.objects.get(file_id=file_id, number=file.current).kind]
        file.name = fitting_name(clean_name(name), kind)
    if description is not None:
        file.description = description.strip()
    if tags is not None:
        file.tags = require_tags(file.record_kind, list(tags))
    file.changed_at = later(now, file)
    file.save(update_fields=["name", "description", "tags", "changed_at"])


def remove_file(*, viewer: Viewer, file_id: UUID, now: datetime) -> None:
    """Move to the bin; raises NotFound, FileRemoved."""
    file = lock_file(viewer=viewer, file_id=file_id)
    file.state, file.removed_at, file.removed_by_id = File.State.REMOVED, now, viewer.user_id
    file.changed_at = later(now, file)
    file.save(update_fields=["state", "removed_at", "removed_by_id", "changed_at"])


def restore_file(*, viewer: Viewer, file_id: UUID, now: datetime) -> None:
    """Take back out of the bin; raises NotFound, FileKept."""
    file = _lock_removed(viewer, file_id)
    file.state, file.removed_at, file.removed_by_id = File.State.KEPT, None, None
    file.changed_at = later(now, file)
    file.save(update_fields=["state", "removed_at", "removed_by_id", "changed_at"])


def _lock_removed(viewer: Viewer, file_id: UUID) -> File:
    file = lock_any_file(viewer=viewer, file_id=file_id)
    if file.state != File.State.REMOVED:
        raise FileKept
    return file


def erase_file(*, viewer: Viewer, file_id: UUID, now: datetime) -> None:
    """Remove a file of the bin for good, with all its versions; raises NotFound, FileKept."""
    file = _lock_removed(viewer, file_id)
    note_security_event(
        "files.erased", subject=str(file.id), details={"versions": file.current, "at": now}
    )
    erase_files([file.id])


def erase_files(file_ids: Sequence[UUID]) -> None:
    """Delete rows now and contents once that is committed; restored versions share a content."""
    versions = FileVersion.objects.filter(file_id__in=file_ids)
    keys = set(versions.values_list("key", flat=True))
    versions.delete()
    File.objects.filter(id__in=file_ids).delete()
    for key in keys:
        transaction.on_commit(partial(remove_content, key))
