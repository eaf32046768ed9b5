"""A small vocabulary with one field of every kind, and rows that PostgreSQL reads as table `p`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg

from kurator.expressions.evaluate import Facts
from kurator.expressions.nodes import Node
from kurator.expressions.types import Choice, FieldSpec, Kind, Lang

ANNA = "0198c0de-0000-7000-8000-00000000000a"
BORIS = "0198c0de-0000-7000-8000-00000000000b"
VIP = "0198c0de-0000-7000-8000-0000000000c1"
DEBTOR = "0198c0de-0000-7000-8000-0000000000c2"
DEALER = "0198c0de-0000-7000-8000-0000000000c3"
LOYAL = "0198c0de-0000-7000-8000-0000000000d1"

SOURCE = """jsonb_to_recordset(%(rows)s::jsonb) AS p(id int, time_zone text, status text, name text,
 score numeric, debt bigint, wants_sms boolean, born date, seen_at timestamptz, owner_id uuid,
 tags jsonb, emails jsonb)"""


def _labels(ru: str, uk: str, en: str) -> Mapping[str, str]:
    return {"ru": ru, "uk": uk, "en": en}


def _inner(column: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM jsonb_array_elements_text(p.{column}) AS x(v) WHERE {{predicate}})"
    )


FIELDS = {
    spec.code: spec
    for spec in (
        FieldSpec(
            "status",
            Kind.CHOICE,
            "p.status",
            _labels("Статус", "Статус", "Status"),
            choices=(
                Choice("NEW", _labels("Новый", "Новий", "New")),
                Choice("ACTIVE", _labels("Активный", "Активний", "Active")),
                Choice("FORMER", _labels("Бывший", "Колишній", "Former")),
            ),
            depends=frozenset({"party.status"}),
        ),
        FieldSpec("name", Kind.TEXT, "p.name", _labels("Имя", "Ім’я", "Name")),
        FieldSpec("score", Kind.NUMBER, "p.score", _labels("Балл", "Бал", "Score")),
        FieldSpec("debt", Kind.MONEY, "p.debt", _labels("Долг", "Борг", "Debt"), currency="UAH"),
        FieldSpec("sms", Kind.BOOL, "p.wants_sms", _labels("Согласие", "Згода", "Consent")),
        FieldSpec("born", Kind.DATE, "p.born", _labels("Рождение", "Народження", "Birth")),
        FieldSpec("seen", Kind.INSTANT, "p.seen_at", _labels("Визит", "Візит", "Visit")),
        FieldSpec("owner", Kind.USER, "p.owner_id", _labels("Менеджер", "Менеджер", "Owner")),
        FieldSpec(
            "tags",
            Kind.TAGS,
            "x.v::uuid",
            _labels("Метки", "Мітки", "Tags"),
            exists_sql=_inner("tags"),
        ),
        FieldSpec(
            "emails",
            Kind.TEXT,
            "x.v",
            _labels("Почта", "Пошта", "Email"),
            exists_sql=_inner("emails"),
        ),
    )
}


@dataclass(frozen=True)
class Town:
    segments: Mapping[str, Node] = field(default_factory=dict)

    time_zone = "UTC"

    def field(self, code: str) -> FieldSpec | None:
        return FIELDS.get(code)

    def segment(self, segment_id: str) -> Node | None:
        return self.segments.get(segment_id)

    def hides(self, code: str) -> bool:
        return False

    def segment_label(self, segment_id: str, lang: Lang) -> str:
        return {"ru": "Верные", "uk": "Вірні", "en": "Loyal"}[lang]

    def tag_label(self, tag_id: str, lang: Lang) -> str:
        return {VIP: "VIP", DEBTOR: "Debtor", DEALER: "Dealer"}[tag_id]

    def user_label(self, user_id: str) -> str:
        return {ANNA: "Anna", BORIS: "Boris"}[user_id]


def facts(zone: str = "Europe/Kyiv", **values: object) -> Facts:
    return Facts(values, zone)


def ask(
    connection: psycopg.Connection[Any],
    what: str,
    rows: Sequence[Facts],
    now: datetime,
    params: Mapping[str, object],
) -> list[Any]:
    """The value of an SQL expression for each row, in order."""
    query = f"SELECT {what} FROM {SOURCE} ORDER BY p.id"
    bound = {"rows": json.dumps([_row(n, one) for n, one in enumerate(rows)]), "now": now}
    with connection.transaction():
        return [found for (found,) in connection.execute(query, {**bound, **params})]


def _row(n: int, one: Facts) -> dict[str, object]:
    columns = {
        "score": one.values.get("score"),
        "status": one.values.get("status"),
        "name": one.values.get("name"),
        "debt": one.values.get("debt"),
        "wants_sms": one.values.get("sms"),
        "born": one.values.get("born"),
        "seen_at": one.values.get("seen"),
        "owner_id": one.values.get("owner"),
        "tags": one.values.get("tags"),
        "emails": one.values.get("emails"),
    }
    return {"id": n, "time_zone": one.zone} | {key: _wire(v) for key, v in columns.items()}


def _wire(value: object) -> object:
    match value:
        case Decimal() | UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return value
