"""A filter from the wire to a checked tree, and what it says about owners."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from kurator.expressions.check import check
from kurator.expressions.messages import message
from kurator.expressions.nodes import And, Compare, Literal, Membership, Node
from kurator.expressions.parse import parse
from kurator.expressions.types import Problem
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.kernel.localized import LANGUAGES, Language
from kurator.parties.vocabulary import PartyVocabulary, hidden_field_problems
from kurator.platform.features import features

OWNER: Final = "party.owner"


def list_vocabulary(language: Language) -> PartyVocabulary:
    """The vocabulary of filters: segments come from the domain that keeps them."""
    lookups = (feature.segment_lookup for feature in features() if feature.segment_lookup)
    lookup = next(lookups, None)
    return PartyVocabulary(language, lookup() if lookup else None)


def read_filter(payload: object, vocabulary: PartyVocabulary) -> Node | None:
    """Return the checked tree, None for no filter; raises InvalidInput naming each place."""
    if payload is None or payload == {}:
        return None
    parsed = parse(payload)
    problems = parsed.problems
    if parsed.node is not None:
        hidden = hidden_field_problems(parsed.node, vocabulary)
        problems = hidden or check(parsed.node, vocabulary)
    if problems:
        raise InvalidInput(problems=[_problem(one, vocabulary) for one in problems])
    return parsed.node


def _problem(problem: Problem, vocabulary: PartyVocabulary) -> FieldProblem:
    texts: Mapping[str, str] = {
        language: message(problem, language, vocabulary).replace("{", "{{").replace("}", "}}")
        for language in LANGUAGES
    }
    return FieldProblem(("filter", *problem.loc), f"expressions.{problem.code}", texts)


def named_owners(node: Node | None) -> frozenset[UUID] | None:
    """Return the owners to whom the filter restricts the list, None when it does not."""
    match node:
        case And(of):
            found = [owners for owners in map(named_owners, of) if owners is not None]
            return frozenset.intersection(*found) if found else None
        case Compare("eq", field, Literal(value)) if field == OWNER:
            return frozenset({UUID(str(value))})
        case Membership("in", field, values) if field == OWNER:
            return frozenset(UUID(str(one.value)) for one in values)
        case _:
            return None
