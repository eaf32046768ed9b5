from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from kurator.platform.api import StrictSchema

ContactKind = Literal["PHONE", "EMAIL", "MESSENGER", "WEBSITE", "ADDRESS"]
Values = dict[str, Any]
Texts = dict[str, Any]
"""Names by language; `services` check each."""


class SortIn(StrictSchema):
    field: str
    desc: bool = False


class SearchIn(StrictSchema):
    filter: Any = None
    q: str = ""
    sort: list[SortIn] = Field(default=[], max_length=3)
    columns: list[str] | None = Field(default=None, max_length=60)
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=200)
    shared: bool = False
    """Only customers of others that are shared with oneself."""


class CountIn(StrictSchema):
    filter: Any = None
    q: str = ""
    shared: bool = False


class CountOut(Schema):
    count: int
    is_exact: bool


class PartyRow(Schema):
    id: UUID
    number: int
    display_name: str
    kind: str
    values: Values


class PartyPage(Schema):
    items: list[PartyRow]
    next_cursor: str | None


class ContactPointIn(StrictSchema):
    kind: ContactKind
    value: str
    extension: str = ""
    label: str = ""
    is_preferred: bool = False


class ContactPointValues(StrictSchema):
    value: str | None = None
    extension: str | None = None
    label: str | None = None
    is_preferred: bool | None = None


class ContactPointPatch(ContactPointValues):
    """`base` holds what the editor saw; of two editors none is overwritten silently."""

    base: ContactPointValues | None = None


class ContactPointOut(Schema):
    id: UUID
    kind: str
    value: str
    norm: str
    extension: str
    label: str
    is_preferred: bool


class DuplicateOut(Schema):
    """
    A customer with the same contact point or number. Of one who belongs to others only `team` is
    told: whom to ask.
    """

    matched: str
    value: str
    party_id: UUID | None
    number: int | None
    display_name: str | None
    team: str
    is_recycled: bool


class ContactPointAdded(ContactPointOut):
    duplicates: list[DuplicateOut]


class PartyIn(StrictSchema):
    """`values` by field code; `party.name` is a text or texts by language."""

    values: Values
    phones: list[str] = Field(default=[], max_length=50)
    emails: list[str] = Field(default=[], max_length=50)
    contact_points: list[ContactPointIn] = Field(default=[], max_length=50)
    tags: list[UUID] = Field(default=[], max_length=100)


class PartyCreated(Schema):
    id: UUID
    number: int
    version: int
    duplicates: list[DuplicateOut]


class DuplicatesIn(StrictSchema):
    phones: list[str] = Field(default=[], max_length=50)
    emails: list[str] = Field(default=[], max_length=50)
    tax_id: str = ""
    external_id: str = ""


class PartyPatch(StrictSchema):
    """`base` holds the values that the editor saw; of two editors none is overwritten silently."""

    set: Values
    base: Values = {}


class OwnerOut(Schema):
    id: UUID
    name: str


class TagOnParty(Schema):
    id: UUID
    name: str


class CompletenessOut(Schema):
    percent: int
    missing: list[str]


class PartyOut(Schema):
    id: UUID
    number: int
    kind: str
    display_name: str
    name: dict[str, str]
    lang: str
    version: int
    owner: OwnerOut | None
    contact_points: list[ContactPointOut]
    tags: list[TagOnParty]
    completeness: CompletenessOut
    values: Values


class FeedEntryOut(Schema):
    id: str
    at: datetime
    kind: str
    actor: str
    details: dict[str, Any]


class FeedOut(Schema):
    items: list[FeedEntryOut]
    next_before: datetime | None


class CardOut(Schema):
    """`sections` by code: what each domain adds to the card."""

    party: PartyOut
    sections: dict[str, Any]
    feed: FeedOut


class ActorOut(Schema):
    kind: str
    id: str
    name: str


class FieldChangeOut(Schema):
    field: str
    label: str
    old: Any
    new: Any
    old_label: str
    new_label: str


class ChangeOut(Schema):
    id: UUID
    at: datetime
    actor: ActorOut
    channel: str
    addr: str
    reason: str
    undoes_id: UUID | None
    entity: str
    operation: str
    changes: list[FieldChangeOut]
    can_undo: bool


class HistoryPage(Schema):
    items: list[ChangeOut]
    next_cursor: str | None


class UndoIn(StrictSchema):
    """Without a field the whole change is taken back."""

    field: str | None = None


class PartyIds(StrictSchema):
    ids: list[UUID] = Field(max_length=1000)


class EraseIn(StrictSchema):
    ids: list[UUID] = Field(min_length=1, max_length=500)
    confirmation: str = Field(max_length=100)


class RecycledOut(Schema):
    id: UUID
    number: int
    display_name: str
    kind: str
    owner_id: UUID
    deleted_at: datetime
    deleted_by: str


class RecycledPage(Schema):
    items: list[RecycledOut]
    next_cursor: str | None


class BulkIn(StrictSchema):
    """The same change for up to 1,000 customers."""

    ids: list[UUID] = Field(min_length=1, max_length=1000)
    set: Values = {}
    add_tags: list[UUID] = Field(default=[], max_length=20)
    remove_tags: list[UUID] = Field(default=[], max_length=20)
    owner_id: UUID | None = None


class BulkOut(Schema):
    changed: int


class ChoiceOut(Schema):
    value: str
    label: str


class FieldOut(Schema):
    code: str
    kind: str
    label: str
    group: str
    group_code: str
    choices: list[ChoiceOut]
    currency: str | None
    minor_units: int
    is_custom: bool
    is_multilingual: bool
    is_tracked: bool
    can_filter: bool
    can_sort: bool
    can_list: bool
    can_edit: bool
    can_import: bool
    weight: int
    operators: list[str]


class AttributeChoice(StrictSchema):
    code: str
    label: Texts = {}


class AttributeIn(StrictSchema):
    code: str
    kind: Literal["text", "number", "money", "bool", "date", "choice"]
    label: Texts
    choices: list[AttributeChoice] = []
    currency: str = ""
    minor_units: int = Field(default=2, ge=0, le=4)
    group: Texts = {}
    weight: int = Field(default=0, ge=0, le=100)


class AttributePatch(StrictSchema):
    kind: str | None = None
    label: Texts | None = None
    choices: list[AttributeChoice] | None = None
    group: Texts | None = None
    position: int | None = Field(default=None, ge=0, le=100_000)
    weight: int | None = Field(default=None, ge=0, le=100)
    is_active: bool | None = None


class AttributeOut(Schema):
    id: UUID
    code: str
    kind: str
    label: dict[str, str]
    choices: list[dict[str, Any]]
    currency: str
    minor_units: int
    group: dict[str, str]
    position: int
    weight: int
    is_active: bool


class TagIn(StrictSchema):
    name: Texts


class TagPatch(StrictSchema):
    name: Texts | None = None
    is_active: bool | None = None


class TagOut(Schema):
    id: UUID
    code: str
    name: str
    names: dict[str, str]
    is_active: bool


class HitOut(Schema):
    id: str
    title: str
    subtitle: str
    match: str


class HitGroup(Schema):
    kind: str
    items: list[HitOut]


class HitsOut(Schema):
    groups: list[HitGroup]


class ShareIn(StrictSchema):
    """With a person or a team; `until` is the instant at which it ends by itself."""

    user_id: UUID | None = None
    team_id: UUID | None = None
    can_edit: bool = False
    until: AwareDatetime | None = None


class ShareOut(Schema):
    id: UUID
    user_id: UUID | None
    team_id: UUID | None
    name: str
    can_edit: bool
    until: datetime | None
    created_at: datetime
    created_by: str
    is_over: bool
