"""What a killed worker left is started again; files that are over are removed."""

from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from kurator.imports.models import Import
from kurator.imports.services.files import delete_file
from kurator.imports.services.queue import ANALYZE, CHECK, RUN, enqueue
from kurator.platform.clock import is_silent
from kurator.platform.context import Context, open_scope
from kurator.platform.metrics import note_expired

STALLED_SECONDS: Final = 60
_SYSTEM: Final = Context(actor_kind="system", actor_name="imports", channel="worker")
_JOBS: Final = {"ANALYZING": ANALYZE, "CHECKING": CHECK, "RUNNING": RUN}
_STALLED: Final = f"""
UPDATE imports_import SET heartbeat_at = clock_timestamp()
 WHERE status IN ('ANALYZING', 'CHECKING', 'RUNNING')
   AND {is_silent("heartbeat_at")}
   AND NOT EXISTS (
     SELECT FROM procrastinate_jobs j
      WHERE j.status = 'todo' AND j.task_name LIKE 'imports.%%'
        AND j.args ->> 'import_id' = imports_import.id::text)
RETURNING id, status
"""


def requeue_stalled(*, seconds: float = STALLED_SECONDS) -> list[UUID]:
    """Queue imports whose worker has been silent; those that still wait in the queue are left."""
    with open_scope(_SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute(_STALLED, [seconds, seconds])
            stalled = cursor.fetchall()
        note_expired("imports", len(stalled))
        for import_id, status in stalled:
            enqueue(_JOBS[status], import_id)
    return [import_id for import_id, _ in stalled]


def forget_old_files(*, now: datetime) -> int:
    """Remove files that no import names: those whose time is over, and those of refused requests."""
    with open_scope(_SYSTEM):
        known = set(Import.objects.exclude(file_key="").values_list("file_key", flat=True))
    orphans = [path.name for path in _old_files(now) if path.name not in known]
    for key in orphans:
        delete_file(key)
    return len(orphans)


def _old_files(now: datetime) -> list[Path]:
    """Files of more than an hour: a younger one may belong to a request that is not committed."""
    folder = Path(settings.FILES_DIR) / "imports"
    border = now.timestamp() - 3600
    return [path for path in folder.glob("*") if path.stat().st_mtime < border]
