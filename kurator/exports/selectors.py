"""Reads of exports; a person sees only his own."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.exports.models import Export
from kurator.exports.rules.allowance import DAY
from kurator.exports.types import Earlier
from kurator.kernel.errors import NotFound
from kurator.platform.exporting import Exporter
from kurator.platform.features import features

RUN = "exports.run"
UNLIMITED = "exports.unlimited"
RAW = "exports.raw"
PAGE = 50


def exporters() -> Iterator[Exporter]:
    return (exporter for feature in features() for exporter in feature.exporters)


def find_exporter(code: str) -> Exporter | None:
    return next((exporter for exporter in exporters() if exporter.code == code), None)


def list_exports(viewer: Viewer, *, before: UUID | None = None, limit: int = PAGE) -> list[Export]:
    """Return one's own exports, latest first; ids are ordered by time."""
    found = Export.objects.filter(user_id=viewer.user_id, is_removed=False)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[:limit])


def get_export(viewer: Viewer, export_id: UUID) -> Export:
    """Return one of the viewer's own exports that he has not removed; raises NotFound."""
    found = Export.objects.filter(id=export_id, user_id=viewer.user_id, is_removed=False).first()
    if found is None:
        raise NotFound
    return found


def lock_export(viewer: Viewer, export_id: UUID) -> Export:
    """As `get_export`, locked until the end of the transaction."""
    found = (
        Export.objects.select_for_update(no_key=True)
        .filter(id=export_id, user_id=viewer.user_id, is_removed=False)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def list_earlier(viewer: Viewer, *, now: datetime, other_than: UUID | None = None) -> list[Earlier]:
    """Return what counts against the allowance; what has not ended counts as was expected."""
    found = Export.objects.filter(user_id=viewer.user_id, created_at__gt=now - DAY)
    earlier = found.only("created_at", "rows_done", "rows_expected", "status")
    return [Earlier(one.created_at, _rows_counted(one)) for one in earlier if one.id != other_than]


def _rows_counted(one: Export) -> int:
    is_under_way = one.status in (Export.Status.QUEUED, Export.Status.RUNNING)
    return max(one.rows_done, one.rows_expected) if is_under_way else one.rows_done


def find_colleague(email: str) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM k.colleagues() WHERE lower(email) = lower(%s)", [email])
        row = cursor.fetchone()
    return row[0] if row else None
