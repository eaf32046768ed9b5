"""One's own changes of many."""

from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.bulk.models import BulkRun
from kurator.bulk.reason_texts import reason_of
from kurator.kernel.errors import NotFound
from kurator.kernel.localized import text_in

LATEST: Final = 50
SHOWN_REFUSALS: Final = 500


def list_runs(viewer: Viewer) -> list[BulkRun]:
    """Return the viewer's own runs, the latest first."""
    return list(BulkRun.objects.filter(user_id=viewer.user_id).order_by("-id")[:LATEST])


def get_run(viewer: Viewer, run_id: UUID) -> BulkRun:
    """Return one of the viewer's own runs; raises NotFound."""
    found = BulkRun.objects.filter(id=run_id, user_id=viewer.user_id).first()
    if found is None:
        raise NotFound
    return found


def lock_run(viewer: Viewer, run_id: UUID) -> BulkRun:
    """Return one of the viewer's own runs, locked until the end of the transaction; raises NotFound."""
    found = (
        BulkRun.objects.select_for_update(no_key=True)
        .filter(id=run_id, user_id=viewer.user_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def change_behind(viewer: Viewer, set_id: UUID) -> tuple[UUID, bool]:
    """
    Return what a taking back of this change set concerns at last, and whether that is taken back or,
    where the set is a taking back itself, done again.
    """
    own = BulkRun.objects.filter(user_id=viewer.user_id, undo_of__isnull=False)
    is_taken_back = True
    while (earlier := own.filter(id=set_id).values_list("undo_of", flat=True).first()) is not None:
        set_id, is_taken_back = earlier, not is_taken_back
    return set_id, is_taken_back


_REFUSALS: Final = """
SELECT r.party_id, p.number, p.display_name, r.code, r.fields
  FROM bulk_bulkrefusal r LEFT JOIN parties_party p ON p.id = r.party_id
 WHERE r.run_id = %s AND r.user_id = %s ORDER BY r.id LIMIT %s
"""


def list_refusals(viewer: Viewer, run_id: UUID) -> list[dict[str, Any]]:
    """Return the customers that were left as they are; the name only of those in sight."""
    get_run(viewer, run_id)
    with connection.cursor() as cursor:
        cursor.execute(_REFUSALS, [run_id, viewer.user_id, SHOWN_REFUSALS])
        names = ("party_id", "number", "display_name", "code", "fields")
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [{**one, "reason": text_in(reason_of(one["code"]), viewer.language)} for one in found]
