"""How much a person may take out: so many exports in an hour, so many rows in a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from kurator.exports.types import Allowance, Earlier

MAX_IN_HOUR: Final = 3
MAX_ROWS_IN_DAY: Final = 10_000
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


def allowance(earlier: Sequence[Earlier], now: datetime) -> Allowance:
    """Return what is left after the exports of the last day."""
    recent = sorted(one.at for one in earlier if one.at > now - HOUR)
    taken = sum(one.rows for one in earlier if one.at > now - DAY)
    exports_left = max(0, MAX_IN_HOUR - len(recent))
    rows_left = max(0, MAX_ROWS_IN_DAY - taken)
    times = []
    if exports_left == 0:
        times.append(recent[len(recent) - MAX_IN_HOUR] + HOUR)
    if rows_left == 0:
        times.append(rows_possible_at(earlier, 1, now) or now)
    return Allowance(exports_left, rows_left, max(times, default=None))


def rows_possible_at(earlier: Sequence[Earlier], wanted: int, now: datetime) -> datetime | None:
    """When so many rows may be taken out; None when never, for a day does not hold so many."""
    if wanted > MAX_ROWS_IN_DAY:
        return None
    counted = sorted((one for one in earlier if one.at > now - DAY), key=lambda one: one.at)
    taken = sum(one.rows for one in counted)
    for one in counted:
        if taken + wanted <= MAX_ROWS_IN_DAY:
            break
        taken -= one.rows
        now = one.at + DAY
    return now
