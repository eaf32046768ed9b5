"""Files that were sent while a note was being written: they come with it, or go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.files.errors import FileNotWaiting
from kurator.files.models import File
from kurator.files.services.adding import lock_any_file
from kurator.files.services.changing import erase_files
from kurator.kernel.errors import FieldProblem, InvalidInput, PermissionMissing

EDIT: Final = "files.edit"


def attach_waiting(
    *,
    viewer: Viewer,
    record_kind: str,
    record_id: UUID,
    party_id: UUID,
    file_ids: Sequence[UUID],
    now: datetime,
) -> None:
    """
    Put the viewer's waiting files of this customer on a record, in the transaction that makes it.

    Raises PermissionMissing, InvalidInput naming each file that does not wait: then neither the
    record nor any of its files is there.
    """
    if EDIT not in viewer.permissions:
        raise PermissionMissing(permission=EDIT)
    waiting = File.objects.filter(
        id__in=file_ids,
        state=File.State.WAITING,
        created_by_id=viewer.user_id,
        party_id=party_id,
    )
    found = set(waiting.select_for_update().order_by("id").values_list("id", flat=True))
    missing = [place for place, file_id in enumerate(file_ids) if file_id not in found]
    if missing:
        texts = FileNotWaiting.texts
        problems = [
            FieldProblem(("file_ids", place), FileNotWaiting.code, texts) for place in missing
        ]
        raise InvalidInput(problems=problems)
    File.objects.filter(id__in=found).update(
        state=File.State.KEPT, record_kind=record_kind, record_id=record_id, changed_at=now
    )


def drop_waiting(*, viewer: Viewer, file_id: UUID) -> None:
    """Take a file off a note before it is saved; raises NotFound, FileNotWaiting."""
    file = lock_any_file(viewer=viewer, file_id=file_id)
    if file.state != File.State.WAITING:
        raise FileNotWaiting
    erase_files([file.id])
