from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.platform.api import StrictSchema


class ViewIn(StrictSchema):
    name: str
    query: dict[str, Any]


class ViewPatch(StrictSchema):
    name: str | None = None
    query: dict[str, Any] | None = None
    position: int | None = Field(default=None, ge=0, le=10_000)


class UnknownPart(Schema):
    place: str
    name: str


class ViewOut(Schema):
    """`unknown` names what the view holds and the catalogue no longer does; it is left out."""

    id: UUID
    name: str
    query: dict[str, Any]
    position: int
    is_mine: bool
    can_change: bool
    author: str
    audience: Literal["TEAM", "ROLE", "ALL"] | None
    audience_id: UUID | None
    default_role_ids: list[UUID]
    is_default: bool
    unknown: list[UnknownPart]


class ViewShareIn(StrictSchema):
    """No audience: the view is its author's alone."""

    audience: Literal["TEAM", "ROLE", "ALL"] | None = None
    audience_id: UUID | None = None


class AudienceOut(Schema):
    """`is_mine`: one belongs to it, and may share with it without further rights."""

    audience: Literal["TEAM", "ROLE"]
    id: UUID
    name: str
    is_mine: bool


class DefaultIn(StrictSchema):
    role_ids: list[UUID] = Field(max_length=100)
