"""What lies in the directory of backups: one folder per backup, the log, the pool of files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from kurator.platform.database.archive import backup_directory
from kurator.platform.database.home import write_private

NOTE = "backup.json"
DATA = "data"
SEGMENT_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Mark:
    """How many rows each table had at a position of the log."""

    lsn: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Backup:
    """`parent` is the backup that an incremental one adds to; `ended_at` is by the database."""

    name: str
    kind: str
    parent: str
    started_at: datetime
    ended_at: datetime
    bytes: int
    timeline: int
    start_lsn: str
    system: str
    version: str
    mark: Mark = field(default_factory=lambda: Mark("", {}))

    @property
    def folder(self) -> Path:
        return backup_directory() / self.name

    @property
    def data(self) -> Path:
        return self.folder / DATA

    @property
    def first_segment(self) -> str:
        return segment_name(self.timeline, self.start_lsn)


def segment_name(timeline: int, lsn: str) -> str:
    """The piece of the log that holds a position."""
    high, _, low = lsn.partition("/")
    return f"{timeline:08X}{int(high, 16):08X}{int(low, 16) // SEGMENT_BYTES:08X}"


def save(backup: Backup) -> None:
    note = {
        **asdict(backup),
        "started_at": backup.started_at.isoformat(),
        "ended_at": backup.ended_at.isoformat(),
    }
    write_private(backup.folder / NOTE, json.dumps(note, indent=1) + "\n")


def read(folder: Path) -> Backup:
    note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
    found = Backup(**note)
    return replace(
        found,
        started_at=datetime.fromisoformat(note["started_at"]),
        ended_at=datetime.fromisoformat(note["ended_at"]),
        mark=Mark(**note["mark"]),
    )


def backups() -> list[Backup]:
    """All finished ones, oldest first; a folder without a note was interrupted."""
    found = [read(path.parent) for path in backup_directory().glob(f"*/{NOTE}")]
    return sorted(found, key=lambda one: one.ended_at)


def chain(last: Backup, known: Sequence[Backup] | None = None) -> list[Backup]:
    """The full backup and what adds to it, up to the given one; `known` saves reading them anew."""
    by_name = {one.name: one for one in (backups() if known is None else known)}
    found = [last]
    while found[0].parent:
        found.insert(0, by_name[found[0].parent])
    return found
