from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.platform.api import StrictSchema


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


class MovedOut(Schema):
    changed: int
