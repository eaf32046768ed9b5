"""
The catalogue of customers' fields: built-in, custom and computed ones.

A process keeps the last one it made and compares one row of the database before using it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from kurator.expressions.sql import exists_sql
from kurator.expressions.types import FieldSpec, Kind
from kurator.kernel.localized import LocalizedText
from kurator.parties.attribute_fields import AttributeFacts, attribute_field
from kurator.parties.fields import BUILT_IN, COMPLETENESS, COMPLETENESS_LABEL, text
from kurator.platform.catalogue import Field, Subject
from kurator.platform.features import features

_TEXTUAL: Final = (Kind.TEXT, Kind.CHOICE)


@dataclass(frozen=True)
class Catalogue:
    """Fields in the order of display, attributes by code, names of tags by id."""

    stamp: UUID | None
    fields: Mapping[str, Field]
    attributes: Mapping[str, AttributeFacts]
    tags: Mapping[str, LocalizedText]

    def spec(self, code: str) -> FieldSpec | None:
        found = self.fields.get(code)
        return found.spec if found else None


def filled_sql(spec: FieldSpec) -> str:
    """SQL that is true for a customer with a value in this field."""
    condition = f"{spec.sql} <> ''" if spec.kind in _TEXTUAL else f"{spec.sql} IS NOT NULL"
    return exists_sql(spec, condition)


def completeness_field(fields: Iterable[Field]) -> Field:
    """The share of filled fields by their weights, in whole percent."""
    counted = [item for item in fields if item.weight > 0]
    total = sum(item.weight for item in counted)
    parts = " + ".join(
        f"CASE WHEN {filled_sql(item.spec)} THEN {item.weight} ELSE 0 END" for item in counted
    )
    spec = FieldSpec(
        code=COMPLETENESS,
        kind=Kind.NUMBER,
        sql=f"(100 * ({parts}) / {total})" if total else "100",
        labels=COMPLETENESS_LABEL,
        depends=frozenset().union(*(item.spec.depends for item in counted)),
    )
    return Field(spec=spec, group="service", can_edit=False, can_import=False, is_tracked=False)


_STAMP: Final = "SELECT stamp FROM parties_cataloguestamp"
_ATTRIBUTES: Final = """
SELECT code, label, kind, choices, currency, minor_units, "group", weight
  FROM parties_attribute WHERE is_active ORDER BY position, code
"""
_TAGS: Final = """
(SELECT coalesce(json_object_agg(id, name ORDER BY code), '{}') FROM parties_tag WHERE is_active)::text
"""
_remembered: list[Catalogue] = []


def current_catalogue() -> Catalogue:
    """Return the catalogue as the open transaction sees it."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        row = cursor.fetchone()
    stamp = row[0] if row else None
    if _remembered and _remembered[0].stamp == stamp:
        return _remembered[0]
    found = _read_catalogue(stamp)
    _remembered[:] = [found]
    return found


def _read_catalogue(stamp: UUID | None) -> Catalogue:
    with connection.cursor() as cursor:
        cursor.execute(_ATTRIBUTES)
        attributes = [_attribute_facts(*row) for row in cursor.fetchall()]
        plugs = [feature.fields for feature in features() if feature.fields]
        cursor.execute("SELECT " + ", ".join([_TAGS, *(f"({plug.sql})::text" for plug in plugs)]))
        tags, *facts = [orjson.loads(column) for column in cursor.fetchone()]
    fields = [*BUILT_IN, *(attribute_field(one) for one in attributes)]
    for plug, found in zip(plugs, facts, strict=True):
        fields += plug.build(found)
    fields.append(completeness_field(fields))
    return Catalogue(
        stamp=stamp,
        fields={item.code: item for item in fields},
        attributes={facts.code: facts for facts in attributes},
        tags=tags,
    )


def _attribute_facts(
    code: str,
    label: str,
    kind: str,
    choices: str,
    currency: str,
    minor_units: int,
    group: str,
    weight: int,
) -> AttributeFacts:
    pairs: Sequence[Mapping[str, Any]] = orjson.loads(choices)
    return AttributeFacts(
        code=code,
        label=orjson.loads(label),
        kind=kind,
        choices=[(pair["code"], pair["label"]) for pair in pairs],
        currency=currency,
        minor_units=minor_units,
        group=orjson.loads(group),
        weight=weight,
    )


def current_fields() -> Mapping[str, Field]:
    return current_catalogue().fields


SUBJECT = Subject(
    code="party",
    label=text("Customer", "Клиент", "Клієнт"),
    table="parties_party",
    fields=current_fields,
)
