"""The vocabulary of expressions about customers; segments are added on a higher floor."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from kurator.expressions.nodes import And, InSegment, Node, Not, Or
from kurator.expressions.types import FieldSpec, Lang, Loc, Problem
from kurator.kernel.errors import KuratorError
from kurator.kernel.localized import Language, LocalizedText, text_in
from kurator.parties.catalogue import Catalogue, current_catalogue

SegmentLookup = Callable[[str], tuple[Node, LocalizedText, bool] | None]


class PartyVocabulary:
    """
    One vocabulary serves one request or one turn of a worker: it reads the catalogue once.

    `segment_lookup` gives the tree and the name of a segment, and whether its members are shown to
    everybody; without it there are none.
    """

    def __init__(
        self,
        language: Language,
        segment_lookup: SegmentLookup | None = None,
        *,
        catalogue: Catalogue | None = None,
    ) -> None:
        self.language = language
        self.time_zone: str = settings.COMPANY_TIME_ZONE
        self._segment_lookup = segment_lookup
        self._catalogue = catalogue
        self._people: dict[str, str] = {}

    @cached_property
    def catalogue(self) -> Catalogue:
        return self._catalogue or current_catalogue()

    def field(self, code: str) -> FieldSpec | None:
        """Return any field: conditions that others wrote also read what this person may not see."""
        found = self.catalogue.whole.get(code)
        return found.spec if found and found.can_filter else None

    def hides(self, code: str) -> bool:
        return code in self.catalogue.whole and code not in self.catalogue.fields

    def segment(self, segment_id: str) -> Node | None:
        found = self._segment_lookup(segment_id) if self._segment_lookup else None
        return found[0] if found else None

    def closes_segment(self, segment_id: str) -> bool:
        """
        Whether being in the segment would tell this person of a field that he may not see: it asks
        for one, and nobody who sees all of it has said that its members are shown to everybody.
        """
        found = self._segment_lookup(segment_id) if self._segment_lookup else None
        return found is not None and not found[2] and self.tells_hidden(found[0])

    def tells_hidden(self, node: Node) -> bool:
        match node:
            case And(of) | Or(of):
                return any(map(self.tells_hidden, of))
            case Not(inner):
                return self.tells_hidden(inner)
            case InSegment(segment):
                return self.closes_segment(segment)
            case _:
                return self.hides(node.field)

    def segment_label(self, segment_id: str, lang: Lang) -> str:
        found = self._segment_lookup(segment_id) if self._segment_lookup else None
        return text_in(found[1], lang) if found else "—"

    def tag_label(self, tag_id: str, lang: Lang) -> str:
        return text_in(self.catalogue.tags.get(tag_id.lower(), {}), lang) or "—"

    def user_label(self, user_id: str) -> str:
        if user_id not in self._people:
            self._people[user_id] = names_of_people([UUID(user_id)]).get(UUID(user_id), "—")
        return self._people[user_id]


def names_of_people(user_ids: list[UUID]) -> dict[UUID, str]:
    """Return names of colleagues by id; unknown ones are left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM k.names_of_people(%s)", [user_ids])
        return dict(cursor.fetchall())


HIDDEN_CONDITION: Final[Mapping[str, Any]] = {"op": "hidden"}
"""Stands in a stored condition where its reader may not see the field."""


def veil(expression: Mapping[str, Any], vocabulary: PartyVocabulary) -> Mapping[str, Any]:
    """Return the condition with what one may not see taken out; equal to it when there is nothing."""
    if vocabulary.hides(str(expression.get("field", ""))):
        return HIDDEN_CONDITION
    if expression.get("op") == "in_segment" and vocabulary.closes_segment(expression["segment"]):
        return HIDDEN_CONDITION
    inner = expression.get("of")
    if isinstance(inner, Mapping):
        return {**expression, "of": veil(inner, vocabulary)}
    if isinstance(inner, list):
        of = [veil(one, vocabulary) if isinstance(one, Mapping) else one for one in inner]
        return {**expression, "of": of}
    return expression


class ConditionHidden(KuratorError):
    code = "parties.condition_hidden"
    status = 403
    texts = {
        "en": "Part of this rule is about a field that is hidden from you, so you cannot change the rule.",
        "ru": "Часть этого правила касается скрытого от вас поля, поэтому менять правило вы не можете.",
        "uk": "Частина цього правила стосується прихованого від вас поля, тому змінити правило ви не можете.",
    }


def hidden_field_problems(node: Node, vocabulary: PartyVocabulary) -> tuple[Problem, ...]:
    """Name what a condition of one's own may not ask for, because the answer could be guessed."""
    return tuple(_hidden_in(node, (), vocabulary))


def _hidden_in(node: Node, loc: Loc, vocabulary: PartyVocabulary) -> Iterator[Problem]:
    match node:
        case And(of) | Or(of):
            for index, child in enumerate(of):
                yield from _hidden_in(child, (*loc, "of", index), vocabulary)
        case Not(inner):
            yield from _hidden_in(inner, (*loc, "of", 0), vocabulary)
        case InSegment(segment):
            if vocabulary.closes_segment(segment):
                yield Problem((*loc, "segment"), "hidden_segment")
        case _ if vocabulary.hides(node.field):
            yield Problem((*loc, "field"), "unknown_field", {"field": node.field})
