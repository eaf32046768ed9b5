"""Days of a person, cursors of lists, and what a strategy has settled about its tasks."""

import base64
import json
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

Cursor = tuple[datetime, UUID]


def end_of_day(now: datetime, time_zone: str) -> datetime:
    """Return the first instant of the next day in `time_zone`."""
    zone = ZoneInfo(time_zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, tzinfo=zone)


def encode_cursor(at: datetime, row_id: UUID) -> str:
    text = json.dumps([at.isoformat(), str(row_id)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(text: str) -> Cursor | None:
    """Return None for a text that `encode_cursor` never made."""
    try:
        decoded = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        at, row_id = decoded
        instant = datetime.fromisoformat(at)
        return (instant, UUID(row_id)) if instant.tzinfo else None
    except (ValueError, TypeError, AttributeError):
        return None


def is_settled_by_strategy(*, creator: str, is_in_pool: bool, is_taking: bool) -> bool:
    """Whether a change by hand is refused; anybody may take a strategy's task out of the pool."""
    return creator == "STRATEGY" and not (is_in_pool and is_taking)
