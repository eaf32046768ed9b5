from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kurator.access.session import ApiRequest
from kurator.expressions.parse import parse
from kurator.expressions.sentence import sentence
from kurator.kernel.localized import text_in
from kurator.parties.selectors.rows import rows_by_ids
from kurator.parties.vocabulary import PartyVocabulary, veil
from kurator.platform.api import Door
from kurator.platform.shapes import ProblemOut, RecordRow
from kurator.segments import selectors, services
from kurator.segments.models import Segment
from kurator.segments.schemas import (
    PreviewIn,
    PreviewOut,
    SegmentIn,
    SegmentOut,
    SegmentPatch,
)
from kurator.segments.vocabulary import vocabulary_for

door = Door("segments", "segments")
DOORS = (door,)
SAMPLE_COLUMNS = ("party.status", "party.owner")
NAME_MISSING = {
    "en": "Give the segment a name.",
    "ru": "Дайте сегменту название.",
    "uk": "Дайте сегменту назву.",
}


def _segment_out(
    segment: Segment, vocabulary: PartyVocabulary, count: int | None = None
) -> SegmentOut:
    language = vocabulary.language
    node = parse(segment.expression).node
    shown = veil(segment.expression, vocabulary)
    return SegmentOut(
        id=segment.id,
        name=text_in(segment.name, language),
        names=segment.name,
        expression=dict(shown),
        is_partly_hidden=shown != segment.expression,
        is_closed=vocabulary.closes_segment(str(segment.id)),
        is_public=segment.is_public,
        sentence=sentence(node, language, vocabulary) if node else "",
        version=segment.version,
        created_at=segment.created_at,
        updated_at=segment.updated_at,
        count=count,
    )


@door.get("", permission="segments.view", response=list[SegmentOut])
def list_segments(request: ApiRequest) -> list[SegmentOut]:
    """Return all segments by name."""
    vocabulary = vocabulary_for(request.viewer.language)
    return [_segment_out(s, vocabulary) for s in selectors.list_segments(request.viewer)]


@door.post("", permission="segments.edit", response={201: SegmentOut})
def create_segment(request: ApiRequest, payload: SegmentIn) -> Any:
    """Create a segment; each wrong place of the expression is named."""
    segment = services.create_segment(
        name=payload.name.needed_texts(NAME_MISSING),
        expression=payload.expression,
        is_public=payload.is_public,
        viewer=request.viewer,
    )
    segment.refresh_from_db()
    return 201, _segment_out(segment, vocabulary_for(request.viewer.language))


@door.post("/preview", slow=True, permission="segments.view", looking="read", response=PreviewOut)
def preview_segment(request: ApiRequest, payload: PreviewIn) -> PreviewOut:
    """Count and sample the customers an expression means; problems instead when it is wrong."""
    viewer = request.viewer
    vocabulary = vocabulary_for(viewer.language)
    understood = services.understand(payload.expression, vocabulary, own_id=payload.segment_id)
    if understood.node is None:
        errors = [
            ProblemOut(loc=list(p.loc), code=p.code, msg=p.message(viewer.language))
            for p in understood.problems
        ]
        return PreviewOut(
            total=None, count=None, sample=[], sentence="", node_counts=[], errors=errors
        )
    found = selectors.preview_members(viewer, understood.node, vocabulary, datetime.now(UTC))
    rows = rows_by_ids(viewer, found.sample_ids, SAMPLE_COLUMNS)
    return PreviewOut(
        total=found.total,
        count=found.count,
        sample=[RecordRow(**row) for row in rows],
        sentence=sentence(understood.node, viewer.language, vocabulary),
        node_counts=list(found.node_counts),
        errors=[],
    )


@door.get("/{segment_id}", permission="segments.view", response=SegmentOut)
def get_segment(request: ApiRequest, segment_id: UUID) -> SegmentOut:
    """Return a segment with the number of its members that the viewer serves, unless it is closed."""
    viewer = request.viewer
    vocabulary = vocabulary_for(viewer.language)
    segment = selectors.get_segment(viewer, segment_id)
    is_closed = vocabulary.closes_segment(str(segment_id))
    node = None if is_closed else parse(segment.expression).node
    count = selectors.count_members(viewer, node, vocabulary, datetime.now(UTC)) if node else None
    return _segment_out(segment, vocabulary, count)


@door.patch("/{segment_id}", permission="segments.edit", response=SegmentOut)
def change_segment(request: ApiRequest, segment_id: UUID, payload: SegmentPatch) -> SegmentOut:
    """Change name or expression; 412 when `version` is not the latest."""
    segment = services.change_segment(
        segment_id=segment_id,
        name=payload.name.needed_texts(NAME_MISSING) if payload.name else None,
        expression=payload.expression,
        is_public=payload.is_public,
        version=payload.version,
        viewer=request.viewer,
        now=datetime.now(UTC),
    )
    return _segment_out(segment, vocabulary_for(request.viewer.language))


@door.delete("/{segment_id}", permission="segments.edit", response={204: None})
def delete_segment(request: ApiRequest, segment_id: UUID) -> Any:
    """Delete a segment that no other one is built on."""
    services.delete_segment(segment_id=segment_id, viewer=request.viewer)
    return 204, None
