"""
A tree back to the JSON it was read from.

Law: parse(to_json(node)).node == node.
"""

from __future__ import annotations

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
    Value,
)

Json = dict[str, object]


def to_json(node: Node) -> Json:
    match node:
        case And(of):
            return {"op": "and", "of": [to_json(child) for child in of]}
        case Or(of):
            return {"op": "or", "of": [to_json(child) for child in of]}
        case Not(inner):
            return {"op": "not", "of": [to_json(inner)]}
        case InSegment(segment):
            return {"op": "in_segment", "segment": segment}
        case _:
            return _atom(node)


def _atom(atom: Atom) -> Json:
    match atom:
        case Compare(op, code, value):
            return {"op": op, "field": code, "value": _value(value)}
        case Between(code, low, high):
            return {"op": "between", "field": code, "value": [_value(low), _value(high)]}
        case Membership(op, code, values):
            return {"op": op, "field": code, "value": [_value(value) for value in values]}
        case Empty(op, code):
            return {"op": op, "field": code}
        case _:
            return {"op": atom.op, "field": atom.field, "value": list(atom.tags)}


def _value(value: Value) -> object:
    if isinstance(value, RelativeNow):
        return {"now": {"n": value.n, "unit": str(value.unit)}}
    return value.value
