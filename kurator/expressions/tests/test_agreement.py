"""The SQL of a tree and the evaluator in memory say the same of every row at every instant."""

from __future__ import annotations

from typing import Any

import psycopg
from hypothesis import given
from hypothesis import strategies as st

from kurator.expressions.evaluate import evaluate
from kurator.expressions.nodes import Node, RelativeNow
from kurator.expressions.sql import compile_sql
from kurator.expressions.tests.growing import (
    instants,
    relatives,
    rows_near,
    thoroughly,
    time_trees,
    trees,
    zones,
)
from kurator.expressions.tests.town import LOYAL, Town, ask, facts
from kurator.expressions.wall_clock import add, to_instant, to_local


@thoroughly
@given(data=st.data(), tree=trees | time_trees, segment=time_trees)
def test_sql_equals_the_evaluator(
    pg_connection: psycopg.Connection[Any], data: st.DataObject, tree: Node, segment: Node
) -> None:
    town = Town({LOYAL: segment})
    now = data.draw(instants())
    rows = data.draw(st.lists(rows_near(now), min_size=1, max_size=6))
    compiled = compile_sql(tree, town)
    expected = [evaluate(tree, row, now, town) for row in rows]
    assert ask(pg_connection, compiled.truth, rows, now, compiled.params) == expected
    as_condition = f"CASE WHEN {compiled.sql} THEN true ELSE false END"
    assert ask(pg_connection, as_condition, rows, now, compiled.params) == expected


@thoroughly
@given(start=instants(), zone=zones, offset=relatives())
def test_calendar_steps_equal_those_of_postgresql(
    pg_connection: psycopg.Connection[Any], start: Any, zone: str, offset: RelativeNow
) -> None:
    step = f"interval '{offset.n} {offset.unit}'"
    moved = f"((p.seen_at AT TIME ZONE p.time_zone) + {step}) AT TIME ZONE p.time_zone"
    ours = to_instant(add(to_local(start, zone), offset), zone)
    assert ask(pg_connection, moved, [facts(zone, seen=start)], start, {}) == [ours]
