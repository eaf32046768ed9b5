"""
A tree as a sentence in Russian, Ukrainian or English.

Law: what a negation says of empty values is always said aloud. Of a field that the vocabulary
hides nothing is said but that there is a condition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kurator.expressions.check import operator_of
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
    Value,
    iter_nodes,
)
from kurator.expressions.phrases import DATES, FUTURE, GRAMMAR, PAST, PRESENT, VALUES, Words
from kurator.expressions.types import FieldSpec, Kind, Lang, Vocabulary
from kurator.expressions.wording import duration, label_of, listed, quoted, value_text

_NEGATED = {
    "eq": "ne",
    "ne": "eq",
    "lt": "ge",
    "ge": "lt",
    "gt": "le",
    "le": "gt",
    "between": "outside",
    "contains": "lacks",
    "starts": "starts_not",
    "in": "not_in",
    "not_in": "in",
    "is_empty": "not_empty",
    "not_empty": "is_empty",
    "has_any": "has_none",
    "has_none": "has_any",
    "has_all": "lacks_some",
}
_JOINTS = {"not_in": "nor", "has_all": "and", "has_none": "nor_any", "lacks_some": "and"}


def sentence(node: Node, lang: Lang, vocabulary: Vocabulary) -> str:
    text = _Speaker(lang, vocabulary).node(node)
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class _Speaker:
    lang: Lang
    vocabulary: Vocabulary

    def word(self, key: str, value: str = "") -> str:
        return GRAMMAR[self.lang][key].format(v=value)

    def node(self, node: Node) -> str:
        match node:
            case And(of):
                return self.joined(of, "and", "or")
            case Or(of):
                return self.joined(of, "or", "and")
            case Not(inner):
                return self.negation(inner)
            case InSegment(segment):
                return self.segment(segment, "in_segment")
            case _:
                return self.atom(node, is_negated=False)

    def joined(self, of: Sequence[Node], joint: str, other: str) -> str:
        return f" {self.word(joint)} ".join(self.member(child, len(of), other) for child in of)

    def member(self, node: Node, among: int, other: str) -> str:
        """Without brackets “A is x or y and B is z” would have two meanings."""
        text = self.node(node)
        is_mixed = among > 1 and _is_listing(node) and f" {self.word(other)} " in text
        return f"({text})" if _is_compound(node) or is_mixed else text

    def negation(self, inner: Node) -> str:
        if not isinstance(inner, And | Or | Not | InSegment) and self.vocabulary.hides(inner.field):
            return self.atom(inner, is_negated=True)
        match inner:
            case And() | Or() | Not():
                text = self.word("not", self.node(inner))
                return self.word("group_or_empty", text) if _minds_empty(inner) else text
            case InSegment(segment):
                return self.segment(segment, "not_in_segment")
            case _:
                text = self.atom(inner, is_negated=True)
                return self.word("or_empty", text) if _minds_empty(inner) else text

    def segment(self, segment: str, key: str) -> str:
        label = self.vocabulary.segment_label(segment, self.lang)
        return VALUES[self.lang][key].format(v=quoted(label, self.lang))

    def atom(self, atom: Atom, *, is_negated: bool) -> str:
        if self.vocabulary.hides(atom.field):
            text = self.word("hidden")
            return text[:1].lower() + text[1:]
        spec = self.vocabulary.field(atom.field)
        if spec is None:
            return atom.field
        op = operator_of(atom)
        key = _NEGATED[op] if is_negated else op
        match atom:
            case Compare():
                return self.compare(key, atom.value, spec)
            case Between(_, low, high):
                template = self.template(_range_key(key, low, high), spec)
                return _fill(template, self.label(spec), self.at(low, spec), self.at(high, spec))
            case Empty():
                return _fill(self.template(key, spec), self.label(spec))
            case Membership() | TagMatch():
                return self.several(key, atom, spec)

    def several(self, key: str, atom: Membership | TagMatch, spec: FieldSpec) -> str:
        found = [v.value for v in atom.values] if isinstance(atom, Membership) else atom.tags
        parts = [value_text(spec, value, self.lang, self.vocabulary) for value in found]
        return _fill(
            self.template(key, spec),
            self.label(spec),
            listed(parts, _JOINTS.get(key, "or"), self.lang),
        )

    def compare(self, key: str, value: Value, spec: FieldSpec) -> str:
        if isinstance(value, RelativeNow):
            template = _tense(value)[self.lang][key]
            return _fill(template, self.label(spec), self.span(value, spec))
        return _fill(self.template(key, spec), self.label(spec), self.at(value, spec))

    def template(self, key: str, spec: FieldSpec) -> str:
        if spec.kind in (Kind.DATE, Kind.INSTANT) and key in DATES[self.lang]:
            return DATES[self.lang][key]
        return VALUES[self.lang][key]

    def label(self, spec: FieldSpec) -> str:
        return label_of(spec, self.lang)

    def at(self, value: Value, spec: FieldSpec) -> str:
        if isinstance(value, RelativeNow):
            return _tense(value)[self.lang]["at"].format(v=self.span(value, spec))
        return value_text(spec, value.value, self.lang, self.vocabulary)

    def span(self, value: RelativeNow, spec: FieldSpec) -> str:
        if value.n:
            return duration(value, self.lang)
        return self.word("today" if spec.kind is Kind.DATE else "now")


def _fill(template: str, label: str, value: str = "", other: str = "") -> str:
    return template.format(f=label, v=value, w=other)


def _tense(value: RelativeNow) -> Mapping[Lang, Words]:
    if value.n == 0:
        return PRESENT
    return PAST if value.n < 0 else FUTURE


def _range_key(key: str, low: Value, high: Value) -> str:
    if isinstance(low, RelativeNow) or isinstance(high, RelativeNow):
        return "span" if key == "between" else "not_span"
    return key


def _is_compound(node: Node) -> bool:
    if isinstance(node, Not):
        return _minds_empty(node.of)
    return isinstance(node, And | Or) and len(node.of) > 1


def _is_listing(node: Node) -> bool:
    """A condition whose own words may be joined by “and” or “or”."""
    atom = node.of if isinstance(node, Not) else node
    if isinstance(atom, Membership):
        return len(atom.values) > 1
    if isinstance(atom, TagMatch):
        return len(atom.tags) > 1
    return isinstance(atom, Compare) and isinstance(atom.value, RelativeNow)


def _minds_empty(node: Node) -> bool:
    return any(isinstance(found, Compare | Between | Membership) for found in iter_nodes(node))
