"""
Placement is one function: in bulk, one by one and in memory it gives the same place, and between
an instant and the boundary it named nothing changes.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurator.expressions.evaluate import Facts, evaluate
from kurator.kernel.ids import new_id
from kurator.parties.selectors.facts import read_facts
from kurator.parties.tests.builders import make_party
from kurator.platform.prepared import read_prepared
from kurator.segments.vocabulary import vocabulary_for
from kurator.strategies.engine.apply import BY_IDS, place
from kurator.strategies.engine.compiler import Program, compile_version, read_node
from kurator.strategies.types import Definition, StageDef

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # half an hour before the clocks change in Kyiv
ZONES = ["Europe/Kyiv", "Asia/Almaty", "Europe/London"]

relative = st.builds(
    lambda n, unit: {"now": {"n": n, "unit": unit}},
    st.integers(-40, 40),
    st.sampled_from(["minute", "hour", "day", "week", "month"]),
)
day_relative = st.builds(
    lambda n, unit: {"now": {"n": n, "unit": unit}},
    st.integers(-40, 40),
    st.sampled_from(["day", "week", "month"]),
)
atoms = st.one_of(
    st.builds(
        lambda op, v: {"op": op, "field": "party.status", "value": v},
        st.sampled_from(["eq", "ne"]),
        st.sampled_from(["NEW", "ACTIVE", "LEAVING"]),
    ),
    st.builds(
        lambda op, v: {"op": op, "field": "party.created_at", "value": v},
        st.sampled_from(["lt", "le", "gt", "ge"]),
        relative,
    ),
    st.builds(
        lambda op, v: {"op": op, "field": "party.birth_date", "value": v},
        st.sampled_from(["lt", "le", "gt", "ge", "eq"]),
        day_relative,
    ),
    st.just({"op": "is_empty", "field": "party.birth_date"}),
)
trees = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds(lambda of: {"op": "and", "of": of}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda of: {"op": "or", "of": of}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda of: {"op": "not", "of": [of]}, inner),
    ),
    max_leaves=5,
)
customers: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    status=st.sampled_from(["NEW", "ACTIVE", "LEAVING"]),
    time_zone=st.sampled_from(ZONES),
    birth_days=st.one_of(st.none(), st.integers(-45, 45)),
    created_minutes=st.integers(-60 * 24 * 45, 60 * 24 * 45),
)


def make_customer(row: dict[str, Any]) -> Any:
    birth = None if row["birth_days"] is None else NOW.date() + timedelta(days=row["birth_days"])
    party = make_party(status=row["status"], time_zone=row["time_zone"], birth_date=birth)
    created_at = NOW + timedelta(minutes=row["created_minutes"])
    type(party).objects.filter(id=party.id).update(created_at=created_at)
    return party.id


def make_program(segment: Any, entries: list[Any]) -> tuple[Program, Definition]:
    stages = tuple(StageDef(new_id(), {"en": str(n)}, entry, ()) for n, entry in enumerate(entries))
    definition = Definition(segment_id=None, stages=stages, segment=segment)
    program = compile_version(
        strategy_id=new_id(),
        version_id=new_id(),
        definition=definition,
        vocabulary=vocabulary_for("en"),
    )
    return program, definition


def expected_ord(definition: Definition, facts: Facts, now: datetime) -> int:
    """The law of placement, written out: furthest stage wins, none = lobby, outside = -1."""
    vocabulary = vocabulary_for("en")
    if not evaluate(read_node(definition.segment), facts, now, vocabulary):
        return -1
    held = [
        n
        for n, stage in enumerate(definition.stages, 1)
        if evaluate(read_node(stage.entry), facts, now, vocabulary)
    ]
    return max(held, default=0)


def select(
    program: Program, ids: list[Any], now: datetime
) -> dict[Any, tuple[int, datetime | None]]:
    sql = f"SELECT jsonb_agg(jsonb_build_array(party_id, ord, next_at)) FROM ({program.select_sql} WHERE {BY_IDS}) x"
    parameters = {**program.params, "ids": ids, "now": now}
    rows = read_prepared(sql, parameters, is_kept=False)[0][0]
    return {
        row[0]: (row[1], datetime.fromisoformat(row[2]) if row[2] else None)
        for row in orjson.loads(rows or "[]")
    }


@given(
    segment=trees,
    entries=st.lists(trees, min_size=1, max_size=3),
    rows=st.lists(customers, min_size=1, max_size=4),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_placement_is_one_function(segment: Any, entries: list[Any], rows: list[Any]) -> None:
    with transaction.atomic():
        ids = [make_customer(row) for row in rows]
        program, definition = make_program(segment, entries)
        facts = {
            party_id: Facts(values, values["party.time_zone"])
            for party_id, values in read_facts(ids).items()
        }
        found = select(program, ids, NOW)
        for party_id in ids:
            ord_, next_at = found[str(party_id)]
            assert ord_ == expected_ord(definition, facts[party_id], NOW)
            if next_at is not None:
                assert next_at > NOW
                just_before = next_at - timedelta(microseconds=1)
                assert ord_ == expected_ord(definition, facts[party_id], just_before)
        _assert_bulk_equals_single(program, ids)
        transaction.set_rollback(True)


def _assert_bulk_equals_single(program: Program, ids: list[Any]) -> None:
    place(program, now=NOW, cause="ACTIVATION", ids=ids)
    bulk = _rows(program)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM strategies_enrolment WHERE strategy_id = %s", [program.strategy_id]
        )
        cursor.execute(
            "DELETE FROM strategies_counter WHERE strategy_id = %s", [program.strategy_id]
        )
    fresh = Program(**{**vars(program), "strategy_id": new_id()})
    for party_id in ids:
        place(fresh, now=NOW, cause="ACTIVATION", ids=[party_id])
    assert _rows(fresh) == bulk


def _rows(program: Program) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT party_id, ord, stage_uid, status, seq, episode, next_at FROM strategies_enrolment"
            " WHERE strategy_id = %s ORDER BY party_id",
            [program.strategy_id],
        )
        return list(cursor.fetchall())
