"""Any JSON becomes a tree or problems with places; a printed tree reads back as itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurator.expressions.message_texts import TEXTS
from kurator.expressions.messages import message
from kurator.expressions.nodes import InSegment, Node
from kurator.expressions.parse import MAX_DEPTH, MAX_NODES, parse
from kurator.expressions.print import to_json
from kurator.expressions.scalars import MAX_BIGINT, MAX_LIST, MAX_STRING
from kurator.expressions.tests.growing import thoroughly, trees
from kurator.expressions.tests.town import LOYAL, VIP

ATOM = {"op": "eq", "field": "name", "value": "Ivan"}
SOON = {"now": {"n": 1, "unit": "day"}}
WORDS = ["op", "of", "field", "value", "now", "n", "unit", "segment", "and", "not", "eq", "in"]
WORDS += ["between", "has_any", "in_segment", "is_empty", "day", LOYAL]

scraps = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)
        | st.fixed_dictionaries({"op": st.sampled_from(WORDS), "field": inner, "value": inner})
        | st.fixed_dictionaries({"op": st.sampled_from(["and", "or", "not"]), "of": inner})
    ),
    max_leaves=12,
)


@thoroughly
@given(tree=trees)
def test_a_printed_tree_reads_back_as_itself(tree: Node) -> None:
    wire = json.loads(json.dumps(to_json(tree)))
    parsed = parse(wire)
    assert parsed.problems == ()
    assert repr(parsed.node) == repr(tree)
    assert to_json(tree) == wire


@thoroughly
@given(payload=scraps)
def test_bad_input_never_raises(payload: object) -> None:
    parsed = parse(payload)
    assert (parsed.node is None) == bool(parsed.problems)
    assert {problem.code for problem in parsed.problems} <= TEXTS.keys()


def _nested(depth: int) -> dict[str, Any]:
    found: dict[str, Any] = ATOM
    for _ in range(depth - 1):
        found = {"op": "not", "of": [found]}
    return found


def _equal(value: object) -> dict[str, Any]:
    return {"op": "eq", "field": "name", "value": value}


@pytest.mark.parametrize(
    ("payload", "loc", "code"),
    [
        (None, (), "not_object"),
        ([], (), "not_object"),
        ({}, (), "missing_key"),
        ({"op": "like"}, ("op",), "unknown_op"),
        ({"op": ["eq"]}, ("op",), "unknown_op"),
        ({"op": "and", "of": []}, ("of",), "empty_list"),
        ({"op": "and", "of": {}}, ("of",), "not_list"),
        ({"op": "and", "of": [ATOM], "if": 1}, (), "unknown_key"),
        ({"op": "not", "of": [ATOM, ATOM]}, ("of",), "not_takes_one"),
        ({"op": "eq", "field": "name"}, (), "missing_key"),
        ({"op": "eq", "field": "", "value": 1}, ("field",), "empty_text"),
        ({"op": "eq", "field": 7, "value": 1}, ("field",), "not_text"),
        (_equal(None), ("value",), "bad_value"),
        (_equal("a\0b"), ("value",), "bad_character"),
        (_equal("\ud800"), ("value",), "bad_character"),
        (_equal("я" * (MAX_STRING + 1)), ("value",), "text_too_long"),
        (_equal(float("nan")), ("value",), "not_finite"),
        (_equal(float("inf")), ("value",), "not_finite"),
        (_equal(MAX_BIGINT + 1), ("value",), "integer_too_large"),
        (_equal(-MAX_BIGINT - 2), ("value",), "integer_too_large"),
        (_equal({"n": 1, "unit": "day"}), ("value",), "unknown_key"),
        (_equal({"now": 5}), ("value", "now"), "not_object"),
        (_equal({"now": {"n": True, "unit": "day"}}), ("value", "now", "n"), "not_integer"),
        (_equal({"now": {"n": 1, "unit": "days"}}), ("value", "now", "unit"), "bad_unit"),
        (_equal({"now": {"n": 201, "unit": "year"}}), ("value", "now", "n"), "offset_too_large"),
        ({"op": "in", "field": "name", "value": ["a", SOON]}, ("value", 1), "relative_in_list"),
        ({"op": "in", "field": "name", "value": "a"}, ("value",), "not_list"),
        (
            {"op": "in", "field": "score", "value": [1] * (MAX_LIST + 1)},
            ("value",),
            "list_too_long",
        ),
        ({"op": "between", "field": "score", "value": [1]}, ("value",), "between_takes_two"),
        ({"op": "has_any", "field": "tags", "value": [VIP, "vip"]}, ("value", 1), "not_uuid"),
        ({"op": "in_segment", "segment": 4}, ("segment",), "not_text"),
        ({"op": "or", "of": [ATOM, {"op": "x"}]}, ("of", 1, "op"), "unknown_op"),
        (_nested(MAX_DEPTH + 1), ("of", 0) * MAX_DEPTH, "too_deep"),
        ({"op": "or", "of": [ATOM] * MAX_NODES}, ("of", MAX_NODES - 1), "too_many_nodes"),
    ],
)
def test_refusals_name_their_place(payload: object, loc: tuple[str | int, ...], code: str) -> None:
    problems = parse(payload).problems
    assert (problems[0].loc, problems[0].code) == (loc, code)
    assert all(message(found, "uk") for found in problems)


@pytest.mark.parametrize(
    "payload",
    [_nested(MAX_DEPTH), {"op": "or", "of": [ATOM] * (MAX_NODES - 1)}, _equal("я" * 1000)],
)
def test_limits_themselves_are_allowed(payload: object) -> None:
    assert parse(payload).problems == ()


def test_every_fault_is_reported_at_once() -> None:
    payload = {"op": "and", "of": [{"op": "x"}, ATOM, {"op": "or", "of": [{}, _equal(None)]}]}
    assert [found.loc for found in parse(payload).problems] == [
        ("of", 0, "op"),
        ("of", 2, "of", 0),
        ("of", 2, "of", 1, "value"),
    ]


def test_a_flood_of_conditions_is_refused_once() -> None:
    group = {"op": "or", "of": [ATOM] * 1000}
    problems = parse({"op": "and", "of": [group] * 1000}).problems
    assert [found.code for found in problems] == ["too_many_nodes"]


def test_identifiers_are_read_in_small_letters() -> None:
    assert parse({"op": "in_segment", "segment": LOYAL.upper()}).node == InSegment(LOYAL)
