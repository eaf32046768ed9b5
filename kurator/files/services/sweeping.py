"""The end of files whose time in the bin is over, and of contents that no row knows."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.db import connection

from kurator.files.models import File
from kurator.files.services.changing import erase_files
from kurator.files.services.limits import current_limits
from kurator.files.services.storage import (
    forget_interrupted,
    forget_orphans,
    old_keys,
    orphan_keys,
    set_aside,
    take_back,
)
from kurator.platform.context import Context, open_scope
from kurator.tracking.security import note_security_event

ORPHAN_AGE: Final = timedelta(hours=1)
ORPHAN_KEPT: Final = timedelta(days=7)
WAITING_KEPT: Final = timedelta(days=7)
BATCH: Final = 500
_SYSTEM: Final = Context(actor_kind="system", actor_name="files", channel="worker")


def erase_expired(*, now: datetime) -> int:
    """Remove for good what has been in the bin for the days of the setting."""
    border = now - timedelta(days=current_limits().bin_days)
    with open_scope(_SYSTEM):
        ids = list(
            File.objects.filter(state=File.State.REMOVED, removed_at__lt=border)
            .order_by("removed_at")
            .values_list("id", flat=True)[:BATCH]
        )
        if ids:
            erase_files(ids)
            note_security_event("files.retention_run", details={"erased": len(ids)})
    return len(ids)


def erase_waiting(*, now: datetime) -> int:
    """Remove what was sent for notes that nobody has saved for a week."""
    with open_scope(_SYSTEM):
        ids = list(
            File.objects.filter(state=File.State.WAITING, created_at__lt=now - WAITING_KEPT)
            .order_by("created_at")
            .values_list("id", flat=True)[:BATCH]
        )
        erase_files(ids)
    return len(ids)


def sweep_orphans(*, now: datetime) -> int:
    """
    Set aside contents without a row, and remove for good those that were set aside a week ago.

    Only those older than an hour: a younger one may belong to a request that is not committed yet.
    The week is for a database that was restored to an earlier instant and then to a later one.
    """
    before = (now - ORPHAN_AGE).timestamp()
    swept = forget_interrupted(before=before)
    for keys in _batched(orphan_keys(), BATCH):
        for key in _known(keys):
            take_back(key)
    forget_orphans(before=(now - ORPHAN_KEPT).timestamp())
    for keys in _batched(old_keys(before=before), BATCH):
        unknown = set(keys) - _known(keys)
        swept += len(unknown)
        for key in unknown:
            set_aside(key)
    return swept


def _batched(keys: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(keys)
    while batch := list(islice(rest, size)):
        yield batch


def _known(keys: Sequence[str]) -> set[str]:
    with open_scope(_SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT key FROM files_fileversion WHERE key = ANY(%s)", [list(keys)]
        )
        return {row[0] for row in cursor.fetchall()}
