"""
Sums and the like over a whole list.

Law: the answer comes within a second and a half. A list of very many is reckoned from a sample,
which the answer says; what would still take longer is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.expressions.types import Kind
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.parties.catalogue import filled_sql
from kurator.parties.fields import text
from kurator.parties.selectors.listing import Base, ListQuery, list_base
from kurator.parties.selectors.rows import wire_number
from kurator.parties.selectors.timed import within_time
from kurator.parties.vocabulary import PartyVocabulary
from kurator.platform.catalogue import Field

MANY: Final = 250_000
"""From so many rows on a sample is taken."""
SAMPLED: Final = 100_000
NUMERIC: Final = (Kind.NUMBER, Kind.MONEY)
_ORDERED: Final = (*NUMERIC, Kind.DATE, Kind.INSTANT)
_ALL: Final = "parties_party p"
_NO_TOTAL: Final = text(
    "There is no such total of this field.",
    "Такого итога у этого поля нет.",
    "Такого підсумку в цього поля немає.",
)


@dataclass(frozen=True)
class Total:
    """`fn` is sum, avg, min, max or filled."""

    field: str
    fn: str


@dataclass(frozen=True)
class Totals:
    count: int
    is_exact: bool
    items: list[dict[str, Any]]


def read_totals(
    viewer: Viewer,
    query: ListQuery,
    wanted: Sequence[Total],
    *,
    now: datetime,
    vocabulary: PartyVocabulary,
) -> Totals:
    """Return the totals in the order asked for; raises InvalidInput, TooManyToReckon."""
    fields = vocabulary.catalogue.fields
    _require_known(wanted, fields)
    base = list_base(viewer, query, now, vocabulary)
    share = _sampled_share(base)
    columns = ", ".join(_sql(one, fields[one.field]) for one in wanted)
    source = base.source if share is None else f"parties_party p TABLESAMPLE SYSTEM ({share})"
    with within_time(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), {columns} FROM {source} WHERE {base.where()}", base.params
        )
        count, *values = cursor.fetchone()
    factor = 1.0 if share is None else 100 / share
    items = [
        {
            "field": one.field,
            "fn": one.fn,
            "value": _wire(value, one.fn, factor),
            "currency": fields[one.field].spec.currency or None,
        }
        for one, value in zip(wanted, values, strict=True)
    ]
    return Totals(round(count * factor), share is None, items)


def _require_known(wanted: Sequence[Total], fields: Mapping[str, Field]) -> None:
    problems = [
        FieldProblem(("totals", index), "parties.no_total", _NO_TOTAL)
        for index, one in enumerate(wanted)
        if one.field not in fields or not _fits(one.fn, fields[one.field])
    ]
    if problems:
        raise InvalidInput(problems=problems)


def _fits(fn: str, field: Field) -> bool:
    if fn == "filled":
        return True
    return field.spec.exists_sql is None and field.spec.kind in (
        NUMERIC if fn in ("sum", "avg") else _ORDERED
    )


def _sql(total: Total, field: Field) -> str:
    if total.fn == "filled":
        return f"count(*) FILTER (WHERE {filled_sql(field.spec)})"
    return f"{total.fn}({field.spec.sql})"


def _sampled_share(base: Base) -> float | None:
    """The share of the table to look at in percent, None for all of it."""
    if base.source != _ALL:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (FORMAT JSON) SELECT FROM {base.source} WHERE {base.where()}", base.params
        )
        explained = cursor.fetchone()[0]
        plan = orjson.loads(explained) if isinstance(explained, str) else explained
        expected = float(plan[0]["Plan"]["Plan Rows"])
        if expected < MANY:
            return None
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'parties_party'::regclass")
        whole = max(float(cursor.fetchone()[0]), expected)
    return float(round(100 * SAMPLED / whole, 4))


def _wire(value: Any, fn: str, factor: float) -> Any:
    """Extremes of a sample are not those of the whole: there are none then."""
    if value is None or (factor != 1.0 and fn in ("min", "max")):
        return None
    if fn in ("sum", "filled"):
        value = Decimal(value) * Decimal(factor)
        value = value.quantize(Decimal(1)) if factor != 1.0 else value
    if fn == "avg":
        value = round(Decimal(value), 4)
    return wire_number(value) if isinstance(value, Decimal) else value
