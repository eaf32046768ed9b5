"""
The order of a list and the place where its next page begins.

Law: empty values come last in both directions, and the id makes every order total, so that no row
is shown twice or skipped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kurator.expressions.sql import CASTS
from kurator.expressions.types import Kind
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.parties.fields import SORT_SQL, text
from kurator.platform.catalogue import Field

MAX_KEYS: Final = 3
NEVER_EMPTY: Final = frozenset(
    {"party.name", "party.number", "party.created_at", "party.updated_at"}
)
BY_OWNER_INDEX: Final = frozenset({"party.name", "party.created_at"})
_NOT_SORTABLE: Final = text(
    "Lists are not sorted by this field.",
    "По этому полю список не сортируется.",
    "За цим полем список не сортується.",
)


@dataclass(frozen=True)
class SortKey:
    field: str
    is_descending: bool = False


@dataclass(frozen=True)
class OrderTerm:
    """One key of the order as SQL over `p` (or `f` for the rank of a search)."""

    sql: str
    cast: str
    is_descending: bool
    can_be_empty: bool

    def ordering(self, column: str) -> str:
        direction = "DESC" if self.is_descending else "ASC"
        empty = " NULLS LAST" if self.can_be_empty and self.is_descending else ""
        return f"{column} {direction}{empty}"


BY_RANK: Final = OrderTerm("f.rank", "bigint", False, False)
NEWEST: Final = (SortKey("party.created_at", True),)


def order_terms(
    keys: Sequence[SortKey], fields: Mapping[str, Field], params: dict[str, Any]
) -> list[OrderTerm]:
    """Return the terms without the final id; raises InvalidInput."""
    return [_term(index, key, fields, params) for index, key in enumerate(keys[:MAX_KEYS])]


def _term(
    index: int, key: SortKey, fields: Mapping[str, Field], params: dict[str, Any]
) -> OrderTerm:
    found = fields.get(key.field)
    if found is None or not found.can_sort:
        problem = FieldProblem(("sort", index, "field"), "parties.not_sortable", _NOT_SORTABLE)
        raise InvalidInput(problems=[problem])
    spec, can_be_empty = found.spec, key.field not in NEVER_EMPTY
    if spec.kind is Kind.CHOICE:
        params[f"order{index}"] = [choice.value for choice in spec.choices]
        sql = f"array_position(%(order{index})s::text[], {spec.sql})"
        return OrderTerm(sql, "int", key.is_descending, can_be_empty)
    sql = SORT_SQL.get(key.field, spec.sql)
    if spec.kind is Kind.TEXT and key.field not in SORT_SQL:
        sql = f"lower(nullif({sql}, ''))"
    return OrderTerm(sql, CASTS[spec.kind], key.is_descending, can_be_empty)


def after_sql(
    terms: Sequence[OrderTerm], values: Sequence[Any], params: dict[str, Any], *, id_sql: str
) -> str:
    """SQL condition "comes after the row with these keys"; the last value is the id."""
    for index, value in enumerate(values):
        params[f"after{index}"] = value
    last = len(terms)
    descending = bool(terms) and terms[0].is_descending
    id_after = f"{id_sql} {'<' if descending else '>'} %(after{last})s::uuid"
    if len(terms) == 1 and not terms[0].can_be_empty:
        sign, cast = "<" if descending else ">", terms[0].cast
        return f"({terms[0].sql}, {id_sql}) {sign} (%(after0)s::{cast}, %(after1)s::uuid)"
    condition = id_after
    for index in reversed(range(last)):
        condition = _either(terms[index], f"%(after{index})s::{terms[index].cast}",
                            values[index] is None, condition)  # fmt: skip
    return condition


def _either(term: OrderTerm, value: str, is_empty: bool, tie: str) -> str:
    if is_empty:
        return f"({term.sql} IS NULL AND {tie})"
    later = f"{term.sql} {'<' if term.is_descending else '>'} {value}"
    if term.can_be_empty:
        later = f"{later} OR {term.sql} IS NULL"
    return f"({later} OR ({term.sql} = {value} AND {tie}))"


def order_by(terms: Sequence[OrderTerm], columns: Sequence[str], id_sql: str) -> str:
    """ORDER BY over the given columns of the terms, the id going the way of the first."""
    descending = bool(terms) and terms[0].is_descending
    parts = [term.ordering(column) for term, column in zip(terms, columns, strict=True)]
    return ", ".join([*parts, f"{id_sql} {'DESC' if descending else 'ASC'}"])


def order_name(keys: Sequence[SortKey], *, by_rank: bool) -> str:
    """Return how a cursor names the order, such as "-party.name": it is refused by any other."""
    if by_rank:
        return "rank"
    return ",".join(("-" if key.is_descending else "") + key.field for key in keys)
