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


class TotalIn(StrictSchema):
    field: str
    fn: Literal["sum", "avg", "min", "max", "filled"]


class TotalsIn(StrictSchema):
    filter: Any = None
    q: str = ""
    shared: bool = False
    totals: list[TotalIn] = Field(min_length=1, max_length=20)


class TotalOut(Schema):
    """`value` is on the wire of its field; an average may be a fraction."""

    field: str
    fn: str
    value: Any
    currency: str | None


class TotalsOut(Schema):
    """Not exact: reckoned from a sample, because there are so many."""

    count: int
    is_exact: bool
    items: list[TotalOut]


class GroupsIn(StrictSchema):
    """`group` is a field of few values, or a date with `:month`."""

    filter: Any = None
    q: str = ""
    shared: bool = False
    group: str


class GroupOut(Schema):
    """`filter` finds the customers of the group in the same list."""

    value: Any
    count: int
    filter: Any


class GroupsOut(Schema):
    items: list[GroupOut]
    is_whole: bool
