"""Who works on an import now: one worker at a time, who says that he is alive."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection

from kurator.access.selectors import find_viewer
from kurator.access.types import Viewer, field_settings
from kurator.imports import selectors
from kurator.imports.models import Import
from kurator.imports.services.queue import announce, enqueue
from kurator.imports.services.refusals import FileRefused
from kurator.imports.services.uploading import LAYOUT
from kurator.imports.types import FileProblem
from kurator.kernel.errors import KuratorError
from kurator.platform.beside import repeated
from kurator.platform.clock import SIGN_OF_LIFE
from kurator.platform.context import Context, open_scope

log = structlog.get_logger(__name__)
BEAT_SECONDS: Final = 2.0


@dataclass(frozen=True)
class Claim:
    """The right to work on an import, until another worker claims it."""

    import_id: UUID
    epoch: int
    viewer: Viewer
    context: Context


@dataclass
class Reading:
    """`rows` were read, where that is all the work there is; `is_stopped` asks it to end."""

    rows: int = 0
    is_stopped: bool = False


class Stopped(Exception):
    """The import was canceled or claimed by another worker."""


class Postponed(Exception):
    """The worker stops; `job` goes on in the next one."""

    def __init__(self, job: str) -> None:
        self.job = job
        super().__init__(job)


def context_for(viewer: Viewer, reason: str, *, import_id: UUID | None = None) -> Context:
    """What a run writes is one change set under the import's id, and can be taken back as one."""
    return Context(
        uid=str(viewer.user_id),
        actor_kind="user",
        actor_id=str(viewer.user_id),
        actor_name=viewer.name,
        channel="import",
        reason=reason[:300],
        change_set=str(import_id or ""),
        **field_settings(viewer),
    )


_SYSTEM: Final = Context(actor_kind="system", actor_name="imports", channel="worker")


def claim_import(import_id: UUID, status: str, *, now: datetime) -> Claim | None:
    """Take the import over from whoever worked on it; None when there is nothing to do."""
    with open_scope(_SYSTEM):
        one = Import.objects.select_for_update().filter(id=import_id, status=status).first()
        if one is None:
            return None
        viewer = find_viewer(one.user_id)
        if viewer is None or selectors.RUN not in viewer.permissions:
            _fail(one, FileProblem("rights_gone"), now)
            return None
        one.epoch += 1
        one.heartbeat_at = SIGN_OF_LIFE
        one.save(update_fields=["epoch", "heartbeat_at"])
        return Claim(one.id, one.epoch, viewer, context_for(viewer, one.name, import_id=one.id))


def held(claim: Claim) -> Import:
    """Return the import, locked, if it is still ours; raises Stopped."""
    one = (
        Import.objects.select_for_update()
        .filter(id=claim.import_id, epoch=claim.epoch)
        .exclude(status=Import.Status.CANCELED)
        .first()
    )
    if one is None or one.is_cancel_requested:
        raise Stopped
    return one


@contextmanager
def told_reading(claim: Claim) -> Iterator[Reading]:
    """
    Tell, by a connection of its own, that the work goes on and how far the reading is: to read a
    million rows takes longer than others wait before they take the work over.
    """
    reading = Reading()
    with repeated(lambda: _tell(claim, reading), seconds=BEAT_SECONDS, name="import-alive"):
        yield reading


def _tell(claim: Claim, reading: Reading) -> None:
    with open_scope(_SYSTEM):
        ours = Import.objects.filter(id=claim.import_id, epoch=claim.epoch)
        ours.update(
            heartbeat_at=SIGN_OF_LIFE, **({"rows_done": reading.rows} if reading.rows else {})
        )
        one = ours.first()
        reading.is_stopped = one is None or one.is_cancel_requested
        if one is not None and reading.rows:
            announce(one)


@contextmanager
def failing_openly(claim: Claim, clock: Callable[[], datetime]) -> Iterator[None]:
    """Whatever stops the work is written on the import; a lost database is tried again later."""
    try:
        yield
    except (OperationalError, InterfaceError):
        log.warning("import_waits_for_database", import_id=str(claim.import_id))
        with suppress(Exception):
            connection.close()
    except Exception as error:
        _note(claim, error, clock())


def _note(claim: Claim, error: Exception, now: datetime) -> None:
    with open_scope(claim.context):
        ours = Import.objects.filter(id=claim.import_id, epoch=claim.epoch)
        one = ours.select_for_update().first()
        if one is None:
            return
        if isinstance(error, Postponed):
            enqueue(error.job, one.id)
        elif isinstance(error, Stopped):
            _cancel(one, now)
        elif isinstance(error, FileProblem):
            _fail(one, error, now)
        elif isinstance(error, FileRefused):
            _fail(one, error.problem, now)
        else:
            log.error("import_failed", import_id=str(one.id), exc_info=error)
            _fail(one, _described(error), now)


def _described(error: Exception) -> FileProblem:
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
    announce(one)


def _fail(one: Import, problem: FileProblem, now: datetime) -> None:
    """Of a file that cannot be read in another way the reading before stays."""
    if one.status == Import.Status.ANALYZING and one.analysis:
        _be_draft_again(one)
    else:
        one.status = Import.Status.FAILED
    one.failure = {"code": problem.code, "params": problem.params}
    one.finished_at = now
    one.save(update_fields=["options", "status", "finished_at", "failure"])
    announce(one)


def _be_draft_again(one: Import) -> None:
    layout = one.analysis["layout"]
    kept = {name: layout[name] for name in LAYOUT if name in one.options and name in layout}
    one.status, one.options = Import.Status.DRAFT, {**one.options, **kept}
