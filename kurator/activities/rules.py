"""Days of a person, and what a strategy has settled about its tasks."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def end_of_day(now: datetime, time_zone: str) -> datetime:
    """Return the first instant of the next day in `time_zone`."""
    zone = ZoneInfo(time_zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, tzinfo=zone)


def is_settled_by_strategy(*, creator: str, is_in_pool: bool, is_taking: bool) -> bool:
    """Whether a change by hand is refused; anybody may take a strategy's task out of the pool."""
    return creator == "STRATEGY" and not (is_in_pool and is_taking)
