"""The one typed tree that every back end reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal as Word
from typing import TypeAlias

CompareOp: TypeAlias = Word["eq", "ne", "lt", "le", "gt", "ge", "contains", "starts"]
MembershipOp: TypeAlias = Word["in", "not_in"]
TagOp: TypeAlias = Word["has_any", "has_all", "has_none"]
EmptyOp: TypeAlias = Word["is_empty", "not_empty"]
Scalar: TypeAlias = str | int | float | bool


class Unit(StrEnum):
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


# These are added to an instant; the longer ones to the calendar of a zone.
ON_TIME_LINE = frozenset({Unit.MINUTE, Unit.HOUR})


@dataclass(frozen=True, slots=True)
class Literal:
    value: Scalar


@dataclass(frozen=True, slots=True)
class RelativeNow:
    n: int
    unit: Unit


Value: TypeAlias = Literal | RelativeNow


@dataclass(frozen=True, slots=True)
class And:
    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    of: Node


@dataclass(frozen=True, slots=True)
class Compare:
    op: CompareOp
    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class Between:
    """Both ends belong to the range."""

    field: str
    low: Value
    high: Value

    @property
    def ends(self) -> tuple[Compare, Compare]:
        return Compare("ge", self.field, self.low), Compare("le", self.field, self.high)


@dataclass(frozen=True, slots=True)
class Membership:
    op: MembershipOp
    field: str
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Empty:
    op: EmptyOp
    field: str


@dataclass(frozen=True, slots=True)
class TagMatch:
    op: TagOp
    field: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InSegment:
    segment: str


Atom: TypeAlias = Compare | Between | Membership | Empty | TagMatch
Node: TypeAlias = And | Or | Not | InSegment | Atom


def child_nodes(node: Node) -> tuple[Node, ...]:
    match node:
        case And() | Or():
            return node.of
        case Not():
            return (node.of,)
        case _:
            return ()


def iter_nodes(node: Node) -> Iterator[Node]:
    """Yield the node and everything below it; segments are not followed."""
    yield node
    for child in child_nodes(node):
        yield from iter_nodes(child)


def field_codes(node: Node) -> frozenset[str]:
    return frozenset(
        found.field
        for found in iter_nodes(node)
        if isinstance(found, Compare | Between | Membership | Empty | TagMatch)
    )


def segment_ids(node: Node) -> frozenset[str]:
    return frozenset(found.segment for found in iter_nodes(node) if isinstance(found, InSegment))
