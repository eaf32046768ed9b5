"""
Calendar arithmetic on the clock of a zone.

Law: the same answers as PostgreSQL's `AT TIME ZONE` and `timestamp + interval`. A local time that
the clocks skip is read with the offset before the change, one that comes twice with the offset
after it; in both cases that is the smaller offset. Month ends are clamped.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from kurator.expressions.nodes import RelativeNow, Unit

EARLIEST = datetime.combine(date.min, time.min)
LATEST = datetime.combine(date.max, time.max)
MONTHS_IN_YEAR = 12

_STEPS = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.WEEK: timedelta(weeks=1),
}
_MONTHS = {Unit.MONTH: 1, Unit.YEAR: MONTHS_IN_YEAR}


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def add(moment: datetime, offset: RelativeNow) -> datetime:
    """Move a time of the calendar; past its ends it stays at the end."""
    try:
        if offset.unit in _MONTHS:
            return _add_months(moment, offset.n * _MONTHS[offset.unit])
        return moment + offset.n * _STEPS[offset.unit]
    except (OverflowError, ValueError):
        return (LATEST if offset.n > 0 else EARLIEST).replace(tzinfo=moment.tzinfo)


def add_to_date(day: date, offset: RelativeNow) -> date:
    return add(datetime.combine(day, time.min), offset).date()


def to_local(moment: datetime, zone: str) -> datetime:
    try:
        return moment.astimezone(zone_of(zone)).replace(tzinfo=None)
    except OverflowError:
        return moment.replace(tzinfo=None)


def to_instant(local: datetime, zone: str) -> datetime:
    offsets = [
        local.replace(tzinfo=zone_of(zone), fold=fold).utcoffset() or timedelta() for fold in (0, 1)
    ]
    try:
        return local.replace(tzinfo=timezone(min(offsets))).astimezone(UTC)
    except OverflowError:
        return local.replace(tzinfo=UTC)


def _add_months(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, MONTHS_IN_YEAR)
    year = moment.year + years
    last_day = monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last_day))
