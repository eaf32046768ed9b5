"""How much room the data have; the thresholds are those at which the supervisor acts."""

from dataclasses import dataclass

from kurator.platform.database.disk import measure, room_for
from kurator.platform.database.home import home_directory


@dataclass(frozen=True)
class Disk:
    free: int
    total: int
    room: str


def disk_room() -> Disk:
    free, total = measure(home_directory())
    return Disk(free, total, room_for(free=free, total=total).name)
