"""
The catalogue of customers' fields: built-in, custom and computed ones.

A process keeps the last one it made and compares one row of the database before using it again.
In a transaction on a person's rights it is narrowed by the rights of his roles on fields: what is
hidden is not in it, so it can be neither shown nor asked for; what is read-only cannot be written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
    """
    Fields in the order of display, attributes by code, names of tags by id. `whole` has the hidden
    fields too: definitions that others have made are carried out with it, never shown by it.
    """

    stamp: UUID | None
    fields: Mapping[str, Field]
    attributes: Mapping[str, AttributeFacts]
    tags: Mapping[str, LocalizedText]
    whole: Mapping[str, Field]

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


_STAMP: Final = """
SELECT (SELECT stamp FROM parties_cataloguestamp), current_setting('k.hidden_fields', true),
       current_setting('k.read_only_fields', true)
"""
_ATTRIBUTES: Final = """
SELECT code, label, kind, choices, currency, minor_units, "group", weight
  FROM parties_attribute WHERE is_active ORDER BY position, code
"""
_TAGS: Final = """
(SELECT coalesce(json_object_agg(id, name ORDER BY code), '{}') FROM parties_tag WHERE is_active)::text
"""
_MOST_REMEMBERED: Final = 64
_remembered: dict[tuple[str, str], Catalogue] = {}
"""By the hidden and the read-only fields."""


def current_catalogue() -> Catalogue:
    """Return the catalogue as the open transaction sees it."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        stamp, hidden, read_only = cursor.fetchone()
    return _remember(stamp, hidden or "", read_only or "")


def _remember(stamp: UUID | None, hidden: str, read_only: str) -> Catalogue:
    known = _remembered.get((hidden, read_only))
    if known is not None and known.stamp == stamp:
        return known
    if hidden or read_only:
        whole = _remember(stamp, "", "")
        found = narrow_catalogue(whole, hidden.split(","), read_only.split(","))
    else:
        found = _read_catalogue(stamp)
    if len(_remembered) >= _MOST_REMEMBERED:
        _remembered.clear()
    _remembered[hidden, read_only] = found
    return found


def narrow_catalogue(
    catalogue: Catalogue, hidden: Sequence[str], read_only: Sequence[str]
) -> Catalogue:
    """Return the catalogue of a person who does not see some fields, and may not change others."""
    fields = {
        code: replace(item, can_edit=False, can_import=False) if code in read_only else item
        for code, item in catalogue.whole.items()
        if code not in hidden and code != COMPLETENESS
    }
    if COMPLETENESS not in hidden:  # or the share would tell of what is hidden
        fields[COMPLETENESS] = completeness_field(fields.values())
    return replace(catalogue, fields=fields)


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
    by_code = {item.code: item for item in fields}
    return Catalogue(
        stamp=stamp,
        fields=by_code,
        whole=by_code,
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
