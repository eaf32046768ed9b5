from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from kurator.audit.types import ConsentCard
from kurator.kernel.localized import text_in
from kurator.platform.api import StrictSchema
from kurator.platform.retention import MAX_COUNTED
from kurator.platform.shapes import NameIn


class EventFilter(StrictSchema):
    kind: list[str] = Field([], max_length=50, description="Kinds of events; all when empty")
    actor_id: UUID | None = None
    subject: str = Field("", max_length=300)
    addr: str = Field("", max_length=100)
    since: datetime | None = None
    until: datetime | None = None
    cursor: str = Field("", max_length=1000)
    limit: int = Field(50, ge=1, le=200)


class SecurityEventOut(Schema):
    id: UUID
    at: datetime
    kind: str
    label: str
    actor_kind: str
    actor_id: str
    actor_name: str
    channel: str
    addr: str
    client: str
    request_id: str
    subject: str
    subject_name: str
    subject_kind: str
    details: dict[str, Any]


class SecurityEventPage(Schema):
    items: list[SecurityEventOut]
    next_cursor: str | None


class EventKindOut(Schema):
    code: str
    label: str


class PartyViewOut(Schema):
    day: date
    user_id: UUID
    user_name: str
    channel: str
    addr: str
    views: int
    first_at: datetime
    last_at: datetime
    seen_as_name: str = ""
    """The person with whose eyes an administrator looked; empty for one's own."""


class PartyViewPage(Schema):
    items: list[PartyViewOut]
    next_cursor: str | None


class ReadingOut(Schema):
    user_id: UUID
    user_name: str
    cards: int
    views: int
    rows_listed: int
    median: int
    days: int
    limit: int
    alarmed_at: datetime | None


class ReadingDayOut(Schema):
    day: date
    items: list[ReadingOut]


class RetentionOut(Schema):
    code: str
    label: str
    hint: str
    days: int | None
    default_days: int | None
    least_days: int
    is_changed: bool


class RetentionIn(StrictSchema):
    days: int | None = Field(..., ge=0, le=1_000_000, description="null = for ever")


class RetentionPreviewOut(Schema):
    count: int
    is_exact: bool

    @classmethod
    def of(cls, count: int) -> "RetentionPreviewOut":
        return cls(count=min(count, MAX_COUNTED), is_exact=count <= MAX_COUNTED)


class SealsOut(Schema):
    stream: str
    days: int
    first_day: date | None
    last_day: date | None
    digest: str
    verified_at: datetime | None
    broken_day: date | None
    broken_reason: str


class PurposeText(StrictSchema):
    ru: str | None = Field(None, max_length=5000)
    uk: str | None = Field(None, max_length=5000)
    en: str | None = Field(None, max_length=5000)

    def texts(self) -> dict[str, str]:
        """The languages that have a text."""
        pairs = {"ru": self.ru, "uk": self.uk, "en": self.en}
        return {code: text.strip() for code, text in pairs.items() if text and text.strip()}


class PurposeIn(StrictSchema):
    code: str = Field(..., max_length=40)
    name: NameIn
    text: PurposeText = PurposeText(ru=None, uk=None, en=None)


class PurposePatch(StrictSchema):
    name: NameIn | None = None
    text: PurposeText | None = None
    position: int | None = Field(None, ge=0, le=10_000)
    is_active: bool | None = None


class PurposeOut(Schema):
    id: UUID
    code: str
    name: str
    names: dict[str, str]
    text: str
    texts: dict[str, str]
    position: int
    is_active: bool

    @classmethod
    def of(cls, one: Any, language: str) -> "PurposeOut":
        return cls(
            id=one.id,
            code=one.code,
            name=text_in(one.name, language),
            names=one.name,
            text=text_in(one.text, language),
            texts=one.text,
            position=one.position,
            is_active=one.is_active,
        )


ConsentChannel = Literal["PHONE", "SMS", "EMAIL", "MESSENGER", "POST"]


class ConsentIn(StrictSchema):
    purpose_id: UUID
    channels: list[ConsentChannel] = Field(..., min_length=1, max_length=5)
    state: Literal["GIVEN", "WITHDRAWN"]
    at: AwareDatetime | None = Field(None, description="Since when; now if left out")
    source: str = Field(..., min_length=1, max_length=200, description="Form, call, letter")
    evidence: str = Field("", max_length=5000)


class ConsentState(Schema):
    state: str
    at: datetime


class PurposeStateOut(Schema):
    purpose_id: UUID
    code: str
    name: str
    text: str
    is_active: bool
    channels: dict[str, ConsentState]


class ConsentStatementOut(Schema):
    statement_id: UUID
    purpose_id: UUID
    channels: list[str]
    state: str
    at: datetime
    source: str
    evidence: str
    user_name: str
    recorded_at: datetime
    undoes_id: UUID | None
    undone_by_id: UUID | None


class ConsentCardOut(Schema):
    purposes: list[PurposeStateOut]
    statements: list[ConsentStatementOut]

    @classmethod
    def of(cls, card: ConsentCard) -> "ConsentCardOut":
        return cls(
            purposes=[PurposeStateOut(**vars(one)) for one in card.purposes],
            statements=[ConsentStatementOut(**vars(one)) for one in card.statements],
        )


class CopyLinkOut(Schema):
    """`files` and `bytes` tell how many files the copy brings and how large they are together."""

    url: str
    expires_at: datetime
    files: int
    bytes: int
