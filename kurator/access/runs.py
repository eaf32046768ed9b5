"""
Runs on a person's rights: whoever asked for the work, with what he may at the moment it goes on.

What `platform/runs.py` says of a run holds; here is on whose account it works, and how it ends.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection

from kurator.access.selectors import find_viewer
from kurator.access.types import Viewer, field_settings
from kurator.kernel.errors import KuratorError
from kurator.platform.clock import SIGN_OF_LIFE
from kurator.platform.context import Context, open_scope
from kurator.platform.runs import Postponed, Run, RunKind, Stopped

log = structlog.get_logger(__name__)
R = TypeVar("R", bound=Run)
Clock = Callable[[], datetime]


class RightsGone(Exception):
    """Whoever asked for the run may not log in any more, or may not do this any more."""


@dataclass(frozen=True)
class Course(Generic[R]):
    """How runs of a kind go: who may carry them out, what their work is bound to, how they end."""

    kind: RunKind[R]
    may_run: Callable[[Viewer, R], bool]
    context_of: Callable[[Viewer, R], Context]
    cancel: Callable[[R, datetime], None]
    fail: Callable[[R, Exception, datetime], None]
    expected: tuple[type[Exception], ...] = (KuratorError,)
    """What says itself what was wrong, and needs no trace."""


@dataclass(frozen=True)
class Claim(Generic[R]):
    """The right to work on a run, until another worker claims it."""

    kind: RunKind[R]
    run_id: UUID
    epoch: int
    viewer: Viewer
    context: Context

    def held(self) -> R:
        """Return the run, locked, if it is still ours; raises Stopped."""
        return self.kind.hold(self.run_id, self.epoch)


def acting_as(viewer: Viewer, *, channel: str, reason: str = "", change_set: str = "") -> Context:
    """What is written is one change set under this id, and can be taken back as one."""
    return Context(
        uid=str(viewer.user_id),
        actor_kind="user",
        actor_id=str(viewer.user_id),
        actor_name=viewer.name,
        channel=channel,
        reason=reason[:300],
        change_set=change_set,
        **field_settings(viewer),
    )


def claim_run(course: Course[R], run_id: UUID, *statuses: str, now: datetime) -> Claim[R] | None:
    """
    Take the run over from whoever worked on it; None when there is nothing to do.

    Without `statuses`, in any in which there is work.
    """
    kind = course.kind
    with open_scope(kind.system):
        waiting = kind.model._default_manager.filter(pk=run_id, status__in=statuses or kind.jobs)
        run = waiting.select_for_update().first()
        if run is None:
            return None
        viewer = find_viewer(run.user_id)
        if viewer is None or not course.may_run(viewer, run):
            course.fail(run, RightsGone(), now)
            return None
        run.epoch += 1
        run.heartbeat_at = SIGN_OF_LIFE
        run.save(update_fields=["epoch", "heartbeat_at"])
        return Claim(kind, run_id, run.epoch, viewer, course.context_of(viewer, run))


def renewed(course: Course[R], claim: Claim[R]) -> Claim[R]:
    """
    Return the claim with the rights of this moment: work may last longer than they do.

    Raises RightsGone, Stopped.
    """
    with open_scope(course.kind.system):
        run = course.kind.under_way(claim.run_id, claim.epoch).first()
        if run is None:
            raise Stopped
        viewer = find_viewer(run.user_id)
    if viewer is None or not course.may_run(viewer, run):
        raise RightsGone
    return replace(claim, viewer=viewer, context=course.context_of(viewer, run))


def carry_out(
    course: Course[R],
    run_id: UUID,
    work: Callable[[Claim[R]], None],
    *statuses: str,
    clock: Clock,
) -> None:
    """
    Claim the run and do the work; safe to call again after a crash.

    Whatever stops the work is written on the run; a lost database is tried again later.
    """
    claim = claim_run(course, run_id, *statuses, now=clock())
    if claim is None:
        return
    try:
        work(claim)
    except (OperationalError, InterfaceError):
        log.warning("run_waits_for_database", kind=course.kind.name, id=str(run_id))
        with suppress(Exception):
            connection.close()
    except Exception as error:
        _settle(course, claim, error, clock())


def _settle(course: Course[R], claim: Claim[R], error: Exception, now: datetime) -> None:
    with open_scope(course.kind.system):
        run = course.kind.lock(claim.run_id, claim.epoch)
        if run is None:
            return
        if isinstance(error, Postponed):
            course.kind.enqueue(run)
        elif isinstance(error, Stopped):
            course.cancel(run, now)
        else:
            if not isinstance(error, course.expected):
                log.error("run_failed", kind=course.kind.name, id=str(run.pk), exc_info=error)
            course.fail(run, error, now)
