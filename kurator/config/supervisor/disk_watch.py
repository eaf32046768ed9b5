"""Tells of a disk that fills up, and keeps the database alive on it."""

from pathlib import Path

from kurator.config.supervisor.progress import warn
from kurator.platform.database import disk, embedded
from kurator.platform.database.connections import is_embedded
from kurator.platform.database.disk import Room

READ_ONLY_ROOMS = (Room.READ_ONLY, Room.NONE)
WORDS = {
    Room.ENOUGH: "enough again",
    Room.LITTLE: "make room soon",
    Room.READ_ONLY: "nothing can be changed until there is room",
    Room.NONE: "nothing can be changed until there is room",
}


class DiskWatch:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.reserve = home / "reserve"
        self.room = Room.ENOUGH
        self.is_reserve_spent = False
        disk.hold_reserve(self.reserve)

    def look(self) -> None:
        free, total = disk.measure(self.home)
        if self.is_reserve_spent:
            # What it gave back is not room: it is there for the server to recover with.
            free -= disk.RESERVE_BYTES
        room = disk.room_for(free=free, total=total)
        if room is Room.NONE:
            self.spend_reserve()
        elif room is Room.ENOUGH and self.is_reserve_spent:
            self.is_reserve_spent = False
            disk.hold_reserve(self.reserve)
        if room is not self.room:
            self._change(room, free)

    def spend_reserve(self) -> None:
        if disk.release_reserve(self.reserve):
            self.is_reserve_spent = True
            warn(f"the reserve of {disk.RESERVE_BYTES >> 20} MB on the disk was given up")

    def _change(self, room: Room, free: int) -> None:
        warn(f"{max(free, 0) / disk.GIGABYTE:.1f} GB of disk left: {WORDS[room]}")
        was_read_only = self.room in READ_ONLY_ROOMS
        is_read_only = room in READ_ONLY_ROOMS
        if is_embedded() and is_read_only != was_read_only:
            embedded.write_settings({"default_transaction_read_only": "on"} if is_read_only else {})
            embedded.reload_settings()
        self.room = room
