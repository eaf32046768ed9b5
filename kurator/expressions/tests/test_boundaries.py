"""Between now and the boundary nothing flips; at the boundary something does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurator.expressions.boundaries import NEVER, boundary_sql
from kurator.expressions.evaluate import Facts, evaluate, seen_values, shifted
from kurator.expressions.nodes import (
    And,
    Between,
    Compare,
    InSegment,
    Node,
    Not,
    RelativeNow,
    Unit,
    iter_nodes,
)
from kurator.expressions.parse import parse
from kurator.expressions.tests.growing import (
    instants,
    rows_near,
    thoroughly,
    time_compares,
    time_trees,
)
from kurator.expressions.tests.town import FIELDS, LOYAL, Town, ask, facts

TICK = timedelta(microseconds=1)
TOWN = Town()
MONTH_AGO = RelativeNow(-30, Unit.DAY)


@thoroughly
@given(data=st.data(), tree=time_trees)
def test_truth_is_constant_until_the_boundary(
    pg_connection: psycopg.Connection[Any], data: st.DataObject, tree: Node
) -> None:
    now = data.draw(instants())
    rows = data.draw(st.lists(rows_near(now), min_size=1, max_size=4))
    found = ask(pg_connection, boundary_sql(tree, TOWN), rows, now, {})
    for row, boundary in zip(rows, found, strict=True):
        assert boundary is None or boundary > now
        truth = evaluate(tree, row, now, TOWN)
        for moment in _suspects(tree, row):
            if now < moment and (boundary is None or moment < boundary):
                assert evaluate(tree, row, moment, TOWN) is truth, (moment, boundary)


@thoroughly
@given(data=st.data(), atom=time_compares)
def test_a_single_atom_flips_at_its_boundary(
    pg_connection: psycopg.Connection[Any], data: st.DataObject, atom: Compare
) -> None:
    now = data.draw(instants())
    row = data.draw(rows_near(now).filter(_has_its_days))
    (boundary,) = ask(pg_connection, boundary_sql(atom, TOWN), [row], now, {})
    truth = evaluate(atom, row, now, TOWN)
    if boundary is None:
        assert all(
            evaluate(atom, row, moment, TOWN) is truth
            for moment in _suspects(atom, row)
            if moment > now
        )
    else:
        assert evaluate(atom, row, boundary - TICK, TOWN) is truth
        assert evaluate(atom, row, boundary, TOWN) is not truth


@pytest.mark.parametrize(
    ("op", "late"), [("lt", TICK), ("le", 0 * TICK), ("gt", 0 * TICK), ("ge", TICK)]
)
def test_strict_and_loose_instants_differ_by_a_microsecond(
    pg_connection: psycopg.Connection[Any], op: Any, late: timedelta
) -> None:
    seen = datetime(2026, 3, 15, 10, tzinfo=UTC)
    row = facts("Europe/Kyiv", seen=seen)
    tree = Compare(op, "seen", MONTH_AGO)
    # Kyiv's clocks go forward on 29 March, so 30 days by the calendar are an hour shorter.
    flip = datetime(2026, 4, 14, 9, tzinfo=UTC)
    assert ask(pg_connection, boundary_sql(tree, TOWN), [row], seen, {}) == [flip + late]
    assert ask(pg_connection, boundary_sql(tree, TOWN), [row], flip + late, {}) == [None]


@pytest.mark.parametrize(
    ("zone", "now", "flip"),
    [
        ("Europe/Kyiv", "2026-03-01T12:00Z", "2026-03-04T22:00Z"),
        ("America/Havana", "2024-11-01T12:00Z", "2024-11-03T04:00Z"),
        ("Atlantic/Azores", "2024-10-25T12:00Z", "2024-10-27T00:00Z"),
        ("America/Toronto", "1919-03-29T12:00Z", "1919-03-31T04:30Z"),
        ("America/St_Johns", "2010-11-06T12:00Z", "2010-11-07T02:30Z"),
        ("America/St_Johns", "2010-11-07T02:30Z", "2010-11-07T02:31Z"),
        ("America/St_Johns", "2010-11-07T02:31Z", "2010-11-07T03:30Z"),
        ("America/St_Johns", "2010-11-07T03:30Z", None),
    ],
)
def test_a_day_begins_when_the_clock_of_the_zone_says_so(
    pg_connection: psycopg.Connection[Any], zone: str, now: str, flip: str | None
) -> None:
    days = {"Europe/Kyiv": date(2026, 3, 5), "America/Havana": date(2024, 11, 3)}
    days |= {"Atlantic/Azores": date(2024, 10, 27), "America/Toronto": date(1919, 3, 31)}
    row = facts(zone, born=days.get(zone, date(2010, 11, 7)))
    tree = Compare("le", "born", RelativeNow(0, Unit.DAY))
    found = ask(pg_connection, boundary_sql(tree, TOWN), [row], datetime.fromisoformat(now), {})
    assert found == [flip and datetime.fromisoformat(flip)]


def test_trees_without_time_have_no_boundary() -> None:
    tree = parse({"op": "gt", "field": "seen", "value": "2026-01-01T00:00:00Z"}).node
    assert tree is not None
    assert boundary_sql(tree, TOWN) == NEVER


def test_time_inside_a_segment_counts(pg_connection: psycopg.Connection[Any]) -> None:
    town = Town({LOYAL: Compare("le", "seen", MONTH_AGO)})
    tree = And((Not(InSegment(LOYAL)),))
    seen = datetime(2026, 1, 1, tzinfo=UTC)
    found = ask(pg_connection, boundary_sql(tree, town), [facts("UTC", seen=seen)], seen, {})
    assert found == [datetime(2026, 1, 31, tzinfo=UTC)]


def test_an_endless_value_has_no_boundary(pg_connection: psycopg.Connection[Any]) -> None:
    tree = Compare("le", "seen", MONTH_AGO)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    sql = boundary_sql(tree, TOWN).replace("p.seen_at", "'infinity'::timestamptz")
    assert ask(pg_connection, sql, [facts("UTC")], now, {}) == [None]


def _suspects(tree: Node, row: Facts) -> Iterator[datetime]:
    """Instants around every moved value: for dates each quarter of an hour of three days."""
    for node in iter_nodes(tree):
        ends = node.ends if isinstance(node, Between) else (node,)
        for end in ends:
            if isinstance(end, Compare) and isinstance(end.value, RelativeNow):
                yield from _around(end.field, end.value, row)


def _around(code: str, offset: RelativeNow, row: Facts) -> Iterator[datetime]:
    for value in seen_values(FIELDS[code], row):
        moved = shifted(FIELDS[code], value, offset, row.zone)
        if isinstance(moved, datetime):
            yield from (moved + step * TICK for step in (-1, 0, 1))
        else:
            start = datetime(moved.year, moved.month, moved.day, tzinfo=UTC)
            quarters = (start + timedelta(minutes=15 * n) for n in range(-60, 4 * 42))
            yield from (at + step for at in quarters for step in (-TICK, 0 * TICK))


def _has_its_days(row: Facts) -> bool:
    """Apia left out 30 December 2011: its beginning and its end are one instant."""
    return row.zone != "Pacific/Apia"
