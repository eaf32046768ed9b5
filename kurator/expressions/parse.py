"""
Untrusted JSON to a tree.

Law: any input gives either a tree or problems that name their places; bad input never raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar, cast, get_args

from kurator.expressions.nodes import (
    And,
    Between,
    Compare,
    CompareOp,
    Empty,
    EmptyOp,
    InSegment,
    Membership,
    MembershipOp,
    Node,
    Not,
    Or,
    TagMatch,
    TagOp,
)
from kurator.expressions.scalars import (
    RefusedError,
    read_code,
    read_keys,
    read_list,
    read_literal,
    read_mapping,
    read_uuid,
    read_value,
    refuse,
    shown,
)
from kurator.expressions.types import Loc, Problem

MAX_DEPTH = 12
MAX_NODES = 200
RANGE_ENDS = 2

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parsed:
    node: Node | None
    problems: tuple[Problem, ...]


def parse(payload: object) -> Parsed:
    """Read a whole expression; `node` is None exactly when there are problems."""
    reader = _Reader()
    node = reader.attempt(lambda: reader.node(payload, (), 1))
    return Parsed(None if reader.problems else node, tuple(reader.problems))


@dataclass(slots=True)
class _Reader:
    problems: list[Problem] = field(default_factory=list)
    node_count: int = 0

    def attempt(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except RefusedError as refusal:
            self.problems.extend(refusal.problems)
            return None

    def node(self, payload: object, loc: Loc, depth: int) -> Node:
        self.node_count += 1
        if self.node_count == MAX_NODES + 1:
            raise refuse(loc, "too_many_nodes", max=MAX_NODES)
        if depth > MAX_DEPTH:
            raise refuse(loc, "too_deep", max=MAX_DEPTH)
        op = self.operator(payload, loc)
        if op in _GROUPS:
            return self.group(op, payload, loc, depth)
        keys, build = _ATOMS[op]
        return build(self, op, read_keys(payload, keys, loc), loc)

    def operator(self, payload: object, loc: Loc) -> str:
        mapping = read_mapping(payload, loc)
        if "op" not in mapping:
            raise refuse(loc, "missing_key", key="op")
        op = mapping["op"]
        if not isinstance(op, str) or (op not in _GROUPS and op not in _ATOMS):
            raise refuse((*loc, "op"), "unknown_op", op=shown(op))
        return op

    def group(self, op: str, payload: object, loc: Loc, depth: int) -> Node:
        inner: Loc = (*loc, "of")
        parts = read_list(read_keys(payload, _GROUP_KEYS, loc)["of"], inner)
        if op == "not" and len(parts) != 1:
            raise refuse(inner, "not_takes_one", size=len(parts))
        nodes = self.all(
            parts, inner, lambda part, place: self.node(part, place, depth + 1), stop=MAX_NODES
        )
        return _GROUPS[op](nodes)

    def all(
        self,
        parts: list[object],
        loc: Loc,
        read: Callable[[object, Loc], T],
        stop: int | None = None,
    ) -> tuple[T, ...]:
        """Read every part, so that each bad one is reported, and refuse when any was bad."""
        found: list[T] = []
        for index, part in enumerate(parts):
            if stop is not None and self.node_count > stop:
                break
            one = self.attempt(partial(read, part, (*loc, index)))
            if one is not None:
                found.append(one)
        if len(found) < len(parts):
            raise RefusedError
        return tuple(found)


def _build_compare(_: _Reader, op: str, keys: Mapping[str, object], loc: Loc) -> Node:
    code = read_code(keys["field"], (*loc, "field"))
    return Compare(cast(CompareOp, op), code, read_value(keys["value"], (*loc, "value")))


def _build_between(reader: _Reader, _: str, keys: Mapping[str, object], loc: Loc) -> Node:
    code = read_code(keys["field"], (*loc, "field"))
    inner: Loc = (*loc, "value")
    ends = read_list(keys["value"], inner)
    if len(ends) != RANGE_ENDS:
        raise refuse(inner, "between_takes_two", size=len(ends))
    low, high = reader.all(ends, inner, read_value)
    return Between(code, low, high)


def _build_membership(reader: _Reader, op: str, keys: Mapping[str, object], loc: Loc) -> Node:
    code = read_code(keys["field"], (*loc, "field"))
    inner: Loc = (*loc, "value")
    values = reader.all(read_list(keys["value"], inner), inner, read_literal)
    return Membership(cast(MembershipOp, op), code, values)


def _build_tags(reader: _Reader, op: str, keys: Mapping[str, object], loc: Loc) -> Node:
    code = read_code(keys["field"], (*loc, "field"))
    inner: Loc = (*loc, "value")
    tags = reader.all(read_list(keys["value"], inner), inner, read_uuid)
    return TagMatch(cast(TagOp, op), code, tags)


def _build_empty(_: _Reader, op: str, keys: Mapping[str, object], loc: Loc) -> Node:
    return Empty(cast(EmptyOp, op), read_code(keys["field"], (*loc, "field")))


def _build_segment(_: _Reader, _op: str, keys: Mapping[str, object], loc: Loc) -> Node:
    return InSegment(read_uuid(keys["segment"], (*loc, "segment")))


Build = Callable[[_Reader, str, Mapping[str, object], Loc], Node]

_GROUPS: Mapping[str, Callable[[tuple[Node, ...]], Node]] = {
    "and": And,
    "or": Or,
    "not": lambda nodes: Not(nodes[0]),
}
_GROUP_KEYS = frozenset({"op", "of"})
_FIELD_KEYS = frozenset({"op", "field"})
_VALUE_KEYS = frozenset({"op", "field", "value"})
_ATOMS: Mapping[str, tuple[frozenset[str], Build]] = {
    **dict.fromkeys(get_args(CompareOp), (_VALUE_KEYS, _build_compare)),
    "between": (_VALUE_KEYS, _build_between),
    **dict.fromkeys(get_args(MembershipOp), (_VALUE_KEYS, _build_membership)),
    **dict.fromkeys(get_args(TagOp), (_VALUE_KEYS, _build_tags)),
    **dict.fromkeys(get_args(EmptyOp), (_FIELD_KEYS, _build_empty)),
    "in_segment": (frozenset({"op", "segment"}), _build_segment),
}
