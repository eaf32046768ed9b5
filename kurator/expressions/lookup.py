"""Fields, values and segments that a checked tree takes for granted."""

from __future__ import annotations

from kurator.expressions.nodes import Node, Scalar
from kurator.expressions.types import FieldSpec, Vocabulary
from kurator.expressions.values import Concrete, concrete


class BrokenReferenceError(LookupError):
    """A checked tree names a field, a value or a segment that has vanished since."""


def known_field(vocabulary: Vocabulary, code: str) -> FieldSpec:
    spec = vocabulary.field(code)
    if spec is None:
        raise BrokenReferenceError(code)
    return spec


def known_segment(vocabulary: Vocabulary, segment: str) -> Node:
    node = vocabulary.segment(segment)
    if node is None:
        raise BrokenReferenceError(segment)
    return node


def known_value(spec: FieldSpec, value: Scalar) -> Concrete:
    found = concrete(spec.kind, value)
    if found is None:
        raise BrokenReferenceError(spec.code)
    return found
