"""Days counted from today, as instants and dates of the company's calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kurator.demo.ids import HISTORY_DAYS


@dataclass(frozen=True)
class Clock:
    now: datetime
    time_zone: str

    def date(self, day: int) -> date:
        return self.now.astimezone(ZoneInfo(self.time_zone)).date() + timedelta(days=day)

    def at(self, day: int, minute: int = 0) -> datetime:
        midnight = datetime.combine(self.date(day), time.min, tzinfo=ZoneInfo(self.time_zone))
        return midnight + timedelta(minutes=minute)


def day_of(day: int, minute: int) -> float:
    """Return the moment as a fraction of days, for the order of ids."""
    return max(-HISTORY_DAYS, day + minute / 1440)
