"""The vocabulary of expressions about customers, segments included."""

from uuid import UUID

from kurator.expressions.nodes import Node
from kurator.expressions.parse import parse
from kurator.kernel.localized import Language, LocalizedText
from kurator.parties.vocabulary import PartyVocabulary, SegmentLookup
from kurator.segments.models import Segment


def segment_lookup() -> SegmentLookup:
    """Return a look-up that reads all segments at the first question, for one request or turn."""
    known: dict[str, Segment] | None = None

    def look_up(segment_id: str) -> tuple[Node, LocalizedText, bool] | None:
        nonlocal known
        if known is None:
            known = {str(segment.id): segment for segment in Segment.objects.all()}
        found = known.get(str(UUID(segment_id)))
        node = parse(found.expression).node if found else None
        return (node, found.name, found.is_public) if found and node else None

    return look_up


def vocabulary_for(language: Language) -> PartyVocabulary:
    return PartyVocabulary(language, segment_lookup())
