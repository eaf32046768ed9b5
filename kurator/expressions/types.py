"""
The vocabulary of an expression: which fields exist and what kind of value each holds.

A field with `exists_sql` is a collection: `sql` then names the inner column, and the template
receives `{predicate}`, a condition over that column; `{value}` in it stands for the column itself.
`facts_sql` is how a SELECT list reads all values of a collection.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from kurator.expressions.nodes import Node

Lang = Literal["ru", "uk", "en"]
Loc = tuple[str | int, ...]


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    BOOL = "bool"
    DATE = "date"
    INSTANT = "instant"
    CHOICE = "choice"
    TAGS = "tags"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    code: str
    kind: Kind
    sql: str
    labels: Mapping[str, str]
    choices: tuple[Choice, ...] = ()
    currency: str | None = None
    minor_units: int = 2
    depends: frozenset[str] = dataclass_field(default_factory=frozenset)
    exists_sql: str | None = None
    facts_sql: str | None = None
    """Of a collection: its values as JSON, kept as evidence of a decision."""
    value_names: tuple[Choice, ...] = ()
    """Of a text that may be anything: how values that are well known are called."""


class Vocabulary(Protocol):
    @property
    def time_zone(self) -> str:
        """By whose clocks instants are told."""
        ...

    def field(self, code: str) -> FieldSpec | None: ...

    def hides(self, code: str) -> bool:
        """Whether nothing of a condition on this field may be told to the one who reads."""
        ...

    def segment(self, segment_id: str) -> Node | None: ...

    def segment_label(self, segment_id: str, lang: Lang) -> str: ...

    def tag_label(self, tag_id: str, lang: Lang) -> str: ...

    def user_label(self, user_id: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Problem:
    loc: Loc
    code: str
    params: Mapping[str, str | int] = dataclass_field(default_factory=dict)
