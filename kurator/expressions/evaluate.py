"""
A checked tree over one row's values, in memory.

Law: the same truth as the SQL of the tree, for any row and any instant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import contains

from kurator.expressions.lookup import BrokenReferenceError, known_field, known_segment, known_value
from kurator.expressions.nodes import (
    ON_TIME_LINE,
    And,
    Atom,
    Between,
    Compare,
    Empty,
    InSegment,
    Membership,
    Node,
    Not,
    Or,
    RelativeNow,
    TagMatch,
)
from kurator.expressions.types import FieldSpec, Kind, Vocabulary
from kurator.expressions.values import Concrete, concrete, holds
from kurator.expressions.wall_clock import add, add_to_date, to_instant, to_local

_LIKE: Mapping[str, Callable[[str, str], bool]] = {
    "contains": contains,
    "starts": str.startswith,
}
_POSITIVE = {"ne": "eq", "not_in": "in"}


@dataclass(frozen=True, slots=True)
class Facts:
    """One row: its values by field code (collections as iterables) and the party's time zone."""

    values: Mapping[str, object]
    zone: str


def evaluate(node: Node, facts: Facts, now: datetime, vocabulary: Vocabulary) -> bool:
    return _Judge(facts, now, vocabulary).node(node)


def seen_values(spec: FieldSpec, facts: Facts) -> list[Concrete]:
    """The field's values that are there; a blank text is not."""
    stored = facts.values.get(spec.code)
    several = stored if spec.exists_sql is not None and isinstance(stored, Iterable) else (stored,)
    found = (concrete(spec.kind, one) for one in several)
    return [one for one in found if one is not None and one != ""]


def shifted(spec: FieldSpec, value: Concrete, offset: RelativeNow, zone: str) -> date | datetime:
    """The field's value moved by the opposite of the offset, as the compiler moves it."""
    back = RelativeNow(-offset.n, offset.unit)
    if isinstance(value, datetime):
        if offset.unit in ON_TIME_LINE:
            return add(value, back)
        return to_instant(add(to_local(value, zone), back), zone)
    if isinstance(value, date):
        return add_to_date(value, back)
    raise BrokenReferenceError(spec.code)


@dataclass(frozen=True, slots=True)
class _Judge:
    facts: Facts
    now: datetime
    vocabulary: Vocabulary

    def node(self, node: Node) -> bool:
        match node:
            case And(of):
                return all(self.node(child) for child in of)
            case Or(of):
                return any(self.node(child) for child in of)
            case Not(inner):
                return not self.node(inner)
            case InSegment(segment):
                return self.node(known_segment(self.vocabulary, segment))
            case _:
                return self.atom(node)

    def atom(self, atom: Atom) -> bool:
        spec = known_field(self.vocabulary, atom.field)
        values = seen_values(spec, self.facts)
        match atom:
            case Between():
                return all(self.compares(end, spec, values) for end in atom.ends)
            case Empty(op):
                return bool(values) is (op == "not_empty")
            case TagMatch():
                return _has_tags(atom, spec, values)
            case Compare():
                return self.compares(atom, spec, values)
            case Membership(op, _, wanted):
                known = {known_value(spec, one.value) for one in wanted}
                return _any_or_none(op, values, lambda value: value in known)

    def compares(self, atom: Compare, spec: FieldSpec, values: list[Concrete]) -> bool:
        test = self.test(atom, spec)
        return _any_or_none(atom.op, values, test)

    def test(self, atom: Compare, spec: FieldSpec) -> Callable[[Concrete], bool]:
        op = _POSITIVE.get(atom.op, atom.op)
        value = atom.value
        if isinstance(value, RelativeNow):
            moment = self.moment(spec)
            return lambda one: holds(op, shifted(spec, one, value, self.facts.zone), moment)
        if op in _LIKE:
            needle = str(value.value).lower()
            return lambda one: _LIKE[op](str(one).lower(), needle)
        wanted = known_value(spec, value.value)
        return lambda one: holds(op, one, wanted)

    def moment(self, spec: FieldSpec) -> date | datetime:
        return to_local(self.now, self.facts.zone).date() if spec.kind is Kind.DATE else self.now


def _any_or_none(op: str, values: list[Concrete], test: Callable[[Concrete], bool]) -> bool:
    found = any(test(value) for value in values)
    return bool(values) and not found if op in _POSITIVE else found


def _has_tags(atom: TagMatch, spec: FieldSpec, values: list[Concrete]) -> bool:
    hits = [known_value(spec, tag) in values for tag in atom.tags]
    match atom.op:
        case "has_any":
            return any(hits)
        case "has_all":
            return all(hits)
        case "has_none":
            return not any(hits)
