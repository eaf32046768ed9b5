"""
Which field a column fills, as far as its head and its cells say so.

A known head counts only if the cells can be read as that field; what is known nowhere becomes a
new attribute of the kind that the cells have.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kurator.imports.rules import cells, headers, profiles
from kurator.imports.types import (
    EMAIL,
    EXTERNAL_ID,
    NAME,
    PHONE,
    TAGS,
    CellOptions,
    CellProblem,
    ColumnPlan,
    ColumnProfile,
    Shape,
    TargetSpec,
)

_SEVERAL_COLUMNS: Final = frozenset({NAME, PHONE, EMAIL, TAGS})
_UKRAINIAN: Final = re.compile("[іїєґІЇЄҐ]")
_CYRILLIC: Final = re.compile("[а-яёА-ЯЁ]")
_ATTRIBUTE_KINDS: Final[Mapping[Shape, str]] = {
    Shape.PHONE: "text",
    Shape.EMAIL: "text",
}
CODE_OF_ATTRIBUTE: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class Known:
    """What the base knows already: fields by code, names by which a head is recognized."""

    targets: Mapping[str, TargetSpec]
    names: Mapping[str, str]
    language: str
    currency: str = "UAH"
    attribute_codes: Collection[str] = field(default_factory=frozenset)
    told_only: Collection[str] = field(default_factory=frozenset)
    """Folded heads of what an export tells and no import takes."""
    addable: Collection[str] = field(default_factory=frozenset)
    """Fields whose lists this person may add to."""


Suggestion = dict[str, Any]


def suggest_columns(columns: Sequence[ColumnProfile], known: Known) -> list[Suggestion]:
    """Return for each column {index, target, options}, as the mapping is kept."""
    key = suggested_key(columns, known)
    idle = _told_only(columns, known)
    taken: set[str] = {EXTERNAL_ID} if key is not None else set()
    codes = {*known.attribute_codes}
    named = _columns_of_name(columns, known)
    suggestions = []
    for column in columns:
        options = suggested_options(column, known)
        target: Any = EXTERNAL_ID if column.index == key else _field(column, known, taken)
        if target == NAME and column.index not in named:
            target = None
        if target is None and column.filled and column.index not in idle:
            target = {"new_attribute": new_attribute(column, known, codes)}
            codes.add(target["new_attribute"]["code"])
        if isinstance(target, str) and target not in _SEVERAL_COLUMNS:
            taken.add(target)
        suggestions.append({"index": column.index, "target": target, "options": options})
    _speak_one_language(columns, suggestions, known)
    return suggestions


def _columns_of_name(columns: Sequence[ColumnProfile], known: Known) -> frozenset[int]:
    """
    The columns that make the name: one that holds it whole, in each language that the letters
    tell; else its parts, or a firm's name. The second of two columns with one name adds nothing.
    """
    first: dict[str, ColumnProfile] = {}
    for column in columns:
        head = headers.normal_head(column.header)
        if column.filled and headers.match_field(head, known.names) == NAME:
            first.setdefault(head, column)
    parts = [c for head, c in first.items() if head in headers.PARTS_OF_NAME]
    firms = [c for head, c in first.items() if head in headers.NAMES_OF_FIRMS]
    told = max((c.filled for c in parts), default=0)
    others = [c for c in first.values() if c not in parts and c not in firms]
    whole = [c for c in others if c.filled * 2 >= told]
    by_language: dict[str, ColumnProfile] = {}
    for column in whole or ([] if parts else firms):
        by_language.setdefault(text_language(column.examples, known.language), column)
    return frozenset(c.index for c in (by_language.values() or parts))


def _speak_one_language(
    columns: Sequence[ColumnProfile], suggestions: Sequence[Suggestion], known: Known
) -> None:
    """First and last name are one name: letters of one column alone would tear it apart."""
    parts = [c for c in columns if headers.normal_head(c.header) in headers.PARTS_OF_NAME]
    together = text_language([example for c in parts for example in c.examples], known.language)
    for column in parts:
        suggestions[column.index]["options"]["language"] = together


def _told_only(columns: Sequence[ColumnProfile], known: Known) -> frozenset[int]:
    """
    Columns of an own export that only tell, such as when the customer was added. In a file of
    another program the same head may mean anything, so all heads of the file must be ours.
    """
    heads = [headers.normal_head(column.header) for column in columns]
    if not all(head in known.names or head in known.told_only for head in heads):
        return frozenset()
    told = known.told_only
    return frozenset(c.index for c, head in zip(columns, heads, strict=True) if head in told)


def suggested_options(column: ColumnProfile, known: Known) -> dict[str, Any]:
    return {
        "date_order": column.date_order,
        "decimal": column.decimal,
        "language": text_language(column.examples, known.language),
    }


def text_language(examples: Sequence[str], preferred: str) -> str:
    """The language of names, by their letters; the viewer's own where letters do not tell."""
    joined = " ".join(examples)
    if _UKRAINIAN.search(joined):
        return "uk"
    if _CYRILLIC.search(joined):
        return preferred if preferred in ("ru", "uk") else "ru"
    return "en"


def suggested_key(columns: Sequence[ColumnProfile], known: Known) -> int | None:
    """The column that tells customers apart, None when that must be asked."""
    named = [c for c in columns if headers.match_field(c.header, known.names) == EXTERNAL_ID]
    usable = [c for c in named if c.is_unique or c.distinct is None or c.distinct * 2 > c.filled]
    if usable:
        return max(usable, key=lambda c: (c.is_unique, -c.index)).index
    unique = [
        c
        for c in columns
        if can_be_key(c) and headers.match_field(c.header, known.names) in (None, EXTERNAL_ID)
    ]
    return unique[0].index if len(unique) == 1 and _is_id_like(unique[0]) else None


def can_be_key(column: ColumnProfile) -> bool:
    is_code = column.shape in (Shape.TEXT, Shape.NUMBER, Shape.CHOICE)
    return column.is_unique and is_code and column.longest <= 100


def _is_id_like(column: ColumnProfile) -> bool:
    """Without white space, and with digits."""
    return all(" " not in one and any(map(str.isdigit, one)) for one in column.examples)


def _field(column: ColumnProfile, known: Known, taken: Collection[str]) -> str | None:
    code = headers.match_field(column.header, known.names)
    if code and code != EXTERNAL_ID and code not in taken and _is_readable(column, code, known):
        return code
    if column.shape is Shape.PHONE:
        return PHONE
    if column.shape is Shape.EMAIL:
        return EMAIL
    return None


def _is_readable(column: ColumnProfile, code: str, known: Known) -> bool:
    target = known.targets.get(code)
    if target is None:
        return False
    if code == TAGS:  # those that do not exist yet can be made
        return True
    options = CellOptions(date_order=column.date_order or "day", decimal=column.decimal or "point")
    read: Callable[[str], Any] = cells.reader_for(
        ColumnPlan(column.index, column.header, target, options)
    )
    tried = [*column.examples, *column.choices]
    refused = sum(1 for cell in tried if isinstance(read(cell), CellProblem))
    return refused * 2 <= len(tried)


def new_attribute(column: ColumnProfile, known: Known, taken: Collection[str]) -> dict[str, Any]:
    """Return the definition that fits the cells of the column."""
    kind = _ATTRIBUTE_KINDS.get(column.shape, column.shape.value)
    label = headers.label_for(column.header)
    is_choice = kind == Shape.CHOICE and len(column.choices) <= profiles.MAX_CHOICES
    return {
        "code": headers.code_for(column.header, taken),
        "label": {known.language: label},
        "kind": kind,
        "choices": choices_of(column.choices, known.language) if is_choice else [],
        "currency": (column.currency or known.currency) if kind == Shape.MONEY else "",
    }


def choices_of(values: Sequence[str], language: str) -> list[dict[str, Any]]:
    """Return choices with a code of its own for each value."""
    codes: list[str] = []
    for value in values:
        codes.append(headers.code_for(value, codes))
    return [
        {"code": code, "label": {language: value}}
        for code, value in zip(codes, values, strict=True)
    ]


def choice_names(choices: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Folded code or label in any language → code, for reading cells."""
    names: dict[str, str] = {}
    for choice in choices:
        for label in (*choice["label"].values(), choice["code"]):
            names.setdefault(" ".join(str(label).split()).casefold(), choice["code"])
    return names
