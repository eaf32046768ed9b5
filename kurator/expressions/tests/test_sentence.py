"""Sentences in three languages, word for word."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from kurator.expressions.nodes import Node, RelativeNow, Unit
from kurator.expressions.parse import parse
from kurator.expressions.sentence import sentence
from kurator.expressions.tests.growing import thoroughly, time_trees, trees
from kurator.expressions.tests.town import ANNA, BORIS, DEBTOR, LOYAL, VIP, Town
from kurator.expressions.types import Lang
from kurator.expressions.wording import day, duration, instant

TOWN = Town()


def _now(n: int, unit: str) -> dict[str, object]:
    return {"now": {"n": n, "unit": unit}}


def _atom(op: str, field: str, value: object) -> dict[str, object]:
    return {"op": op, "field": field, "value": value}


def _not(payload: object) -> dict[str, object]:
    return {"op": "not", "of": [payload]}


@pytest.mark.parametrize(
    ("payload", "ru", "uk", "en"),
    [
        (
            _atom("lt", "seen", _now(-5, "day")),
            "Визит: более чем 5 дней назад",
            "Візит: понад 5 днів тому",
            "Visit: more than 5 days ago",
        ),
        (
            _atom("ge", "seen", _now(-21, "day")),
            "Визит: 21 день назад или позже",
            "Візит: 21 день тому або пізніше",
            "Visit: 21 days ago or later",
        ),
        (
            _atom("le", "born", _now(2, "week")),
            "Рождение: через 2 недели или раньше",
            "Народження: через 2 тижні або раніше",
            "Birth: 2 weeks from now or sooner",
        ),
        (
            _atom("eq", "born", _now(0, "day")),
            "Рождение: сегодня",
            "Народження: сьогодні",
            "Birth: today",
        ),
        (
            _atom("between", "seen", [_now(-1, "year"), _now(0, "hour")]),
            "Визит в промежутке: 1 год назад — сейчас",
            "Візит у проміжку: 1 рік тому — зараз",
            "Visit is between 1 year ago and now",
        ),
        (
            _atom("between", "born", ["2000-01-02", "2001-12-31"]),
            "Рождение с 2 янв 2000 по 31 дек 2001",
            "Народження з 2 січ 2000 по 31 груд 2001",
            "Birth is from 2 Jan 2000 to 31 Dec 2001",
        ),
        (
            _atom("gt", "debt", 123456),
            "Долг больше 1\u00a0234,56\u00a0₴",
            "Борг більше 1\u00a0234,56\u00a0₴",
            "Debt is more than ₴\u202f1,234.56",
        ),
        (
            _not(_atom("gt", "score", 5.5)),
            "Балл не больше 5,5 или не заполнено",
            "Бал не більше 5,5 або не заповнено",
            "Score is at most 5.5 or is empty",
        ),
        (
            _not({"op": "is_empty", "field": "name"}),
            "Имя: заполнено",
            "Ім’я: заповнено",
            "Name is filled in",
        ),
        (
            _atom("in", "status", ["NEW", "ACTIVE", "FORMER"]),
            "Статус: Новый, Активный или Бывший",
            "Статус: Новий, Активний або Колишній",
            "Status is New, Active or Former",
        ),
        (
            _atom("has_all", "tags", [VIP, DEBTOR]),
            "Метки: есть «VIP» и «Debtor»",
            "Мітки: є «VIP» і «Debtor»",
            "Tags include “VIP” and “Debtor”",
        ),
        (
            _not(_atom("in", "owner", [ANNA, BORIS])),
            "Менеджер: не Anna и не Boris или не заполнено",
            "Менеджер: не Anna і не Boris або не заповнено",
            "Owner is not Anna or Boris or is empty",
        ),
        (
            {
                "op": "and",
                "of": [
                    {"op": "in_segment", "segment": LOYAL},
                    {"op": "or", "of": [_atom("eq", "sms", True), _atom("starts", "name", "Ів")]},
                    _not({"op": "and", "of": [_atom("eq", "status", "NEW")]}),
                ],
            },
            "Входит в сегмент «Верные» и (Согласие: да или Имя начинается с «Ів») и "
            "(не (Статус: Новый), в том числе когда поля не заполнены)",
            "Входить до сегмента «Вірні» і (Згода: так або Ім’я починається з «Ів») і "
            "(не (Статус: Новий), зокрема коли поля не заповнено)",
            "Is in segment “Loyal” and (Consent is yes or Name starts with “Ів”) and "
            "(not (Status is New), also when the fields are empty)",
        ),
        (
            {
                "op": "and",
                "of": [
                    _atom("in", "status", ["NEW", "ACTIVE"]),
                    _atom("has_any", "tags", [VIP, DEBTOR]),
                    _atom("in", "status", ["NEW"]),
                    _atom("ge", "seen", _now(-21, "day")),
                    _atom("has_all", "tags", [VIP, DEBTOR]),
                ],
            },
            "(Статус: Новый или Активный) и (Метки: есть «VIP» или «Debtor») и Статус: Новый и "
            "(Визит: 21 день назад или позже) и Метки: есть «VIP» и «Debtor»",
            "(Статус: Новий або Активний) і (Мітки: є «VIP» або «Debtor») і Статус: Новий і "
            "(Візит: 21 день тому або пізніше) і Мітки: є «VIP» і «Debtor»",
            "(Status is New or Active) and (Tags include “VIP” or “Debtor”) and Status is New and "
            "(Visit: 21 days ago or later) and Tags include “VIP” and “Debtor”",
        ),
        (
            {
                "op": "or",
                "of": [
                    _atom("in", "status", ["NEW", "ACTIVE"]),
                    _atom("has_all", "tags", [VIP, DEBTOR]),
                ],
            },
            "Статус: Новый или Активный или (Метки: есть «VIP» и «Debtor»)",
            "Статус: Новий або Активний або (Мітки: є «VIP» і «Debtor»)",
            "Status is New or Active or (Tags include “VIP” and “Debtor”)",
        ),
    ],
)
def test_sentences(payload: object, ru: str, uk: str, en: str) -> None:
    node = parse(payload).node
    assert node is not None
    assert sentence(node, "ru", TOWN) == ru
    assert sentence(node, "uk", TOWN) == uk
    assert sentence(node, "en", TOWN) == en


@pytest.mark.parametrize(
    ("n", "ru", "uk", "en"),
    [
        (1, "1 год", "1 рік", "1 year"),
        (3, "3 года", "3 роки", "3 years"),
        (5, "5 лет", "5 років", "5 years"),
        (11, "11 лет", "11 років", "11 years"),
        (14, "14 лет", "14 років", "14 years"),
        (21, "21 год", "21 рік", "21 years"),
        (112, "112 лет", "112 років", "112 years"),
        (122, "122 года", "122 роки", "122 years"),
    ],
)
def test_plurals(n: int, ru: str, uk: str, en: str) -> None:
    offset = RelativeNow(-n, Unit.YEAR)
    assert [duration(offset, lang) for lang in _LANGS] == [ru, uk, en]


@thoroughly
@given(tree=trees | time_trees)
def test_every_tree_can_be_said(tree: Node) -> None:
    assert all(sentence(tree, lang, TOWN) for lang in _LANGS)


_LANGS: tuple[Lang, ...] = ("ru", "uk", "en")


@pytest.mark.parametrize(
    ("lang", "day_text", "zoned", "plain"),
    [
        ("en", "5 Sept 2026", "26 Nov 2026, 00:30", "25 Nov 2026, 22:30 UTC"),
        ("ru", "5 сент 2026", "26 нояб 2026, 00:30", "25 нояб 2026, 22:30 UTC"),
        ("uk", "5 вер 2026", "26 лист 2026, 00:30", "25 лист 2026, 22:30 UTC"),
    ],
)
def test_dates_and_times_are_written_in_one_way(
    lang: Lang, day_text: str, zoned: str, plain: str
) -> None:
    """As the pages do; instants by the reader's clocks."""
    at = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
    assert day(date(2026, 9, 5), lang) == day_text
    assert (instant(at, lang, "Europe/Kyiv"), instant(at, lang)) == (zoned, plain)
