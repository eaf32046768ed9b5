"""
Custom attributes as fields.

Law: whatever stands in `attrs`, a field's SQL gives a value of its kind or NULL, never an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kurator.expressions.types import Choice, FieldSpec, Kind
from kurator.kernel.localized import LocalizedText
from kurator.platform.catalogue import Field

PREFIX: Final = "attr."


@dataclass(frozen=True)
class AttributeFacts:
    """A definition as the catalogue reads it; `choices` are pairs of code and label."""

    code: str
    label: LocalizedText
    kind: str
    choices: Sequence[tuple[str, LocalizedText]] = ()
    currency: str = ""
    minor_units: int = 2
    group: LocalizedText = field(default_factory=dict)
    weight: int = 0


_VALUE: Final = "p.attrs -> '{code}'"
_TEXT: Final = "CASE jsonb_typeof({value}) WHEN 'string' THEN p.attrs ->> '{code}' END"
_SQL: Final[Mapping[Kind, str]] = {
    Kind.TEXT: _TEXT,
    Kind.CHOICE: _TEXT,
    Kind.BOOL: "CASE jsonb_typeof({value}) WHEN 'boolean' THEN ({value})::boolean END",
    Kind.NUMBER: "CASE jsonb_typeof({value}) WHEN 'number' THEN ({value})::numeric END",
    Kind.MONEY: "CASE jsonb_typeof({value}) WHEN 'number' THEN"
    " CASE WHEN ({value})::numeric BETWEEN -9223372036854775808 AND 9223372036854775807 THEN"
    " CASE WHEN trunc(({value})::numeric) = ({value})::numeric THEN ({value})::bigint END END END",
    Kind.DATE: "CASE WHEN p.attrs ->> '{code}' ~ '^[0-9]{{4}}-[0-9][0-9]-[0-9][0-9]$' THEN"
    " CASE WHEN pg_input_is_valid(p.attrs ->> '{code}', 'date') THEN"
    " (p.attrs ->> '{code}')::date END END",
}


def attribute_sql(code: str, kind: Kind) -> str:
    value = _VALUE.format(code=code)
    return "(" + _SQL[kind].format(code=code, value=value) + ")"


def attribute_field(facts: AttributeFacts) -> Field:
    """Return the catalogue field of one definition; codes are plain by a check of the table."""
    kind = Kind(facts.kind)
    code = PREFIX + facts.code
    spec = FieldSpec(
        code=code,
        kind=kind,
        sql=attribute_sql(facts.code, kind),
        labels=facts.label,
        choices=tuple(Choice(value, labels) for value, labels in facts.choices),
        currency=facts.currency or None,
        minor_units=facts.minor_units,
        depends=frozenset({code}),
    )
    labels = {label.lower() for label in facts.label.values() if label}
    return Field(
        spec=spec,
        group="custom",
        is_custom=True,
        weight=facts.weight,
        aliases=(facts.code, *sorted(labels - {facts.code})),
    )
