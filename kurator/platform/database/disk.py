"""
What to do before the disk is full.

A full disk makes PostgreSQL panic, and it stays down. So a reserve file is held: it is given up
when the disk is almost full, and gives the server the room it needs to recover.
"""

import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

GIGABYTE = 1024**3
RESERVE_BYTES = 512 * 1024 * 1024


class Room(Enum):
    ENOUGH = 0
    LITTLE = 1
    READ_ONLY = 2
    NONE = 3


@dataclass(frozen=True)
class Threshold:
    room: Room
    share: float
    most_bytes: int

    def reached(self, *, free: int, total: int) -> bool:
        """The share of a small disk; on a large one an absolute size is plenty."""
        return free < min(self.share * total, self.most_bytes)


THRESHOLDS = (
    Threshold(Room.NONE, 0.02, GIGABYTE),
    Threshold(Room.READ_ONLY, 0.05, 2 * GIGABYTE),
    Threshold(Room.LITTLE, 0.15, 8 * GIGABYTE),
)


def room_for(*, free: int, total: int) -> Room:
    for threshold in THRESHOLDS:
        if threshold.reached(free=free, total=total):
            return threshold.room
    return Room.ENOUGH


def measure(path: Path) -> tuple[int, int]:
    """Bytes free for us, and in total."""
    figures = os.statvfs(path)
    return figures.f_bavail * figures.f_frsize, figures.f_blocks * figures.f_frsize


def hold_reserve(path: Path) -> None:
    free, total = measure(path.parent)
    if path.exists() or room_for(free=free - RESERVE_BYTES, total=total) is not Room.ENOUGH:
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(descriptor, 0, RESERVE_BYTES)
        else:
            os.truncate(descriptor, RESERVE_BYTES)
    except OSError:
        path.unlink()
    finally:
        os.close(descriptor)


def release_reserve(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True
