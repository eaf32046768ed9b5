"""
Why a row does or does not satisfy a tree: the tree again, with the values that decided.

Law: the root's truth is what `evaluate` gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kurator.expressions.evaluate import Facts, evaluate, seen_values
from kurator.expressions.lookup import known_field, known_segment
from kurator.expressions.nodes import And, Atom, InSegment, Node, Not, Or
from kurator.expressions.phrases import GRAMMAR
from kurator.expressions.sentence import sentence
from kurator.expressions.types import Lang, Vocabulary
from kurator.expressions.wording import listed, value_text


@dataclass(frozen=True, slots=True)
class Explained:
    """`seen` is the value in words for an atom and None for a group."""

    text: str
    truth: bool
    seen: str | None
    children: tuple[Explained, ...] = ()


def explain(
    node: Node,
    facts: Facts,
    now: datetime,
    lang: Lang,
    vocabulary: Vocabulary,
    hidden: frozenset[str] = frozenset(),
) -> Explained:
    """Of a field in `hidden` neither the condition nor the value is told, only whether it holds."""
    return _Witness(facts, now, lang, vocabulary, hidden).node(node)


@dataclass(frozen=True, slots=True)
class _Witness:
    facts: Facts
    now: datetime
    lang: Lang
    vocabulary: Vocabulary
    hidden: frozenset[str]

    def node(self, node: Node) -> Explained:
        match node:
            case And(of):
                return self.group(node, "all_of", of)
            case Or(of):
                return self.group(node, "any_of", of)
            case Not(inner):
                return self.negation(node, inner)
            case _:
                return self.leaf(node, node)

    def negation(self, node: Not, inner: Node) -> Explained:
        if isinstance(inner, And | Or | Not):
            return self.group(node, "none_of", (inner,))
        return self.leaf(node, inner)

    def group(self, node: Node, key: str, of: tuple[Node, ...]) -> Explained:
        text = GRAMMAR[self.lang][key]
        return Explained(text, self.truth(node), None, tuple(self.node(child) for child in of))

    def leaf(self, node: Node, atom: Atom | InSegment) -> Explained:
        if not isinstance(atom, InSegment) and atom.field in self.hidden:
            return Explained(GRAMMAR[self.lang]["hidden"], self.truth(node), "")
        text = sentence(node, self.lang, self.vocabulary)
        if isinstance(atom, InSegment):
            inner = self.node(known_segment(self.vocabulary, atom.segment))
            return Explained(text, self.truth(node), None, (inner,))
        return Explained(text, self.truth(node), self.seen(atom))

    def truth(self, node: Node) -> bool:
        return evaluate(node, self.facts, self.now, self.vocabulary)

    def seen(self, atom: Atom) -> str:
        spec = known_field(self.vocabulary, atom.field)
        parts = [
            value_text(spec, value, self.lang, self.vocabulary)
            for value in seen_values(spec, self.facts)
        ]
        return listed(parts, "and", self.lang) if parts else GRAMMAR[self.lang]["none"]
