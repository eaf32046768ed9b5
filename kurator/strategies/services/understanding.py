"""Reads a draft with the vocabulary of today: its problems, its warnings, its written-out form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kurator.expressions.nodes import And, InSegment, Node, Not, Or, field_codes
from kurator.expressions.print import to_json
from kurator.kernel.errors import FieldProblem
from kurator.kernel.localized import text_in
from kurator.parties.vocabulary import PartyVocabulary
from kurator.platform.steps import steps
from kurator.segments.selectors import find_definition
from kurator.segments.services import understand
from kurator.segments.types import SegmentDefinition
from kurator.strategies import rules
from kurator.strategies.types import MAX_DEPTH, Definition, StageDef


@dataclass(frozen=True)
class DraftReading:
    """`written_out` can be published as it is; None while there are problems."""

    problems: tuple[FieldProblem, ...]
    warnings: tuple[FieldProblem, ...]
    written_out: Definition | None


def read_draft(definition: Definition, vocabulary: PartyVocabulary) -> DraftReading:
    problems = rules.completeness_problems(definition)
    segment = _segment(definition, problems)
    segment_node = _node(
        _rule_of(segment, vocabulary) if segment else None, ("segment_id",), vocabulary, problems
    )
    entries = [
        _node(stage.entry, ("stages", i, "entry"), vocabulary, problems)
        for i, stage in enumerate(definition.stages)
    ]
    for i, stage in enumerate(definition.stages):
        problems += _step_problems(i, stage)
    nodes = [node for node in (segment_node, *entries) if node is not None]
    warnings = _loop_warnings(definition, nodes, vocabulary)
    if problems or segment is None or segment_node is None:
        return DraftReading(tuple(problems), tuple(warnings), None)
    stages = tuple(
        replace(stage, entry=to_json(write_out(node, vocabulary)))
        for stage, node in zip(definition.stages, entries, strict=True)
        if node is not None
    )
    written = Definition(
        segment_id=definition.segment_id,
        stages=stages,
        segment=to_json(write_out(segment_node, vocabulary)),
        segment_name=segment.name,
    )
    return DraftReading((), tuple(warnings), written)


def _segment(definition: Definition, problems: list[FieldProblem]) -> SegmentDefinition | None:
    if definition.segment_id is None:
        return None
    segment = find_definition(definition.segment_id)
    if segment is None:
        problems.append(FieldProblem(("segment_id",), "segment_gone", rules.TEXTS["segment_gone"]))
    return segment


def _rule_of(segment: SegmentDefinition, vocabulary: PartyVocabulary) -> Mapping[str, Any]:
    """Whoever may not see all of it speaks of the segment as a whole, if its members are shown."""
    node = vocabulary.segment(str(segment.id))
    if node is not None and vocabulary.tells_hidden(node):
        return {"op": "in_segment", "segment": str(segment.id)}
    return segment.expression


def _node(
    expression: Mapping[str, Any] | None,
    loc: tuple[str | int, ...],
    vocabulary: PartyVocabulary,
    problems: list[FieldProblem],
) -> Node | None:
    if expression is None:
        return None
    understood = understand(expression, vocabulary)
    problems += [replace(p, loc=(*loc, *p.loc)) for p in understood.problems]
    return understood.node


def _step_problems(index: int, stage: StageDef) -> list[FieldProblem]:
    known = steps()
    found = []
    for number, step in enumerate(stage.steps):
        loc = ("stages", index, "steps", number)
        if step.step not in known:
            texts = {"en": "Unknown step.", "ru": "Неизвестный шаг.", "uk": "Невідомий крок."}
            found.append(FieldProblem(loc, "unknown_step", texts))
            continue
        problems = known[step.step].check(step.parameters)
        found += [replace(p, loc=(*loc, "parameters", *p.loc)) for p in problems]
    return found


def write_out(node: Node, vocabulary: PartyVocabulary) -> Node:
    """Replace references to segments by their trees, so that the copy never changes."""
    match node:
        case And(of):
            return And(tuple(write_out(child, vocabulary) for child in of))
        case Or(of):
            return Or(tuple(write_out(child, vocabulary) for child in of))
        case Not(inner):
            return Not(write_out(inner, vocabulary))
        case InSegment(segment):
            found = vocabulary.segment(segment)
            return write_out(found, vocabulary) if found is not None else node
        case _:
            return node


def _loop_warnings(
    definition: Definition, nodes: list[Node], vocabulary: PartyVocabulary
) -> list[FieldProblem]:
    written = [write_out(node, vocabulary) for node in nodes]
    read = frozenset().union(*(field_codes(node) for node in written)) if written else frozenset()
    known = steps()
    found = []
    for i, stage in enumerate(definition.stages):
        for number, step in enumerate(stage.steps):
            writes = known[step.step].writes(step.parameters) if step.step in known else frozenset()
            for code in sorted(code for code in writes & read if not vocabulary.hides(code)):
                spec = vocabulary.field(code)
                data = {
                    "n": i + 1,
                    "stage": text_in(stage.name, vocabulary.language),
                    "field": text_in(spec.labels, vocabulary.language) if spec else code,
                    "limit": MAX_DEPTH,
                }
                loc = ("stages", i, "steps", number)
                found.append(FieldProblem(loc, "loop", rules.TEXTS["loop"], data))
    return found
