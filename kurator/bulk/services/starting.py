"""A change of many is started: its customers are fixed, then it runs in the background."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.bulk.models import BulkRun
from kurator.bulk.selectors.previews import measure
from kurator.bulk.selectors.runs import lock_run
from kurator.bulk.selectors.selections import Selection, changes_sql, selection_sql
from kurator.bulk.selectors.wanted import OWNER, read_action, refuse_one_for_many
from kurator.bulk.services.errors import NothingChanges, RunOver, SelectionChanged
from kurator.bulk.services.queue import BULK
from kurator.bulk.services.rights import needed_permissions
from kurator.bulk.services.running import run_here
from kurator.bulk.types import PORTION, Action, Choices, action_to_json
from kurator.expressions.nodes import And, Compare, Literal, Node
from kurator.kernel.errors import FieldProblem, InvalidInput, PermissionMissing
from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.parties.field_rights import closed_to_undo
from kurator.parties.value_texts import TEXTS
from kurator.parties.vocabulary import PartyVocabulary
from kurator.platform.clock import SIGN_OF_LIFE

MANY: Final = "parties.bulk"
"""Permission to change more than what one has ticked."""
AT_ONCE: Final = 200
"""Up to so many customers a change is carried out while the person waits."""
MAX_OWNERS: Final = 200


def start_change(
    *,
    viewer: Viewer,
    selection: Selection,
    action: Action,
    fingerprint: str | None,
    now: datetime,
    vocabulary: PartyVocabulary,
    kind: BulkRun.Kind = BulkRun.Kind.CHANGE,
) -> BulkRun:
    """
    Fix who would change and begin. `fingerprint` is that of the preview.

    Raises InvalidInput, PermissionMissing, SelectionChanged, NothingChanges.
    """
    _require_rights(viewer, action)
    if kind is BulkRun.Kind.CHANGE and not _is_ticked(selection):
        _require(viewer, MANY)
    wanted = read_action(viewer, action, vocabulary.catalogue)
    _require_people(action.owner_ids)
    found = selection_sql(viewer, selection, action, now=now, vocabulary=vocabulary)
    changes, params = changes_sql(action, wanted)
    selected, changed, mark = measure(found, changes, params)
    if fingerprint is not None and fingerprint != mark:
        raise SelectionChanged(selected=selected)
    refuse_one_for_many(wanted, selected)
    if changed == 0:
        raise NothingChanges
    run = _new_run(viewer, kind, action, unchanged=selected - changed)
    asked = f"SELECT p.id FROM {found.source} WHERE {found.where} AND {changes}"
    run.total = _keep_portions(run, asked, {**found.params, **params})
    return begin(viewer=viewer, run=run, now=now)


def start_hand_over(
    *,
    viewer: Viewer,
    from_user_id: UUID,
    to_user_ids: Sequence[UUID],
    now: datetime,
    vocabulary: PartyVocabulary,
    node: Node | None = None,
    with_tasks: bool = True,
    fingerprint: str | None = None,
) -> BulkRun:
    """
    Give all customers of a person, or those a filter finds, to others, spread evenly.

    Raises InvalidInput, PermissionMissing, SelectionChanged, NothingChanges.
    """
    if not to_user_ids:
        code = "parties.required"
        raise InvalidInput(problems=[FieldProblem(("to_user_ids",), code, TEXTS[code])])
    return start_change(
        viewer=viewer,
        selection=hand_over_selection(from_user_id, node),
        action=Action(owner_ids=list(dict.fromkeys(to_user_ids)), with_tasks=with_tasks),
        fingerprint=fingerprint,
        now=now,
        vocabulary=vocabulary,
        kind=BulkRun.Kind.HAND_OVER,
    )


def hand_over_selection(from_user_id: UUID, node: Node | None = None) -> Selection:
    """All customers of a person, or those of them whom a filter finds."""
    of_person = Compare("eq", OWNER, Literal(str(from_user_id)))
    return Selection(node=of_person if node is None else And((of_person, node)))


def cancel_run(*, viewer: Viewer, run_id: UUID) -> BulkRun:
    """Ask the worker to stop after the portion it is at; what is done stays done."""
    run = lock_run(viewer, run_id)
    if run.status != BulkRun.Status.RUNNING:
        raise RunOver
    run.is_cancel_requested = True
    run.save(update_fields=["is_cancel_requested"])
    return run


def begin(*, viewer: Viewer, run: BulkRun, now: datetime) -> BulkRun:
    """Carry a small run out at once; leave a large one to the worker."""
    run.save(update_fields=["total"])
    if run.total <= AT_ONCE:
        return run_here(viewer=viewer, run=run, now=now)
    BULK.announce(run)
    BULK.enqueue(run)
    return run


def new_undo_run(*, viewer: Viewer, set_id: UUID, is_forced: bool, choices: Choices) -> BulkRun:
    closed = sorted(closed_to_undo(viewer))
    action = Action(undo_of=set_id, is_forced=is_forced, choices=choices, closed=closed)
    return _new_run(viewer, BulkRun.Kind.UNDO, action, unchanged=0)


def keep_reached(run: BulkRun, transaction_ids: Sequence[UUID]) -> int:
    """Keep whom these transactions reached, as far as the open transaction may see them."""
    asked = "SELECT * FROM k.parties_of_changes(%(transactions)s, NULL)"
    return _keep_portions(run, asked, {"transactions": list(transaction_ids)})


def _require_rights(viewer: Viewer, action: Action) -> None:
    for permission in needed_permissions(action):
        _require(viewer, permission)


def _require(viewer: Viewer, permission: str) -> None:
    if permission not in viewer.permissions:
        raise PermissionMissing(permission=permission)


def _is_ticked(selection: Selection) -> bool:
    """A few that somebody has ticked one by one."""
    return selection.ids is not None and len(selection.ids) <= AT_ONCE


def _require_people(owner_ids: Sequence[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM k.people() WHERE is_active")
        known = {row[0] for row in cursor.fetchall()} | {NOBODY_ID}
    if len(owner_ids) > MAX_OWNERS or not known.issuperset(owner_ids):
        code = "parties.unknown_user"
        raise InvalidInput(problems=[FieldProblem(("owner_ids",), code, TEXTS[code])])


def _new_run(viewer: Viewer, kind: BulkRun.Kind, action: Action, *, unchanged: int) -> BulkRun:
    return BulkRun.objects.create(
        id=new_id(),
        user_id=viewer.user_id,
        kind=kind,
        action=_plain(action_to_json(action)),
        undo_of=action.undo_of,
        unchanged=unchanged,
        heartbeat_at=SIGN_OF_LIFE,
    )


def _plain(stored: Mapping[str, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [plain(one) for one in value]
        if isinstance(value, Mapping):
            return {name: plain(one) for name, one in value.items()}
        return str(value) if isinstance(value, UUID) else value

    return {name: plain(value) for name, value in stored.items()}


_KEEP: Final = """
INSERT INTO bulk_bulkportion (id, run_id, user_id, number, party_ids, moved_tasks)
SELECT uuidv7(), %(of)s, %(user)s, n.portion, array_agg(n.id ORDER BY n.id), '[]'
  FROM (SELECT a.id, (row_number() OVER (ORDER BY a.id) - 1) / {size} AS portion
          FROM ({asked}) AS a(id)) n
 GROUP BY n.portion
RETURNING cardinality(party_ids)
"""


def _keep_portions(run: BulkRun, asked: str, params: Mapping[str, Any]) -> int:
    """Keep the ids in their order, some thousands a row; returns how many they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP.format(size=PORTION, asked=asked),
            {**params, "of": run.id, "user": run.user_id},
        )
        return sum(row[0] for row in cursor.fetchall())
