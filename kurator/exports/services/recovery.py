"""What a killed worker left is begun anew; files whose days are over go."""

from datetime import datetime
from typing import Final
from uuid import UUID

from kurator.exports.models import Export
from kurator.exports.services.files import delete_file, folder
from kurator.exports.services.queue import announce, enqueue
from kurator.exports.services.reporting import SYSTEM
from kurator.platform.clock import is_silent
from kurator.platform.context import open_scope
from kurator.platform.queries import read_rows

STALLED_SECONDS: Final = 60
_STALLED: Final = f"""
UPDATE exports_export SET heartbeat_at = clock_timestamp()
 WHERE status IN ('QUEUED', 'RUNNING')
   AND {is_silent("heartbeat_at")}
   AND NOT EXISTS (
     SELECT FROM procrastinate_jobs j
      WHERE j.status = 'todo' AND j.task_name = 'exports.run'
        AND j.args ->> 'export_id' = exports_export.id::text)
RETURNING id
"""


def requeue_stalled(*, seconds: float = STALLED_SECONDS) -> list[UUID]:
    with open_scope(SYSTEM):
        stalled = [row[0] for row in read_rows(_STALLED, [seconds, seconds])]
        for export_id in stalled:
            enqueue(export_id)
    return stalled


def expire_files(*, now: datetime) -> int:
    """Remove files that are too old, and those of more than an hour that no export knows."""
    with open_scope(SYSTEM):
        over = Export.objects.filter(status=Export.Status.DONE, expires_at__lte=now)
        keys = []
        for one in over.select_for_update(skip_locked=True):
            keys.append(one.file_key)
            one.status, one.file_key = Export.Status.EXPIRED, ""
            one.save(update_fields=["status", "file_key"])
            announce(one)
        known = set(Export.objects.exclude(file_key="").values_list("file_key", flat=True))
    border = now.timestamp() - 3600
    keys += [
        p.name for p in folder().glob("*") if p.name not in known and p.stat().st_mtime < border
    ]
    for key in set(keys):
        delete_file(key)
    return len(set(keys))
