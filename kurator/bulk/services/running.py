"""
Portions of a change of many, each one a transaction.

A portion, its refusals and the note that it is done are committed together: whoever goes on after
a crash begins behind it. All of it happens under the rights of the person who asked.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from time import monotonic
from typing import Final
from uuid import UUID

from kurator.access.runs import Claim, Clock, Course, RightsGone, acting_as, carry_out, renewed
from kurator.access.types import Viewer
from kurator.bulk.models import BulkPortion, BulkRefusal, BulkRun
from kurator.bulk.selectors.runs import change_behind
from kurator.bulk.selectors.wanted import OWNER, TAGS, fields_of
from kurator.bulk.services.applying import apply_action, apply_undo
from kurator.bulk.services.queue import BULK
from kurator.bulk.services.rights import may_go_on
from kurator.bulk.types import PORTION, Action, Outcome, action_from_json
from kurator.kernel.errors import KuratorError
from kurator.parties.services.tags import settle_made_tags
from kurator.platform.clock import SIGN_OF_LIFE
from kurator.platform.context import WEB_ROLE, Context, open_scope
from kurator.platform.faults import fault_point
from kurator.platform.runs import Postponed
from kurator.tracking.security import note_security_event
from kurator.tracking.types import UNDO

ANNOUNCE_SECONDS: Final = 0.5
KIND_RAN: Final = "bulk.ran"
MANAGE_TAGS: Final = "tags.manage"
KIND_UNDONE: Final = "bulk.undone"


def context_of(viewer: Viewer, run: BulkRun) -> Context:
    reason = f"{UNDO}{run.undo_of}" if run.undo_of else ""
    return acting_as(viewer, channel="bulk", reason=reason, change_set=str(run.id))


def run_in_background(
    run_id: UUID, *, clock: Clock, must_stop: Callable[[], bool] = lambda: False
) -> None:
    """Carry out all portions that are not done yet; safe to call again after a crash."""
    carry_out(COURSE, run_id, lambda claim: _do_portions(claim, clock, must_stop), clock=clock)


def _do_portions(claim: Claim[BulkRun], clock: Clock, must_stop: Callable[[], bool]) -> None:
    last_announced = 0.0
    while True:
        is_due = monotonic() - last_announced >= ANNOUNCE_SECONDS
        last_announced = monotonic() if is_due else last_announced
        claim = renewed(COURSE, claim)
        with open_scope(claim.context, role=WEB_ROLE):
            run = claim.held()
            is_over = not do_next_portion(viewer=claim.viewer, run=run, now=clock())
            if is_due and not is_over:
                BULK.announce(run)
            if is_over:
                _complete(claim.viewer, run, clock())
            fault_point("bulk.portion_written")
        fault_point("bulk.portion_committed")
        if is_over:
            return
        if must_stop():
            raise Postponed


def run_here(*, viewer: Viewer, run: BulkRun, now: datetime) -> BulkRun:
    """Carry out a small run in the open transaction, as a change set of its own."""
    with open_scope(context_of(viewer, run)):
        while do_next_portion(viewer=viewer, run=run, now=now):
            pass
        _complete(viewer, run, now)
    return run


def do_next_portion(*, viewer: Viewer, run: BulkRun, now: datetime) -> bool:
    """Carry out the first open portion; False when none is left."""
    portion = BulkPortion.objects.filter(run_id=run.id, done_at=None).order_by("number").first()
    if portion is None:
        return False
    outcome = _apply(viewer, run, portion, now)
    portion.done_at = now
    portion.moved_tasks = [[str(one) for one in moved] for moved in outcome.moved_tasks]
    portion.save(update_fields=["done_at", "moved_tasks"])
    _keep_refusals(run, outcome)
    _count(run, portion.party_ids, outcome)
    return True


def _apply(viewer: Viewer, run: BulkRun, portion: BulkPortion, now: datetime) -> Outcome:
    action = action_from_json(run.action)
    if action.undo_of is not None:
        return apply_undo(viewer=viewer, action=action, ids=portion.party_ids, now=now)
    offset = portion.number * PORTION
    return apply_action(viewer=viewer, action=action, ids=portion.party_ids, offset=offset, now=now)


def _keep_refusals(run: BulkRun, outcome: Outcome) -> None:
    BulkRefusal.objects.bulk_create(
        BulkRefusal(
            run_id=run.id,
            user_id=run.user_id,
            party_id=party_id,
            code=code,
            fields=outcome.conflicts.get(party_id, []),
        )
        for party_id, code in sorted(outcome.refused.items())
    )


def _count(run: BulkRun, party_ids: Sequence[UUID], outcome: Outcome) -> None:
    seen, refused = len(party_ids), len(outcome.refused)
    run.done += seen
    run.changed += len(outcome.changed)
    run.refused += refused
    run.unchanged += seen - len(outcome.changed.union(outcome.refused))
    run.heartbeat_at = SIGN_OF_LIFE
    run.save(update_fields=["done", "changed", "refused", "unchanged", "heartbeat_at"])


def _complete(viewer: Viewer, run: BulkRun, now: datetime) -> None:
    if run.undo_of is not None and MANAGE_TAGS in viewer.permissions:
        set_id, is_taken_back = change_behind(viewer, run.undo_of)
        settle_made_tags(set_id=set_id, is_taken_back=is_taken_back)
    _finish(run, BulkRun.Status.DONE, "", now)


def _finish(run: BulkRun, status: BulkRun.Status, failure: str, now: datetime) -> None:
    run.status, run.failure, run.finished_at = status, failure, now
    run.save(update_fields=["status", "failure", "finished_at"])
    _note(run)
    BULK.announce(run)


def _note(run: BulkRun) -> None:
    """Who changed how many, in the security log: what exactly stands in the history."""
    action = action_from_json(run.action)
    details = {
        "status": str(run.status),
        "customers": run.changed,
        "refused": run.refused,
        "fields": sorted(code for code in fields_of(action) if code not in (OWNER, TAGS)),
        "by": str(run.user_id),
    }
    if action.undo_of is not None:
        note_security_event(KIND_UNDONE, subject=str(action.undo_of), details=details)
        return
    details["acts"] = [name for name, is_done in _acts(action).items() if is_done]
    note_security_event(KIND_RAN, subject=str(run.id), details=details)


def _acts(action: Action) -> dict[str, bool]:
    return {
        "change": action.is_edit,
        "hand_over": bool(action.owner_ids),
        "recycle": action.recycles,
    }


def _fail(run: BulkRun, error: Exception, now: datetime) -> None:
    code = error.code if isinstance(error, KuratorError) else "broken"
    failure = "rights_gone" if isinstance(error, RightsGone) else code
    _finish(run, BulkRun.Status.FAILED, failure, now)


COURSE: Final = Course(
    BULK,
    may_run=lambda viewer, run: may_go_on(viewer, action_from_json(run.action)),
    context_of=context_of,
    cancel=lambda run, now: _finish(run, BulkRun.Status.CANCELED, "", now),
    fail=_fail,
)
