from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.platform.api import StrictSchema


class EventFilter(StrictSchema):
    kind: list[str] = Field([], max_length=50, description="Kinds of events; all when empty")
    actor_id: UUID | None = None
    subject: str = Field("", max_length=300)
    addr: str = Field("", max_length=100)
    since: datetime | None = None
    until: datetime | None = None
    cursor: str = Field("", max_length=1000)
    limit: int = Field(50, ge=1, le=200)


class EventOut(Schema):
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


class EventPage(Schema):
    items: list[EventOut]
    next_cursor: str | None


class KindOut(Schema):
    code: str
    label: str


class ViewOut(Schema):
    day: date
    user_id: UUID
    user_name: str
    channel: str
    addr: str
    views: int
    first_at: datetime
    last_at: datetime


class ViewPage(Schema):
    items: list[ViewOut]
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
