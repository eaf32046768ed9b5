"""What a person has to see to, decided from figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

OLD_EVENT = timedelta(seconds=60)
OLD_ACTION = timedelta(minutes=5)
OLD_JOB = timedelta(minutes=15)
OLD_MESSAGE = timedelta(minutes=5)
OLD_BACKUP = timedelta(hours=26)
WEBHOOKS = "webhooks"
PATIENCE = {"dirty": OLD_EVENT, "outbox": OLD_EVENT, "actions": OLD_ACTION, WEBHOOKS: OLD_MESSAGE}


@dataclass(frozen=True)
class Waiting:
    code: str
    oldest_at: datetime | None
    failed: int
    unknown: int


@dataclass(frozen=True)
class Circumstances:
    """`backup_at` is when the newest backup ended; None where none was ever taken."""

    queues: Sequence[Waiting]
    is_held: bool
    disk_room: str
    archive_failed_at: datetime | None
    backup_at: datetime | None
    is_backup_bad: bool
    are_seals_broken: bool


def attention(found: Circumstances, now: datetime) -> list[str]:
    """Codes of what needs a person, the most urgent first."""
    checks = [
        ("disk", found.disk_room != "ENOUGH"),
        ("altered", found.are_seals_broken),
        ("held", found.is_held),
        ("archive", found.archive_failed_at is not None),
        ("backup_bad", found.is_backup_bad),
        ("backup_old", found.backup_at is not None and now - found.backup_at > OLD_BACKUP),
        ("no_backup", found.backup_at is None),
        ("unknown", any(queue.unknown for queue in found.queues)),
        ("failed_actions", _failed(found, "actions")),
        ("dead_events", _failed(found, "outbox")),
        ("failed_jobs", any(q.failed for q in found.queues if q.code.startswith("jobs:"))),
        ("webhooks", any(is_late(q, now) for q in found.queues if q.code == WEBHOOKS)),
        ("late", any(is_late(q, now) for q in found.queues if q.code != WEBHOOKS)),
    ]
    return [code for code, is_so in checks if is_so]


def is_late(queue: Waiting, now: datetime) -> bool:
    patience = PATIENCE.get(queue.code, OLD_JOB)
    return queue.oldest_at is not None and now - queue.oldest_at > patience


def _failed(found: Circumstances, code: str) -> bool:
    return any(queue.failed for queue in found.queues if queue.code == code)
