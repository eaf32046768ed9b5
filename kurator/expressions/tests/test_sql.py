"""Texts of the compiler that its callers lean on."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from kurator.expressions.frame import Frame
from kurator.expressions.parse import parse
from kurator.expressions.sql import Compiled, compile_sql
from kurator.expressions.tests.town import Town


def _compile(payload: dict[str, Any], **place: Any) -> Compiled:
    node = parse(payload).node
    assert node is not None
    return compile_sql(node, Town(), Frame(**place))


def _atom(op: str, field: str, value: object) -> dict[str, object]:
    return {"op": op, "field": field, "value": value}


def test_positive_atoms_stay_bare_for_the_indexes() -> None:
    compiled = _compile({"op": "and", "of": [_atom("eq", "status", "NEW")]})
    assert compiled.sql == "(p.status = %(x0)s::text)"
    assert compiled.truth == "(((p.status = %(x0)s::text)) IS TRUE)"
    assert compiled.params == {"x0": "NEW"}
    assert compiled.depends == {"party.status"}


def test_like_characters_are_taken_literally() -> None:
    compiled = _compile(_atom("contains", "name", "50%_\\"))
    assert compiled.sql == "lower(p.name) LIKE %(x0)s::text"
    assert compiled.params == {"x0": "%50\\%\\_\\\\%"}


@pytest.mark.parametrize(
    ("unit", "sql"),
    [
        ("hour", "(p.seen_at + interval '30 hour') < $1"),
        ("day", "(((p.seen_at AT TIME ZONE z) + interval '30 day') AT TIME ZONE z) < $1"),
    ],
)
def test_the_instant_of_evaluation_is_never_the_servers_clock(unit: str, sql: str) -> None:
    payload = _atom("lt", "seen", {"now": {"n": -30, "unit": unit}})
    compiled = _compile(payload, now_sql="$1", zone_sql="z")
    assert compiled.sql == sql
    assert compiled.depends == ({"party.time_zone"} if unit == "day" else set())


def test_fragments_with_different_prefixes_share_a_statement() -> None:
    first = _compile(_atom("gt", "score", 1), prefix="a")
    second = _compile(_atom("gt", "score", 2), prefix="b")
    assert first.params.keys().isdisjoint(second.params.keys())


@pytest.mark.parametrize("op", ["eq", "ne", "lt", "ge"])
def test_a_comparison_with_nothing_is_false_and_its_negation_true(
    pg_connection: psycopg.Connection[Any], op: str
) -> None:
    plain = _compile(_atom(op, "score", 5), prefix="a")
    negated = _compile({"op": "not", "of": [_atom(op, "score", 5)]}, prefix="b")
    query = f"SELECT {plain.truth}, {negated.truth} FROM (SELECT NULL::numeric AS score) AS p"
    row = pg_connection.execute(query, {**plain.params, **negated.params}).fetchone()
    assert row == (False, True)
