from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.bulk.models import BulkRun
from kurator.bulk.selectors.wanted import with_own_places
from kurator.bulk.types import Action, ContactEdit, Pattern, TextEdit, action_from_json
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


class _FoundIn(StrictSchema):
    """Whether capital letters count is said by `match_case`."""

    find: str = Field(default="", max_length=500)
    where: Literal["anywhere", "start", "end", "whole"] = "anywhere"
    match_case: bool = False
    new: str = Field(default="", max_length=500)

    def pattern(self) -> Pattern | None:
        return Pattern(self.find, self.where, self.match_case) if self.find else None


class TextEditIn(_FoundIn):
    """
    A rule for a text field: `replace` what is found by `new`, `trim` spaces, or bring `letters` in
    order. Of a name it is done in one `language`, or in all that the customer has.
    """

    field: str = Field(max_length=80)
    rule: Literal["replace", "trim", "letters"]
    language: Literal["ru", "uk", "en"] | None = None
    letters: Literal["upper", "lower", "words", "first"] | None = None

    def edit(self) -> TextEdit:
        return TextEdit(
            field=self.field,
            rule=self.rule,
            language=self.language or "",
            pattern=self.pattern(),
            new=self.new,
            letters=self.letters or "",
        )


class ContactEditIn(_FoundIn):
    """
    `add` a contact point to each, `remove` all of a kind or those with this `value`, `label` or
    part, or `replace` a part of them. Phones are told as `+` and digits.
    """

    act: Literal["add", "remove", "replace"]
    kind: Literal["PHONE", "EMAIL", "MESSENGER", "WEBSITE", "ADDRESS"]
    value: str = Field(default="", max_length=500)
    extension: str = Field(default="", max_length=10)
    label: str = Field(default="", max_length=100)
    is_preferred: bool = False

    def edit(self) -> ContactEdit:
        return ContactEdit(
            act=self.act,
            kind=self.kind,
            value=self.value.strip(),
            extension=self.extension.strip(),
            label=self.label.strip(),
            is_preferred=self.is_preferred,
            pattern=self.pattern(),
            new=self.new,
        )


class ActionIn(StrictSchema):
    """
    Several owners get the customers spread evenly; `with_tasks` sends open tasks along. `only_tags`
    takes all other tags off; `party.owner` and `party.tags` may stand in `set` as well.
    """

    set: dict[str, Any] = {}
    texts: list[TextEditIn] = Field(default=[], max_length=20)
    contacts: list[ContactEditIn] = Field(default=[], max_length=20)
    add_tags: list[UUID] = Field(default=[], max_length=20)
    remove_tags: list[UUID] = Field(default=[], max_length=20)
    only_tags: list[UUID] | None = Field(default=None, max_length=20)
    owner_ids: list[UUID] = Field(default=[], max_length=200)
    with_tasks: bool = False
    recycle: bool = False

    def action(self) -> Action:
        values, owner_ids, only_tags = with_own_places(self.set, self.owner_ids, self.only_tags)
        return Action(
            values=values,
            texts=[one.edit() for one in self.texts],
            contacts=[one.edit() for one in self.contacts],
            add_tags=self.add_tags,
            remove_tags=self.remove_tags,
            only_tags=only_tags,
            owner_ids=list(dict.fromkeys(owner_ids)),
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
    """A contact point stands as `party.contact:` and its kind, told as a text."""

    field: str
    label: str
    old: Any
    new: Any


class BulkSampleOut(Schema):
    id: UUID
    number: int
    display_name: str
    kind: str
    changes: list[BulkValueOut]


class BulkReasonOut(Schema):
    code: str
    reason: str
    count: int


class BulkPreviewOut(Schema):
    """
    `refused` would stay as they are, whole, because one of their new values cannot be. Without
    `is_exact` so many are selected that only a part was worked out: the figures are of that part.
    """

    selected: int
    changed: int
    unchanged: int
    out_of_sight: int
    fingerprint: str
    samples: list[BulkSampleOut]
    refused: int
    reasons: list[BulkReasonOut]
    refused_samples: list["BulkRefusalOut"]
    is_exact: bool


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
        "texts": [_edit_out(one) for one in action.texts],
        "contacts": [_edit_out(one) for one in action.contacts],
        "only_tags": action.only_tags,
        "add_tags": action.add_tags,
        "remove_tags": action.remove_tags,
        "owner_ids": action.owner_ids,
        "with_tasks": action.with_tasks,
        "recycle": action.recycles,
    }


def _edit_out(edit: TextEdit | ContactEdit) -> dict[str, Any]:
    """Without what it does not say."""
    told = {name: value for name, value in asdict(edit).items() if value and name != "pattern"}
    if edit.pattern is None:
        return told
    pattern = edit.pattern
    return {**told, "find": pattern.find, "where": pattern.where, "match_case": pattern.is_exact}


class BulkRefusalOut(Schema):
    """
    `gone`: deleted or handed over meanwhile; `conflict`: changed since by somebody else;
    `closed`: the person may not change it, of hidden fields without their names; else the code of
    what is wrong with a new value. `reason` says it in words.
    """

    party_id: UUID
    number: int | None
    display_name: str | None
    code: str
    fields: list[str]
    reason: str


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
