"""How long backups are kept: whole chains, and the log that leads on from them."""

import os
import shutil
from datetime import datetime, timedelta

from kurator.operations.backups.place import Backup, backups, chain
from kurator.operations.backups.pool import forget_unlisted
from kurator.platform.database.archive import log_archive

KEEP_DAYS = 14
SEGMENT_LETTERS = 24
TIMELINE_LETTERS = 8


def keep_days() -> int:
    return max(1, int(os.environ.get("KURATOR_BACKUP_KEEP_DAYS") or KEEP_DAYS))


def over(known: list[Backup], *, now: datetime) -> list[Backup]:
    """
    Backups that are not needed to return to any instant of the last days: those of chains that
    were followed by another full backup before that.
    """
    border = now - timedelta(days=keep_days())
    fulls = [one for one in known if one.kind == "full" and one.ended_at <= border]
    if not fulls:
        return []
    first_needed = fulls[-1]
    return [one for one in known if chain(one, known)[0].ended_at < first_needed.ended_at]


def forget_old(*, now: datetime) -> list[Backup]:
    gone = over(backups(), now=now)
    # The latest first: none is ever left without what it adds to.
    for backup in reversed(gone):
        shutil.rmtree(backup.folder)
    _forget_log()
    forget_unlisted()
    return gone


def _forget_log() -> None:
    known = backups()
    if not known:
        return
    first = min(one.first_segment[TIMELINE_LETTERS:] for one in known)
    for path in log_archive().glob("*.gz"):
        name = path.name.removesuffix(".gz")
        is_segment = len(name) >= SEGMENT_LETTERS and "history" not in name
        if is_segment and name[TIMELINE_LETTERS:SEGMENT_LETTERS] < first:
            path.unlink()
