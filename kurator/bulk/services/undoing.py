"""A change set is taken back as a whole; the taking back is a change set, too."""

from datetime import datetime
from uuid import UUID

from kurator.access.types import Viewer
from kurator.bulk.models import BulkRun
from kurator.bulk.selectors.change_sets import SEE_ALL, find_change_set
from kurator.bulk.services.applying import transactions_of
from kurator.bulk.services.errors import NothingChanges, StillRunning
from kurator.bulk.services.starting import begin, keep_reached, new_undo_run
from kurator.bulk.types import Choices
from kurator.kernel.errors import NotFound, PermissionMissing


def start_undo(
    *,
    viewer: Viewer,
    set_id: UUID,
    is_forced: bool,
    now: datetime,
    choices: Choices | None = None,
) -> BulkRun:
    """
    Take back everything in the change set that nobody has changed since.

    With `is_forced` later changes are overwritten, except where `choices` say otherwise. Raises
    NotFound, NothingChanges, StillRunning.
    """
    require_own(viewer, set_id)
    if BulkRun.objects.filter(id=set_id, status=BulkRun.Status.RUNNING).exists():
        raise StillRunning
    run = new_undo_run(viewer=viewer, set_id=set_id, is_forced=is_forced, choices=choices or {})
    run.total = keep_reached(run, transactions_of(set_id))
    if run.total == 0:
        raise NothingChanges
    return begin(viewer=viewer, run=run, now=now)


def require_own(viewer: Viewer, set_id: UUID) -> None:
    """One's own change sets; those of others with the permission for it."""
    found = find_change_set(viewer, set_id)
    if found is None:
        raise NotFound
    if found.actor_id != str(viewer.user_id) and SEE_ALL not in viewer.permissions:
        raise PermissionMissing(permission=SEE_ALL)
