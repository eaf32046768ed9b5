"""
Type check of a tree against a vocabulary.

Law: a tree without problems compiles, evaluates and reads as a sentence without raising.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from kurator.expressions.nodes import (
    ON_TIME_LINE,
    And,
    Atom,
    Between,
    Compare,
    Empty,
    InSegment,
    Literal,
    Membership,
    Node,
    Not,
    Or,
    RelativeNow,
    TagMatch,
    Value,
    iter_nodes,
)
from kurator.expressions.types import FieldSpec, Kind, Loc, Problem, Vocabulary
from kurator.expressions.values import concrete, holds

_EMPTIES = ("is_empty", "not_empty")
_EQUALITY = ("eq", "ne")
_SETS = ("in", "not_in")
_ORDER = ("lt", "le", "gt", "ge", "between")

OPERATORS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("contains", "starts", *_EQUALITY, *_SETS, *_EMPTIES),
    Kind.NUMBER: (*_EQUALITY, *_ORDER, *_SETS, *_EMPTIES),
    Kind.MONEY: (*_EQUALITY, *_ORDER, *_SETS, *_EMPTIES),
    Kind.BOOL: (*_EQUALITY, *_EMPTIES),
    Kind.DATE: (*_EQUALITY, *_ORDER, *_EMPTIES),
    Kind.INSTANT: (*_ORDER, *_EQUALITY, *_EMPTIES),
    Kind.CHOICE: (*_SETS, *_EQUALITY, *_EMPTIES),
    Kind.TAGS: ("has_any", "has_all", "has_none", *_EMPTIES),
    Kind.USER: (*_SETS, *_EQUALITY, *_EMPTIES),
}
MAX_EXPANDED_NODES = 2_000
MAX_SEGMENT_DEPTH = 20


def check(node: Node, vocabulary: Vocabulary, *, own_id: str | None = None) -> tuple[Problem, ...]:
    """Everything wrong with a tree; `own_id` is the segment being defined, if it is one."""
    return tuple(
        _problems(node, (), vocabulary, SegmentWalk(vocabulary, own_id and own_id.lower()))
    )


@dataclass(slots=True)
class SegmentWalk:
    """Follows references between segments and counts what they would expand to."""

    vocabulary: Vocabulary
    own_id: str | None = None
    expanded: int = 0
    path: list[str] = dataclass_field(default_factory=list)

    def fault(self, segment: str) -> str | None:
        """The code of what is wrong with a reference to this segment, if anything."""
        if segment == self.own_id or segment in self.path:
            return "segment_cycle"
        node = self.vocabulary.segment(segment)
        if node is None:
            return "unknown_segment"
        if len(self.path) >= MAX_SEGMENT_DEPTH:
            return "segment_too_large"
        self.path.append(segment)
        found = self.fault_within(node)
        self.path.pop()
        return found

    def fault_within(self, node: Node) -> str | None:
        for found in iter_nodes(node):
            self.expanded += 1
            if self.expanded > MAX_EXPANDED_NODES:
                return "segment_too_large"
            code = self.fault_of(found)
            if code is not None:
                return code
        return None

    def fault_of(self, node: Node) -> str | None:
        match node:
            case InSegment(segment):
                return self.fault(segment)
            case And() | Or() | Not():
                return None
            case _:
                is_broken = any(atom_problems(node, (), self.vocabulary))
                return "segment_broken" if is_broken else None


def operator_of(atom: Atom) -> str:
    return "between" if isinstance(atom, Between) else atom.op


def _problems(node: Node, loc: Loc, vocabulary: Vocabulary, walk: SegmentWalk) -> Iterator[Problem]:
    match node:
        case And(of) | Or(of):
            for index, child in enumerate(of):
                yield from _problems(child, (*loc, "of", index), vocabulary, walk)
        case Not(inner):
            yield from _problems(inner, (*loc, "of", 0), vocabulary, walk)
        case InSegment(segment):
            code = walk.fault(segment)
            if code is not None:
                yield Problem((*loc, "segment"), code, {"segment": segment})
        case _:
            yield from atom_problems(node, loc, vocabulary)


def atom_problems(atom: Atom, loc: Loc, vocabulary: Vocabulary) -> Iterator[Problem]:
    spec = vocabulary.field(atom.field)
    if spec is None:
        yield Problem((*loc, "field"), "unknown_field", {"field": atom.field})
        return
    op = operator_of(atom)
    if op not in OPERATORS[spec.kind]:
        yield Problem(
            (*loc, "op"), "op_not_for_kind", {"op": op, "field": spec.code, "kind": spec.kind}
        )
        return
    yield from _value_problems(atom, spec, (*loc, "value"))


def _value_problems(atom: Atom, spec: FieldSpec, loc: Loc) -> Iterator[Problem]:
    match atom:
        case Compare(op, _, RelativeNow() as value):
            yield from _relative_problems(op, value, spec, loc)
        case Compare(_, _, Literal() as value):
            yield from _literal_problems(value, spec, loc)
        case Between():
            yield from _range_problems(atom, spec, loc)
        case Membership(_, _, values):
            for index, value in enumerate(values):
                yield from _literal_problems(value, spec, (*loc, index))
        case TagMatch() | Empty():
            return


def _range_problems(atom: Between, spec: FieldSpec, loc: Loc) -> Iterator[Problem]:
    found = [
        *_end_problems(atom.low, spec, (*loc, 0)),
        *_end_problems(atom.high, spec, (*loc, 1)),
    ]
    yield from found
    if not found and _is_reversed(atom, spec):
        yield Problem(loc, "reversed_range", {"field": spec.code})


def _end_problems(value: Value, spec: FieldSpec, loc: Loc) -> Iterator[Problem]:
    if isinstance(value, RelativeNow):
        return _relative_problems("between", value, spec, loc)
    return _literal_problems(value, spec, loc)


def _is_reversed(atom: Between, spec: FieldSpec) -> bool:
    match atom.low, atom.high:
        case Literal(low), Literal(high):
            return holds("gt", concrete(spec.kind, low), concrete(spec.kind, high))
        case RelativeNow(low, unit), RelativeNow(high, same) if unit == same:
            return low > high
        case _:
            return False


def _relative_problems(op: str, value: RelativeNow, spec: FieldSpec, loc: Loc) -> Iterator[Problem]:
    about: dict[str, str | int] = {"field": spec.code, "kind": spec.kind}
    if spec.kind not in (Kind.DATE, Kind.INSTANT) or spec.exists_sql is not None:
        yield Problem(loc, "relative_not_for_kind", about)
    elif spec.kind is Kind.DATE and value.unit in ON_TIME_LINE:
        yield Problem((*loc, "now", "unit"), "unit_not_for_date", {**about, "unit": value.unit})
    elif spec.kind is Kind.INSTANT and op in _EQUALITY:
        yield Problem(loc, "relative_equality", {**about, "op": op})


def _literal_problems(value: Literal, spec: FieldSpec, loc: Loc) -> Iterator[Problem]:
    about: dict[str, str | int] = {"field": spec.code}
    if concrete(spec.kind, value.value) is None:
        yield Problem(loc, f"expected_{spec.kind}", about)
    elif value.value == "":
        yield Problem(loc, "empty_text", about)
    elif spec.kind is Kind.CHOICE and not _has_choice(spec, value.value):
        yield Problem(loc, "unknown_choice", {**about, "value": str(value.value)[:40]})


def _has_choice(spec: FieldSpec, value: object) -> bool:
    return any(choice.value == value for choice in spec.choices)
