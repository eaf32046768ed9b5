from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.bulk.models import BulkRun
from kurator.bulk.types import Action, action_from_json
from kurator.platform.api import StrictSchema


class SelectionIn(StrictSchema):
    """
    Ticked customers (`ids`), or all that a list with this filter and text finds; with `shared` the
    list of what others have shared. Customers shared to be read only are left out.
    """

    ids: list[UUID] | None = Field(default=None, max_length=1000)
    filter: Any = None
    q: str = ""
    shared: bool = False


class ActionIn(StrictSchema):
    """Several owners get the customers spread evenly; `with_tasks` sends open tasks along."""

    set: dict[str, Any] = {}
    add_tags: list[UUID] = Field(default=[], max_length=20)
    remove_tags: list[UUID] = Field(default=[], max_length=20)
    owner_ids: list[UUID] = Field(default=[], max_length=200)
    with_tasks: bool = False
    recycle: bool = False

    def action(self) -> Action:
        return Action(
            values=self.set,
            add_tags=self.add_tags,
            remove_tags=self.remove_tags,
            owner_ids=list(dict.fromkeys(self.owner_ids)),
            with_tasks=self.with_tasks,
            recycles=self.recycle,
        )


class BulkPreviewIn(StrictSchema):
    selection: SelectionIn
    action: ActionIn


class BulkStartIn(BulkPreviewIn):
    """`fingerprint` of the preview: another selection is refused."""

    fingerprint: str | None = Field(default=None, max_length=60)


class HandOverIn(StrictSchema):
    """Customers of a person go to others, or to all of a team, spread evenly."""

    from_user_id: UUID
    to_user_ids: list[UUID] = Field(default=[], max_length=200)
    to_team_id: UUID | None = None
    filter: Any = None
    with_tasks: bool = True
    fingerprint: str | None = Field(default=None, max_length=60)


class BulkValueOut(Schema):
    field: str
    old: Any
    new: Any


class BulkSampleOut(Schema):
    id: UUID
    number: int
    display_name: str
    kind: str
    changes: list[BulkValueOut]


class BulkPreviewOut(Schema):
    selected: int
    changed: int
    unchanged: int
    out_of_sight: int
    fingerprint: str
    samples: list[BulkSampleOut]


class BulkRunOut(Schema):
    id: UUID
    kind: Literal["CHANGE", "HAND_OVER", "UNDO"]
    status: Literal["RUNNING", "DONE", "FAILED", "CANCELED"]
    action: ActionIn
    undo_of: UUID | None
    total: int
    done: int
    changed: int
    unchanged: int
    refused: int
    failure: str
    is_canceling: bool
    created_at: datetime
    finished_at: datetime | None


def run_out(run: BulkRun) -> dict[str, Any]:
    run.refresh_from_db()
    return {
        "id": run.id,
        "kind": run.kind,
        "status": run.status,
        "action": action_out(run.action),
        "undo_of": run.undo_of,
        "total": run.total,
        "done": run.done,
        "changed": run.changed,
        "unchanged": run.unchanged,
        "refused": run.refused,
        "failure": run.failure,
        "is_canceling": run.is_cancel_requested and run.status == BulkRun.Status.RUNNING,
        "created_at": run.created_at,
        "finished_at": run.finished_at,
    }


def action_out(stored: Any) -> dict[str, Any]:
    action = action_from_json(stored)
    return {
        "set": action.values,
        "add_tags": action.add_tags,
        "remove_tags": action.remove_tags,
        "owner_ids": action.owner_ids,
        "with_tasks": action.with_tasks,
        "recycle": action.recycles,
    }


class BulkRefusalOut(Schema):
    """
    `gone`: deleted or handed over meanwhile; `conflict`: changed since by somebody else;
    `closed`: the person may not change it, of hidden fields without their names.
    """

    party_id: UUID
    number: int | None
    display_name: str | None
    code: Literal["gone", "conflict", "closed"]
    fields: list[str]


class ChangeSetOut(Schema):
    """Of one edit `party_name` is the customer and `fields` what of him changed, in words."""

    id: UUID
    at: datetime
    actor_kind: str
    actor_name: str
    is_mine: bool
    channel: str
    reason: str
    parties: int
    is_exact: bool
    kind: str | None
    status: str | None
    action: ActionIn | None
    undone_by: UUID | None
    party_name: str | None
    is_created: bool
    fields: list[str]
    can_undo: bool
    is_undo: bool


class ChangeSetPage(Schema):
    items: list[ChangeSetOut]
    next_cursor: str | None


class UndoSampleOut(Schema):
    party_id: UUID
    number: int | None
    display_name: str | None
    field: str
    label: str
    old: str
    new: str
    present: str
    changed_by: str | None = None
    changed_at: datetime | None = None
    is_changed_by_me: bool = False


class UndoPreviewOut(Schema):
    parties: int
    undone: int
    same: int
    conflicts: int
    closed: int
    samples: list[UndoSampleOut]
    conflict_samples: list[UndoSampleOut]


class UndoConflictPage(Schema):
    items: list[UndoSampleOut]
    next_cursor: str | None


class UndoChoiceIn(StrictSchema):
    """Of one customer, and of one field of his unless `field` is left out."""

    party_id: UUID
    field: str | None = Field(default=None, max_length=80)
    take: Literal["old", "present"]


class UndoSetIn(StrictSchema):
    """
    `overwrite` puts old values back over what others have written since; `choices` say otherwise
    for single customers and fields.
    """

    on_conflict: Literal["keep", "overwrite"] = "keep"
    choices: list[UndoChoiceIn] = Field(default=[], max_length=2000)

    def by_party(self) -> dict[str, dict[str, bool]]:
        found: dict[str, dict[str, bool]] = {}
        for one in self.choices:
            found.setdefault(str(one.party_id), {})[one.field or "*"] = one.take == "old"
        return found
