"""The panel that says why: the same truth as the evaluator, with the values that decided."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kurator.expressions.evaluate import evaluate
from kurator.expressions.explain import Explained, explain
from kurator.expressions.nodes import Node
from kurator.expressions.parse import parse
from kurator.expressions.tests.growing import instants, rows_near, thoroughly, time_trees, trees
from kurator.expressions.tests.town import DEBTOR, LOYAL, VIP, Town, facts

NOW = datetime(2026, 3, 15, 10, tzinfo=UTC)


def _explain(payload: dict[str, Any], town: Town, **values: Any) -> Explained:
    node = parse(payload).node
    assert node is not None
    return explain(node, facts(**values), NOW, "ru", town)


@thoroughly
@given(data=st.data(), tree=trees, segment=time_trees)
def test_truth_is_that_of_the_evaluator(data: st.DataObject, tree: Node, segment: Node) -> None:
    town = Town({LOYAL: segment})
    now = data.draw(instants())
    row = data.draw(rows_near(now))
    assert explain(tree, row, now, "uk", town).truth is evaluate(tree, row, now, town)


def test_values_are_said_in_words() -> None:
    status = {"op": "in", "field": "status", "value": ["NEW", "ACTIVE"]}
    tags = {"op": "has_none", "field": "tags", "value": [DEBTOR]}
    debt = {"op": "not", "of": [{"op": "gt", "field": "debt", "value": 100}]}
    payload = {"op": "and", "of": [status, tags, debt]}
    found = _explain(payload, Town(), status="FORMER", tags=[VIP, DEBTOR])
    assert found == Explained(
        "Выполнены все условия",
        False,
        None,
        (
            Explained("Статус: Новый или Активный", False, "Бывший"),
            Explained("Метки: нет «Debtor»", False, "«VIP» и «Debtor»"),
            Explained("Долг не больше 1\u00a0₴ или не заполнено", True, "не заполнено"),
        ),
    )


def test_a_segment_is_opened() -> None:
    inner = parse({"op": "eq", "field": "sms", "value": True}).node
    assert inner is not None
    found = _explain({"op": "in_segment", "segment": LOYAL}, Town({LOYAL: inner}), sms=True)
    assert found.text == "Входит в сегмент «Верные»"
    assert found.children == (Explained("Согласие: да", True, "да"),)
