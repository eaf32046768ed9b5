"""
The field catalogue: each attribute is declared once, and lists, filters, segments, stage
conditions, history, import and completeness read it from here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kurator.expressions.types import FieldSpec
from kurator.kernel.localized import LocalizedText


@dataclass(frozen=True)
class Field:
    """
    `spec` carries code, kind, SQL, labels and choices. `write` names the column or attribute that
    the one writer of values changes. `weight` is the share in completeness, 0 = does not count.
    """

    spec: FieldSpec
    group: str
    can_list: bool = True
    can_filter: bool = True
    can_sort: bool = True
    can_edit: bool = True
    can_import: bool = True
    is_tracked: bool = True
    is_custom: bool = False
    is_personal: bool = False
    is_multilingual: bool = False
    is_on_card: bool = True
    """Among the values that every card brings along; others are asked for where they are shown."""
    weight: int = 0
    rows_sql: str = ""
    """Of a collection: how a SELECT list reads its values."""
    aliases: Sequence[str] = ()
    """Lower-case column heads under which an import recognizes the field."""

    @property
    def code(self) -> str:
        return self.spec.code


@dataclass(frozen=True)
class FieldPlug:
    """
    Fields that another domain adds to the customer's: `sql` yields one JSON value, which is read
    along with the catalogue, `build` makes fields of it. Whoever changes what `sql` reads must
    stamp the catalogue.
    """

    sql: str
    build: Callable[[Any], Sequence[Field]]


@dataclass(frozen=True)
class Subject:
    """A kind of record that lists, segments and strategies can be about."""

    code: str
    label: LocalizedText
    table: str
    fields: Callable[[], Mapping[str, Field]]
    """All fields by code, in the order of display."""


def subject(code: str) -> Subject:
    from kurator.platform.features import features

    for feature in features():
        for candidate in feature.subjects:
            if candidate.code == code:
                return candidate
    raise LookupError(code)
