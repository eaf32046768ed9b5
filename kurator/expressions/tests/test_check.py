"""The type check names what is wrong and lets through only what every back end can take."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given

from kurator.expressions.check import OPERATORS, check
from kurator.expressions.message_texts import TEXTS
from kurator.expressions.messages import message, place
from kurator.expressions.nodes import And, InSegment, Node
from kurator.expressions.parse import parse
from kurator.expressions.tests.growing import thoroughly, time_trees, trees
from kurator.expressions.tests.town import ANNA, BORIS, LOYAL, VIP, Town
from kurator.expressions.types import Kind, Lang, Problem

LANGS: tuple[Lang, ...] = ("ru", "uk", "en")
TOWN = Town()


def _read(payload: object) -> Node:
    node = parse(payload).node
    assert node is not None
    return node


def _now(n: int, unit: str) -> dict[str, object]:
    return {"now": {"n": n, "unit": unit}}


@pytest.mark.parametrize(
    ("op", "field", "value", "loc", "code"),
    [
        ("eq", "nowhere", 1, ("field",), "unknown_field"),
        ("gt", "name", "a", ("op",), "op_not_for_kind"),
        ("contains", "score", "a", ("op",), "op_not_for_kind"),
        ("eq", "tags", VIP, ("op",), "op_not_for_kind"),
        ("eq", "name", 5, ("value",), "expected_text"),
        ("contains", "name", "", ("value",), "empty_text"),
        ("eq", "score", True, ("value",), "expected_number"),
        ("eq", "score", "5", ("value",), "expected_number"),
        ("eq", "debt", 1.5, ("value",), "expected_money"),
        ("eq", "debt", False, ("value",), "expected_money"),
        ("eq", "sms", 1, ("value",), "expected_bool"),
        ("eq", "born", "31.02.2025", ("value",), "expected_date"),
        ("eq", "born", "2025-02-31", ("value",), "expected_date"),
        ("eq", "born", "20250228", ("value",), "expected_date"),
        ("lt", "seen", "2025-02-28", ("value",), "expected_instant"),
        ("lt", "seen", "2025-02-28T10:00:00", ("value",), "expected_instant"),
        ("lt", "seen", "0001-01-01T00:00:00+14:00", ("value",), "expected_instant"),
        ("eq", "status", "GONE", ("value",), "unknown_choice"),
        ("in", "status", ["NEW", "GONE"], ("value", 1), "unknown_choice"),
        ("eq", "owner", "anna", ("value",), "expected_user"),
        ("eq", "score", _now(1, "day"), ("value",), "relative_not_for_kind"),
        ("eq", "seen", _now(1, "day"), ("value",), "relative_equality"),
        ("lt", "born", _now(1, "hour"), ("value", "now", "unit"), "unit_not_for_date"),
        ("between", "score", [5, 1], ("value",), "reversed_range"),
        ("between", "born", [_now(2, "day"), _now(1, "day")], ("value",), "reversed_range"),
        ("between", "born", ["2025-01-01", 5], ("value", 1), "expected_date"),
    ],
)
def test_wrong_types_are_named(
    op: str, field: str, value: object, loc: tuple[str | int, ...], code: str
) -> None:
    problems = check(_read({"op": op, "field": field, "value": value}), TOWN)
    assert [(found.loc, found.code) for found in problems] == [(loc, code)]
    assert all(message(found, lang, TOWN) for found in problems for lang in LANGS)


@thoroughly
@given(tree=trees, segment=time_trees)
def test_well_typed_trees_pass(tree: Node, segment: Node) -> None:
    codes = {found.code for found in check(tree, Town({LOYAL: segment}))}
    assert codes <= {"reversed_range", "segment_broken"}


def test_every_kind_has_operators() -> None:
    assert set(OPERATORS) == set(Kind)


def test_segments_may_not_refer_to_each_other_in_a_circle() -> None:
    town = Town({ANNA: And((InSegment(BORIS),)), BORIS: InSegment(ANNA)})
    assert [found.code for found in check(InSegment(ANNA), town)] == ["segment_cycle"]
    assert [found.code for found in check(InSegment(BORIS), town, own_id=BORIS)] == [
        "segment_cycle"
    ]


def test_an_unknown_or_broken_segment_is_named() -> None:
    town = Town({LOYAL: _read({"op": "eq", "field": "gone", "value": 1})})
    problems = check(And((InSegment(ANNA), InSegment(LOYAL))), town)
    assert [(found.loc, found.code) for found in problems] == [
        (("of", 0, "segment"), "unknown_segment"),
        (("of", 1, "segment"), "segment_broken"),
    ]


def test_segments_that_double_at_each_level_are_refused() -> None:
    ids = [f"0198c0de-0000-7000-8000-{n:012}" for n in range(30)]
    ladder: dict[str, Node] = {a: And((InSegment(b), InSegment(b))) for a, b in pairwise(ids)}
    problems = check(InSegment(ids[12]), Town({**ladder, ids[-1]: _read(NAMED)}))
    assert [found.code for found in problems] == ["segment_too_large"]


NAMED = {"op": "not_empty", "field": "name"}


@pytest.mark.parametrize("lang", LANGS)
def test_places_are_in_peoples_numbers(lang: Lang) -> None:
    words = {"ru": "Условие 2.1, значение 3", "uk": "Умова 2.1, значення 3"}
    words["en"] = "Condition 2.1, value 3"
    assert place(("of", 1, "of", 0, "value", 2), lang) == words[lang]
    assert place((), lang) == ""


def test_messages_name_the_field_by_its_label() -> None:
    problem = Problem(("value",), "expected_date", {"field": "born"})
    assert message(problem, "ru", TOWN) == (
        "Значение. Полю «Рождение» нужна существующая дата в виде ГГГГ-ММ-ДД."
    )


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_languages_say_the_same_things(code: str) -> None:
    assert set(TEXTS[code]) == set(LANGS)
    holes = {frozenset(re.findall(r"{(\w+)}", text)) for text in TEXTS[code].values()}
    assert len(holes) == 1
