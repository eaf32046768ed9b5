from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from ninja import Status

from kurator.access.selectors import list_people
from kurator.access.session import ApiRequest
from kurator.access.types import Viewer
from kurator.bulk.schemas import (
    BulkPreviewIn,
    BulkPreviewOut,
    BulkRefusalOut,
    BulkRunOut,
    BulkStartIn,
    ChangeSetPage,
    HandOverIn,
    SelectionIn,
    UndoConflictPage,
    UndoPreviewOut,
    UndoSetIn,
    action_out,
    run_out,
)
from kurator.bulk.selectors.change_sets import ChangeSet, list_change_sets
from kurator.bulk.selectors.previews import preview_change
from kurator.bulk.selectors.runs import get_run, list_refusals, list_runs
from kurator.bulk.selectors.selections import Selection
from kurator.bulk.selectors.undo_previews import list_undo_conflicts, preview_undo
from kurator.bulk.services import starting, undoing
from kurator.bulk.services.applying import transactions_of
from kurator.bulk.types import Action
from kurator.parties.catalogue import current_catalogue
from kurator.parties.selectors.filters import list_vocabulary, read_filter
from kurator.parties.selectors.history import ValueNamer
from kurator.parties.selectors.search import read_query
from kurator.parties.vocabulary import PartyVocabulary
from kurator.platform.api import Door
from kurator.platform.cursors import read_cursor, write_cursor

door = Door("bulk", "bulk")
changes_door = Door("changes", "changes")
DOORS = (door, changes_door)
UNDO = "parties.edit"


def _selection(given: SelectionIn, vocabulary: PartyVocabulary) -> Selection:
    if given.ids is not None:
        return Selection(ids=given.ids)
    return Selection(
        node=read_filter(given.filter, vocabulary),
        lookup=read_query(given.q),
        is_shared=given.shared,
    )


@door.post(
    "/preview", slow=True, permission="parties.edit", looking="read", response=BulkPreviewOut
)
def preview(request: ApiRequest, payload: BulkPreviewIn) -> Any:
    """Tell how many would change and show some, before anything is written."""
    vocabulary = list_vocabulary(request.viewer.language)
    found = preview_change(
        request.viewer,
        _selection(payload.selection, vocabulary),
        payload.action.action(),
        now=datetime.now(UTC),
        vocabulary=vocabulary,
    )
    return asdict(found)


@door.post("", permission="parties.edit", response={201: BulkRunOut})
def start(request: ApiRequest, payload: BulkStartIn) -> Any:
    """Begin the change; a small one is done at once, a large one in the background."""
    vocabulary = list_vocabulary(request.viewer.language)
    run = starting.start_change(
        viewer=request.viewer,
        selection=_selection(payload.selection, vocabulary),
        action=payload.action.action(),
        fingerprint=payload.fingerprint,
        now=datetime.now(UTC),
        vocabulary=vocabulary,
    )
    return Status(201, run_out(run))


@door.get("", permission="parties.view", response=list[BulkRunOut])
def list_own(request: ApiRequest) -> Any:
    """Return one's latest changes of many."""
    return [run_out(run) for run in list_runs(request.viewer)]


@door.post(
    "/hand-over/preview",
    slow=True,
    permission="parties.assign",
    looking="read",
    response=BulkPreviewOut,
)
def preview_hand_over(request: ApiRequest, payload: HandOverIn) -> Any:
    """Tell how many customers of the person would go, and show some."""
    vocabulary = list_vocabulary(request.viewer.language)
    found = preview_change(
        request.viewer,
        starting.hand_over_selection(payload.from_user_id, read_filter(payload.filter, vocabulary)),
        Action(owner_ids=_receivers(request.viewer, payload), with_tasks=payload.with_tasks),
        now=datetime.now(UTC),
        vocabulary=vocabulary,
    )
    return asdict(found)


@door.post("/hand-over", permission="parties.assign", response={201: BulkRunOut})
def hand_over(request: ApiRequest, payload: HandOverIn) -> Any:
    """Give a person's customers to others, spread evenly, with their open tasks if wanted."""
    vocabulary = list_vocabulary(request.viewer.language)
    run = starting.start_hand_over(
        viewer=request.viewer,
        from_user_id=payload.from_user_id,
        to_user_ids=_receivers(request.viewer, payload),
        node=read_filter(payload.filter, vocabulary),
        with_tasks=payload.with_tasks,
        fingerprint=payload.fingerprint,
        now=datetime.now(UTC),
        vocabulary=vocabulary,
    )
    return Status(201, run_out(run))


def _receivers(viewer: Viewer, payload: HandOverIn) -> list[UUID]:
    named = list(dict.fromkeys(payload.to_user_ids))
    if payload.to_team_id is None:
        return named
    return named + [
        person.id
        for person in list_people(viewer)
        if person.team_id == payload.to_team_id
        and person.is_active
        and person.id not in (payload.from_user_id, *named)
    ]


@door.get("/{run_id}", permission="parties.view", response=BulkRunOut)
def get_one(request: ApiRequest, run_id: UUID) -> Any:
    """Return how far the change is."""
    return run_out(get_run(request.viewer, run_id))


@door.post("/{run_id}/cancel", permission="parties.view", response=BulkRunOut)
def cancel(request: ApiRequest, run_id: UUID) -> Any:
    """Stop after the portion under way; what is done stays and can be taken back."""
    return run_out(starting.cancel_run(viewer=request.viewer, run_id=run_id))


@door.get("/{run_id}/refused", permission="parties.view", response=list[BulkRefusalOut])
def list_refused(request: ApiRequest, run_id: UUID) -> Any:
    """Return the customers that were left as they are, and why."""
    return list_refusals(request.viewer, run_id)


@changes_door.get("", permission="parties.view", response=ChangeSetPage)
def list_changes(request: ApiRequest, is_of_all: bool = False, cursor: str = "") -> Any:
    """Return change sets, latest first: one's own, or everybody's with the permission for it."""
    of = "changes of all" if is_of_all else "changes"
    before = UUID(read_cursor(of, cursor)[0]) if cursor else None
    items, last = list_change_sets(request.viewer, is_of_all=is_of_all, before=before)
    namer = ValueNamer(current_catalogue(), request.viewer.language, {})
    shown = [_change_set(request.viewer, one, namer) for one in items]
    return {"items": shown, "next_cursor": write_cursor(of, [last]) if last else None}


def _change_set(viewer: Viewer, one: ChangeSet, namer: ValueNamer) -> dict[str, Any]:
    return {
        **asdict(one),
        "is_mine": one.actor_kind == "user" and one.actor_id == str(viewer.user_id),
        "fields": sorted(
            {namer.record_label(code) for code in one.fields if code not in viewer.hidden_fields}
        ),
        "kind": one.run_kind,
        "status": one.run_status,
        "action": action_out(orjson.loads(one.run_action)) if one.run_action else None,
    }


@changes_door.post(
    "/{change_set_id}/undo/preview",
    slow=True,
    permission=UNDO,
    looking="read",
    response=UndoPreviewOut,
)
def preview_undo_of(request: ApiRequest, change_set_id: UUID) -> Any:
    """Tell what would come back and what has been changed since."""
    undoing.require_own(request.viewer, change_set_id)
    return asdict(
        preview_undo(
            request.viewer,
            transactions_of(change_set_id),
            catalogue=current_catalogue(),
        )
    )


@changes_door.get(
    "/{change_set_id}/undo/conflicts", slow=True, permission=UNDO, response=UndoConflictPage
)
def list_conflicts(request: ApiRequest, change_set_id: UUID, cursor: str = "") -> Any:
    """Return all values that somebody has changed since, customer by customer."""
    undoing.require_own(request.viewer, change_set_id)
    items, next_cursor = list_undo_conflicts(
        request.viewer,
        transactions_of(change_set_id),
        catalogue=current_catalogue(),
        cursor=cursor,
    )
    return {"items": items, "next_cursor": next_cursor}


@changes_door.post("/{change_set_id}/undo", permission=UNDO, response={201: BulkRunOut})
def undo(request: ApiRequest, change_set_id: UUID, payload: UndoSetIn) -> Any:
    """Take the change set back; the taking back can be taken back, too."""
    run = undoing.start_undo(
        viewer=request.viewer,
        set_id=change_set_id,
        is_forced=payload.on_conflict == "overwrite",
        choices=payload.by_party(),
        now=datetime.now(UTC),
    )
    return Status(201, run_out(run))
