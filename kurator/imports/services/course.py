"""On whose account an import works, and how it ends."""

from datetime import datetime
from typing import Final
from uuid import UUID

from kurator.access.runs import Course, RightsGone, acting_as
from kurator.access.types import Viewer
from kurator.imports import selectors
from kurator.imports.models import Import
from kurator.imports.services.queue import IMPORTS
from kurator.imports.services.refusals import FileRefused
from kurator.imports.services.rights import right_problems
from kurator.imports.services.uploading import LAYOUT
from kurator.imports.types import FileProblem
from kurator.kernel.errors import KuratorError
from kurator.platform.context import Context


def context_for(viewer: Viewer, reason: str, *, import_id: UUID | None = None) -> Context:
    """What a run writes is one change set under the import's id, and can be taken back as one."""
    return acting_as(viewer, channel="import", reason=reason, change_set=str(import_id or ""))


def _described(error: Exception) -> FileProblem:
    if isinstance(error, RightsGone):
        return FileProblem("rights_gone")
    if isinstance(error, FileProblem):
        return error
    if isinstance(error, FileRefused):
        return error.problem
    if isinstance(error, KuratorError):
        return FileProblem("refused", reason={k: error.detail(k) for k in ("ru", "uk", "en")})
    return FileProblem("broken")


def _cancel(one: Import, now: datetime) -> None:
    """What was canceled before anything was written is a draft again; a canceled run can go on."""
    if one.status == Import.Status.RUNNING or not one.analysis:
        one.status = Import.Status.CANCELED
    else:
        _be_draft_again(one)
    one.is_cancel_requested, one.finished_at = False, now
    one.save(update_fields=["options", "status", "is_cancel_requested", "finished_at"])
    IMPORTS.announce(one)


def _fail(one: Import, error: Exception, now: datetime) -> None:
    """Of a file that cannot be read in another way the reading before stays."""
    if one.status == Import.Status.ANALYZING and one.analysis:
        _be_draft_again(one)
    else:
        one.status = Import.Status.FAILED
    problem = _described(error)
    one.failure = {"code": problem.code, "params": problem.params}
    one.finished_at = now
    one.save(update_fields=["options", "status", "finished_at", "failure"])
    IMPORTS.announce(one)


def _be_draft_again(one: Import) -> None:
    layout = one.analysis["layout"]
    kept = {name: layout[name] for name in LAYOUT if name in one.options and name in layout}
    one.status, one.options = Import.Status.DRAFT, {**one.options, **kept}


def _may_run(viewer: Viewer, one: Import) -> bool:
    problems = right_problems(viewer=viewer, columns=one.columns, options=one.options)
    return selectors.RUN in viewer.permissions and not problems


COURSE: Final = Course(
    IMPORTS,
    may_run=_may_run,
    context_of=lambda viewer, one: context_for(viewer, one.name, import_id=one.id),
    cancel=_cancel,
    fail=_fail,
    expected=(KuratorError, FileProblem),
)
