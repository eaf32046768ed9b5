from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.parties.schemas.shapes import Values
from kurator.platform.api import StrictSchema


class SortIn(StrictSchema):
    field: str
    desc: bool = False


class WhichIn(StrictSchema):
    """Which customers a list holds; `shared` are those of others that are shared with oneself."""

    filter: Any = None
    q: str = ""
    shared: bool = False


class SearchIn(WhichIn):
    sort: list[SortIn] = Field(default=[], max_length=3)
    columns: list[str] | None = Field(default=None, max_length=60)
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=200)


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


class TotalIn(StrictSchema):
    field: str
    fn: Literal["sum", "avg", "min", "max", "filled"]


class TotalsIn(WhichIn):
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


class GroupsIn(WhichIn):
    """`group` is a field of few values, or a date with `:month`."""

    group: str


class GroupOut(Schema):
    """`filter` finds the customers of the group in the same list."""

    value: Any
    count: int
    filter: Any


class GroupsOut(Schema):
    items: list[GroupOut]
    is_whole: bool
