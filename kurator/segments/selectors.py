"""Who belongs to a segment, always computed from the data and within the viewer's scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.expressions.frame import Frame
from kurator.expressions.nodes import Node, child_nodes
from kurator.expressions.sql import compile_sql
from kurator.expressions.types import Vocabulary
from kurator.kernel.errors import NotFound
from kurator.kernel.localized import text_in
from kurator.parties.selectors.visibility import owned_by_sql
from kurator.segments.models import Segment
from kurator.segments.types import SegmentDefinition

SAMPLE = 20
MAX_COUNTED_NODES = 40


@dataclass(frozen=True)
class Preview:
    """`total` is all that the viewer serves; `node_counts` follows the tree depth first, the root left out."""

    total: int
    count: int
    sample_ids: Sequence[UUID]
    node_counts: Sequence[int]


def get_segment(viewer: Viewer, segment_id: UUID) -> Segment:
    segment = Segment.objects.filter(id=segment_id).first()
    if segment is None:
        raise NotFound
    return segment


def find_definition(segment_id: UUID) -> SegmentDefinition | None:
    """Return the definition or None; definitions are the same for everybody."""
    found = Segment.objects.filter(id=segment_id).first()
    if found is None:
        return None
    return SegmentDefinition(found.id, found.name, found.expression)


def list_segments(viewer: Viewer) -> list[Segment]:
    """Return all segments by their names in the viewer's language."""
    return sorted(Segment.objects.all(), key=lambda s: text_in(s.name, viewer.language).lower())


def count_members(viewer: Viewer, node: Node, vocabulary: Vocabulary, now: datetime) -> int:
    """Return how many of the viewer's own scope, shared ones left out; exact, so it reads them all."""
    compiled = compile_sql(node, vocabulary)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM parties_party p"
            f" WHERE {owned_by_sql(viewer.owner_ids)} AND {compiled.sql}",
            {**compiled.params, "now": now},
        )
        return int(cursor.fetchone()[0])


def preview_members(viewer: Viewer, node: Node, vocabulary: Vocabulary, now: datetime) -> Preview:
    """Count the whole and each part of the tree in one pass, and take a sample."""
    scope = owned_by_sql(viewer.owner_ids)
    root = compile_sql(node, vocabulary)
    params = {**root.params, "now": now}
    filters = []
    for number, part in enumerate(_parts(node)[:MAX_COUNTED_NODES]):
        compiled = compile_sql(part, vocabulary, Frame(prefix=f"n{number}_"))
        params |= compiled.params
        filters.append(f", count(*) FILTER (WHERE {compiled.sql})")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), count(*) FILTER (WHERE {root.sql}){''.join(filters)}"
            f" FROM parties_party p WHERE {scope}",
            params,
        )
        total, count, *node_counts = cursor.fetchone()
        cursor.execute(
            f"SELECT p.id FROM parties_party p WHERE {scope} AND {root.sql}"
            f" ORDER BY p.updated_at DESC, p.id DESC LIMIT {SAMPLE}",
            params,
        )
        sample = [row[0] for row in cursor.fetchall()]
    return Preview(total, count, sample, node_counts)


def _parts(node: Node) -> list[Node]:
    found: list[Node] = []
    for child in child_nodes(node):
        found += [child, *_parts(child)]
    return found
