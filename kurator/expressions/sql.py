"""
A checked tree to SQL over one row `p`.

Law: a missing value makes an atom false, never unknown. AND and OR over unknowns come out TRUE
exactly when they do with false instead, so only NOT and the outermost value need IS [NOT] TRUE and
positive atoms stay bare for the indexes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from kurator.expressions.frame import Frame, uses_zone
from kurator.expressions.lookup import known_field, known_segment, known_value
from kurator.expressions.nodes import (
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
from kurator.expressions.values import Concrete

Param = Concrete | list[Concrete]

CASTS: Mapping[Kind, str] = {
    Kind.TEXT: "text",
    Kind.NUMBER: "numeric",
    Kind.MONEY: "bigint",
    Kind.BOOL: "boolean",
    Kind.DATE: "date",
    Kind.INSTANT: "timestamptz",
    Kind.CHOICE: "text",
    Kind.TAGS: "uuid",
    Kind.USER: "uuid",
}
_SIGNS = {"eq": "=", "ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_NEGATIVE = ("ne", "not_in")
_LIKE_SHAPES = {"contains": "%{}%", "starts": "{}%"}
_TEXTUAL = (Kind.TEXT, Kind.CHOICE)
_LIKE_ESCAPES = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


@dataclass(frozen=True, slots=True)
class Compiled:
    """
    `sql` is for WHERE, FILTER, ON and CASE WHEN, where unknown counts as false.

    `truth` is for a SELECT list. The caller adds `now` to the parameters when the frame names it.
    """

    sql: str
    params: Mapping[str, Param]
    depends: frozenset[str]

    @property
    def truth(self) -> str:
        return f"(({self.sql}) IS TRUE)"


def compile_sql(node: Node, vocabulary: Vocabulary, frame: Frame | None = None) -> Compiled:
    writer = _Writer(vocabulary, frame or Frame())
    sql = writer.node(node)
    return Compiled(sql, writer.params, frozenset(writer.depends))


def exists_sql(spec: FieldSpec, predicate: str) -> str:
    template = spec.exists_sql or "{predicate}"
    return template.replace("{predicate}", predicate).replace("{value}", spec.sql)


@dataclass(slots=True)
class _Writer:
    vocabulary: Vocabulary
    frame: Frame
    params: dict[str, Param] = dataclass_field(default_factory=dict)
    depends: set[str] = dataclass_field(default_factory=set)

    def bind(self, value: Param, cast: str) -> str:
        name = f"{self.frame.prefix}{len(self.params)}"
        self.params[name] = value
        return f"%({name})s::{cast}"

    def node(self, node: Node) -> str:
        match node:
            case And(of):
                return "(" + " AND ".join(self.node(child) for child in of) + ")"
            case Or(of):
                return "(" + " OR ".join(self.node(child) for child in of) + ")"
            case Not(inner):
                return f"(({self.node(inner)}) IS NOT TRUE)"
            case InSegment(segment):
                return self.node(known_segment(self.vocabulary, segment))
            case _:
                return self.atom(node)

    def atom(self, atom: Atom) -> str:
        spec = known_field(self.vocabulary, atom.field)
        self.depends |= spec.depends
        match atom:
            case Between():
                low, high = atom.ends
                return f"({self.atom(low)} AND {self.atom(high)})"
            case Empty(op):
                filled = exists_sql(spec, _filled(spec))
                return filled if op == "not_empty" else f"(({filled}) IS NOT TRUE)"
            case TagMatch():
                return self.tags(atom, spec)
            case _:
                return self.comparison(atom, spec)

    def tags(self, atom: TagMatch, spec: FieldSpec) -> str:
        if atom.op == "has_all":
            each = [self.has_any(spec, (tag,)) for tag in atom.tags]
            return "(" + " AND ".join(each) + ")"
        found = self.has_any(spec, atom.tags)
        return found if atom.op == "has_any" else f"(({found}) IS NOT TRUE)"

    def has_any(self, spec: FieldSpec, tags: tuple[str, ...]) -> str:
        wanted = self.bind([known_value(spec, tag) for tag in tags], "uuid[]")
        return exists_sql(spec, f"{spec.sql} = ANY({wanted})")

    def comparison(self, atom: Compare | Membership, spec: FieldSpec) -> str:
        if spec.exists_sql is None or atom.op not in _NEGATIVE:
            return exists_sql(spec, self.predicate(atom, spec))
        found = exists_sql(spec, self.predicate(_positive(atom), spec))
        return f"({exists_sql(spec, _filled(spec))} AND ({found}) IS NOT TRUE)"

    def predicate(self, atom: Compare | Membership, spec: FieldSpec) -> str:
        tested = (
            self.membership(atom, spec)
            if isinstance(atom, Membership)
            else self.compare(atom, spec)
        )
        if spec.kind in _TEXTUAL and atom.op in _NEGATIVE:
            return f"({tested} AND {spec.sql} <> '')"
        return tested

    def membership(self, atom: Membership, spec: FieldSpec) -> str:
        array = self.bind(
            [known_value(spec, value.value) for value in atom.values], CASTS[spec.kind] + "[]"
        )
        return f"{spec.sql} = ANY({array})" if atom.op == "in" else f"{spec.sql} <> ALL({array})"

    def compare(self, atom: Compare, spec: FieldSpec) -> str:
        value = atom.value
        if isinstance(value, RelativeNow):
            if uses_zone(spec, atom):
                self.depends |= self.frame.zone_depends
            shifted = self.frame.shifted_sql(spec, value)
            return f"{shifted} {_SIGNS[atom.op]} {self.frame.moment_sql(spec)}"
        if atom.op in _LIKE_SHAPES:
            escaped = str(value.value).lower().translate(_LIKE_ESCAPES)
            pattern = self.bind(_LIKE_SHAPES[atom.op].format(escaped), "text")
            return f"lower({spec.sql}) LIKE {pattern}"
        bound = self.bind(known_value(spec, value.value), CASTS[spec.kind])
        return f"{spec.sql} {_SIGNS[atom.op]} {bound}"


def _positive(atom: Compare | Membership) -> Compare | Membership:
    if isinstance(atom, Compare):
        return Compare("eq", atom.field, atom.value)
    return Membership("in", atom.field, atom.values)


def _filled(spec: FieldSpec) -> str:
    return f"{spec.sql} <> ''" if spec.kind in _TEXTUAL else f"{spec.sql} IS NOT NULL"
