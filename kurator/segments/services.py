"""Segments: create, change, delete. A running strategy keeps the copy it was published with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kurator.access.types import Viewer
from kurator.expressions.check import check
from kurator.expressions.messages import message
from kurator.expressions.nodes import Node, segment_ids
from kurator.expressions.parse import parse
from kurator.kernel.errors import (
    FieldProblem,
    InvalidInput,
    KuratorError,
    NotFound,
    VersionConflict,
)
from kurator.kernel.localized import LANGUAGES, LocalizedText, text_in
from kurator.parties.vocabulary import (
    ConditionHidden,
    PartyVocabulary,
    hidden_field_problems,
    veil,
)
from kurator.platform.features import features
from kurator.platform.outbox import publish
from kurator.segments.models import Segment
from kurator.segments.vocabulary import vocabulary_for


class SegmentInUse(KuratorError):
    code = "segments.in_use"
    status = 409
    texts = {
        "en": "This segment is in use: {names}. Take it out of there first.",
        "ru": "Сегмент используется: {names}. Сначала уберите его оттуда.",
        "uk": "Сегмент використовується: {names}. Спочатку приберіть його звідти.",
    }


@dataclass(frozen=True)
class Understood:
    """A parsed and checked expression: `node` is None when there are problems."""

    node: Node | None
    problems: tuple[FieldProblem, ...]


def understand(
    expression: object, vocabulary: PartyVocabulary, *, own_id: UUID | None = None
) -> Understood:
    """Parse and check an untrusted expression; never raises for bad input."""
    parsed = parse(expression)
    problems = parsed.problems
    if parsed.node is not None:
        problems = hidden_field_problems(parsed.node, vocabulary) or check(
            parsed.node, vocabulary, own_id=str(own_id) if own_id else None
        )
    if problems:
        return Understood(
            None,
            tuple(
                FieldProblem(
                    loc=problem.loc,
                    code=problem.code,
                    texts={lang: message(problem, lang, vocabulary) for lang in LANGUAGES},
                )
                for problem in problems
            ),
        )
    return Understood(parsed.node, ())


def require_understood(
    expression: object, vocabulary: PartyVocabulary, *, own_id: UUID | None = None
) -> Node:
    """Return the tree; raises InvalidInput that names each wrong place."""
    understood = understand(expression, vocabulary, own_id=own_id)
    if understood.node is None:
        raise InvalidInput(
            problems=[
                FieldProblem(("expression", *p.loc), p.code, p.texts, p.data)
                for p in understood.problems
            ]
        )
    return understood.node


def create_segment(
    *,
    name: LocalizedText,
    expression: Mapping[str, Any],
    viewer: Viewer | None,
    segment_id: UUID | None = None,
    is_public: bool = False,
) -> Segment:
    require_understood(expression, vocabulary_for(viewer.language if viewer else "en"))
    segment = Segment(
        name=dict(name),
        expression=expression,
        created_by=viewer.user_id if viewer else None,
        is_public=is_public,
    )
    if segment_id:
        segment.id = segment_id
    segment.save(force_insert=True)
    publish("segments.changed", {"ids": [str(segment.id)], "owners": [""]})
    return segment


def change_segment(
    *,
    segment_id: UUID,
    name: LocalizedText | None,
    expression: Mapping[str, Any] | None,
    version: int | None,
    viewer: Viewer,
    now: datetime,
    is_public: bool | None = None,
) -> Segment:
    """
    Raises VersionConflict when `version` is given and no longer the latest, ConditionHidden when
    the present expression has parts that the viewer may not see.
    """
    segment = _segment_for_update(segment_id)
    if version is not None and version != segment.version:
        raise VersionConflict
    if expression is not None or is_public is not None:
        vocabulary = vocabulary_for(viewer.language)
        _refuse_hidden(segment, vocabulary)
    if expression is not None:
        require_understood(expression, vocabulary, own_id=segment_id)
        segment.expression = expression
    if is_public is not None:
        segment.is_public = is_public
    if name is not None:
        segment.name = dict(name)
    segment.version += 1
    segment.updated_at = now
    segment.save()
    publish("segments.changed", {"ids": [str(segment.id)], "owners": [""]})
    return segment


def delete_segment(*, segment_id: UUID, viewer: Viewer) -> None:
    """
    Raises SegmentInUse when other segments or strategies stand on it, ConditionHidden when it has
    parts that the viewer may not see: it cannot be made anew by him.
    """
    segment = _segment_for_update(segment_id)
    _refuse_hidden(segment, vocabulary_for(viewer.language))
    users = [*_segments_on(segment_id)]
    for feature in features():
        if feature.segment_users is not None:
            users += feature.segment_users(segment_id)
    if users:
        raise SegmentInUse(names=", ".join(text_in(name, viewer.language) for name in users))
    segment.delete()
    publish("segments.changed", {"ids": [str(segment_id)], "owners": [""]})


def _segments_on(segment_id: UUID) -> list[LocalizedText]:
    return [
        other.name
        for other in Segment.objects.exclude(id=segment_id)
        if (node := parse(other.expression).node) and str(segment_id) in segment_ids(node)
    ]


def _refuse_hidden(segment: Segment, vocabulary: PartyVocabulary) -> None:
    if veil(segment.expression, vocabulary) != segment.expression:
        raise ConditionHidden


def _segment_for_update(segment_id: UUID) -> Segment:
    segment = Segment.objects.select_for_update().filter(id=segment_id).first()
    if segment is None:
        raise NotFound
    return segment
