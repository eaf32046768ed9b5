"""One portion of a change is carried out, in the open transaction and on the viewer's rights."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.activities.services import give_back_tasks, hand_over_tasks
from kurator.bulk.models import BulkPortion
from kurator.bulk.selectors.plans import TAKEN, Plan, Planner, point_changes
from kurator.bulk.selectors.text_plans import Refused
from kurator.bulk.selectors.wanted import EXTERNAL_ID, settle_action
from kurator.bulk.types import Action, MovedTask, Outcome
from kurator.parties.catalogue import current_catalogue
from kurator.parties.field_rights import closed_to_undo
from kurator.parties.services.bulk_values import (
    add_tag_bulk,
    change_locked,
    keep_tags_bulk,
    lock_parties,
    remove_tag_bulk,
)
from kurator.parties.services.ownership import hand_over_each
from kurator.parties.services.recycling import recycle_parties
from kurator.parties.services.rewriting import write_points, write_texts
from kurator.parties.services.undoing import undo_changes

GONE = "gone"
CONFLICT = "conflict"
CLOSED = "closed"


def apply_action(
    *, viewer: Viewer, action: Action, ids: Sequence[UUID], offset: int, now: datetime
) -> Outcome:
    """
    Do it to those of the customers who are still the viewer's; the others are refused.

    `offset` is the place of the first one in the whole run: owners are dealt out by it.
    """
    outcome = Outcome()
    shared = () if action.is_of_owners else viewer.shared_to_edit
    found = lock_parties(ids, viewer.owner_ids, shared=shared)
    outcome.refused = dict.fromkeys(set(ids).difference(found), GONE)
    catalogue = current_catalogue()
    wanted = settle_action(action, catalogue)
    if wanted.is_worked_out:
        _write_plan(Planner(viewer, wanted, catalogue).plan(found), outcome)
    locked = [party_id for party_id in found if party_id not in outcome.refused]
    outcome.changed |= change_locked(party_ids=locked, patch=wanted.patch)
    if action.only_tags is not None:
        outcome.changed |= keep_tags_bulk(party_ids=locked, tag_ids=action.only_tags)
    for tag_id in (*action.add_tags, *(action.only_tags or ())):
        outcome.changed |= add_tag_bulk(party_ids=locked, tag_id=tag_id)
    for tag_id in action.remove_tags:
        outcome.changed |= remove_tag_bulk(party_ids=locked, tag_id=tag_id)
    if action.owner_ids:
        _hand_over(viewer, action, locked, offset, outcome)
    if action.recycles:
        recycle_parties(viewer=viewer, party_ids=locked, now=now, is_noted=False)
        outcome.changed |= set(locked)
    return outcome


def _write_plan(plan: Plan, outcome: Outcome) -> None:
    """Whoever is refused one value keeps all others, too."""
    written, late = write_texts(patches=plan.texts)
    for party_id in late:
        plan.refuse(party_id, Refused(TAKEN, EXTERNAL_ID))
    changes = point_changes(plan.points)
    outcome.changed |= written | write_points(changes=changes)
    outcome.refused |= {one: refusal.code for one, refusal in plan.refused.items()}
    outcome.conflicts |= {one: [refusal.field] for one, refusal in plan.refused.items()}


def _hand_over(
    viewer: Viewer, action: Action, locked: Sequence[UUID], offset: int, outcome: Outcome
) -> None:
    owners = list(action.owner_ids)
    new = [owners[(offset + index) % len(owners)] for index in range(len(locked))]
    if action.with_tasks:  # first: afterwards the customers may be out of sight
        outcome.moved_tasks = hand_over_tasks(viewer=viewer, party_ids=locked, owner_ids=new)
    outcome.changed |= hand_over_each(viewer=viewer, party_ids=locked, owner_ids=new)


def apply_undo(*, viewer: Viewer, action: Action, ids: Sequence[UUID], now: datetime) -> Outcome:
    """Take the change set back for these customers, with the tasks that went along."""
    assert action.undo_of is not None  # noqa: S101 - only undo runs come here
    result = undo_changes(
        viewer=viewer,
        transaction_ids=transactions_of(action.undo_of),
        party_ids=ids,
        now=now,
        is_forced=action.is_forced,
        choices=action.choices,
        closed=action.closed,
    )
    moved = []
    if "party.owner" not in closed_to_undo(viewer).union(action.closed):
        moved = give_back_tasks(
            viewer=viewer,
            party_ids=sorted(result.changed),
            moved=_moved_tasks(viewer, action.undo_of),
        )
    refused = dict.fromkeys(result.gone, GONE) | dict.fromkeys(result.kept, CLOSED)
    refused |= dict.fromkeys(result.conflicts, CONFLICT)
    fields = {one: [*result.conflicts.get(one, ()), *result.kept.get(one, ())] for one in refused}
    return Outcome(result.changed, refused, fields, moved)


def transactions_of(set_id: UUID) -> list[UUID]:
    """Return the ids of a change set; of a single transaction its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM tracking_changetransaction WHERE set_id = %s"
            " UNION SELECT id FROM tracking_changetransaction WHERE id = %s",
            [set_id, set_id],
        )
        return [row[0] for row in cursor.fetchall()]


def _moved_tasks(viewer: Viewer, set_id: UUID) -> list[MovedTask]:
    found = BulkPortion.objects.filter(run_id=set_id, user_id=viewer.user_id)
    lists = found.exclude(moved_tasks=[]).values_list("moved_tasks", flat=True)
    return [
        (UUID(task_id), UUID(before), UUID(after))
        for moved in lists
        for task_id, before, after in moved
    ]
