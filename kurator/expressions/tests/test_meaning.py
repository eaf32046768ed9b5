"""What single conditions mean, by cases; each holds both in SQL and in memory."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from kurator.expressions.boundaries import boundary_sql
from kurator.expressions.check import check
from kurator.expressions.evaluate import Facts, evaluate
from kurator.expressions.parse import parse
from kurator.expressions.sql import compile_sql
from kurator.expressions.tests.town import ANNA, BORIS, DEALER, DEBTOR, VIP, Town, ask, facts

TOWN = Town()
NOW = datetime(2026, 3, 15, 10, tzinfo=UTC)
TODAY = date(2026, 3, 15)


def _now(n: int, unit: str) -> dict[str, object]:
    return {"now": {"n": n, "unit": unit}}


@pytest.mark.parametrize(
    ("field", "stored", "op", "value", "expected"),
    [
        ("score", None, "gt", 5, False),
        ("score", Decimal("0.1"), "eq", 0.1, True),
        ("score", Decimal("5.50"), "eq", 5.5, True),
        ("debt", 2**62, "gt", 2**62 - 1, True),
        ("sms", False, "eq", False, True),
        ("sms", None, "eq", False, False),
        ("name", None, "ne", "Ivan", False),
        ("name", "", "ne", "Ivan", False),
        ("name", "", "not_in", ["Ivan"], False),
        ("name", "Olha", "ne", "Ivan", True),
        ("name", "100% cotton", "contains", "0%", True),
        ("name", "100 cotton", "contains", "0%", False),
        ("name", "a_b", "starts", "A_", True),
        ("name", "axb", "starts", "A_", False),
        ("name", "back\\slash", "contains", "\\S", True),
        ("name", "ЇЖАК ЁЛКА", "contains", "їжак ё", True),
        ("name", "Олена", "starts", "лена", False),
        ("status", "", "not_in", ["NEW"], False),
        ("status", "FORMER", "not_in", ["NEW"], True),
        ("owner", ANNA, "eq", ANNA.upper(), True),
        ("owner", ANNA, "in", [BORIS], False),
        ("tags", [VIP, DEBTOR], "has_any", [DEALER, DEBTOR], True),
        ("tags", [VIP], "has_all", [VIP, DEBTOR], False),
        ("tags", [VIP, DEBTOR], "has_all", [DEBTOR, VIP, VIP], True),
        ("tags", [], "has_none", [VIP], True),
        ("tags", None, "has_any", [VIP], False),
        ("emails", ["a@x.ua", "b@y.ua"], "contains", "Y.UA", True),
        ("emails", ["a@x.ua", "b@y.ua"], "eq", "b@y.ua", True),
        ("emails", ["a@x.ua", "b@y.ua"], "ne", "b@y.ua", False),
        ("emails", ["a@x.ua"], "not_in", ["b@y.ua"], True),
        ("emails", [], "ne", "b@y.ua", False),
        ("seen", NOW, "eq", "2026-03-15T12:00:00+02:00", True),
        ("seen", NOW, "between", ["2026-03-15T10:00:00Z", _now(0, "minute")], True),
        ("seen", datetime(2026, 2, 13, 10, tzinfo=UTC), "le", _now(-30, "day"), True),
        ("seen", datetime(2026, 2, 13, 10, tzinfo=UTC), "lt", _now(-30, "day"), False),
        ("born", date(2026, 2, 15), "eq", _now(-1, "month"), True),
        ("born", date(2026, 3, 14), "lt", _now(0, "day"), True),
        ("born", TODAY, "eq", _now(0, "day"), True),
        ("born", TODAY, "lt", _now(0, "day"), False),
        ("born", date(2026, 3, 16), "eq", _now(1, "day"), True),
        ("born", None, "ne", _now(1, "day"), False),
    ],
)
def test_conditions(
    pg_connection: psycopg.Connection[Any],
    field: str,
    stored: object,
    op: str,
    value: object,
    expected: bool,
) -> None:
    row = Facts({field: stored}, "Europe/Kyiv")
    atom = {"op": op, "field": field, "value": value}
    for payload, truth in ((atom, expected), ({"op": "not", "of": [atom]}, not expected)):
        node = parse(payload).node
        assert node is not None
        assert check(node, TOWN) == ()
        assert evaluate(node, row, NOW, TOWN) is truth
        compiled = compile_sql(node, TOWN)
        assert ask(pg_connection, compiled.truth, [row], NOW, compiled.params) == [truth]


@pytest.mark.parametrize("field", ["status", "name", "score", "born", "seen", "tags", "emails"])
@pytest.mark.parametrize("stored", [None, ""])
def test_emptiness(pg_connection: psycopg.Connection[Any], field: str, stored: object) -> None:
    collection = field in ("tags", "emails")
    kept = (None if field in ("score", "born", "seen") else stored) if not collection else []
    row = Facts({field: kept}, "UTC")
    for op, truth in (("is_empty", True), ("not_empty", False)):
        node = parse({"op": op, "field": field}).node
        assert node is not None
        assert evaluate(node, row, NOW, TOWN) is truth
        compiled = compile_sql(node, TOWN)
        assert ask(pg_connection, compiled.truth, [row], NOW, compiled.params) == [truth]


@pytest.mark.parametrize(
    ("born", "value", "now", "flip"),
    [
        # The month's last day stands for the days that it has not.
        ("2026-01-31", _now(-1, "month"), "2026-02-27T12:00Z", "2026-02-27T22:00Z"),
        ("2024-02-29", _now(-1, "year"), "2025-02-27T12:00Z", "2025-02-27T22:00Z"),
        ("2024-02-29", _now(-4, "year"), "2028-02-28T12:00Z", "2028-02-28T22:00Z"),
        # On the day itself equality ends with the day, also when the clocks change.
        ("2026-03-29", _now(0, "day"), "2026-03-29T12:00Z", "2026-03-29T21:00Z"),
        ("2026-10-25", _now(0, "day"), "2026-10-25T12:00Z", "2026-10-25T22:00Z"),
    ],
)
def test_equality_of_dates_flips_at_both_ends_of_the_day(
    pg_connection: psycopg.Connection[Any],
    born: str,
    value: dict[str, object],
    now: str,
    flip: str,
) -> None:
    node = parse({"op": "eq", "field": "born", "value": value}).node
    assert node is not None
    row = facts("Europe/Kyiv", born=date.fromisoformat(born))
    found = ask(pg_connection, boundary_sql(node, TOWN), [row], datetime.fromisoformat(now), {})
    assert found == [datetime.fromisoformat(flip)]
