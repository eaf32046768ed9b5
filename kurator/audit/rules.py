"""Pure decisions of the audit."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

FACTOR: Final = 5
LEAST_CARDS: Final = 100
"""Below so many cards in a day nobody is reported, however little he reads otherwise."""
USUAL_DAYS: Final = 30


@dataclass(frozen=True)
class Reading:
    """Different customers opened by one person today, and the median of his days before."""

    cards: int
    median: int
    days: int


def limit_for(median: int) -> int:
    """So many cards are still usual for somebody with this median."""
    return max(LEAST_CARDS, FACTOR * median)


def is_unusual(reading: Reading) -> bool:
    return reading.cards > limit_for(reading.median)


NIGHT_HOUR: Final = 2


def is_night_due(*, now: datetime, last: datetime | None, zone: str) -> bool:
    """Once a day by the company's clock, not before two in the morning."""
    local = now.astimezone(ZoneInfo(zone))
    if local.hour < NIGHT_HOUR:
        return False
    return last is None or last.astimezone(ZoneInfo(zone)).date() < local.date()


def border(days: int, now: datetime) -> datetime:
    """The start of the day (UTC) that many days ago: whole days go, so that seals stay checkable."""
    day = now.astimezone(UTC) - timedelta(days=days)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)
