"""Instants as the commands print and read them: in the company's time, with its offset."""

import os
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_COLUMNS = re.compile(r"\s{2,}|\t")
_OFFSET = re.compile(r"\s*(UTC|Z|[+-]\d\d:?\d\d)$", re.IGNORECASE)


def company_zone() -> ZoneInfo:
    return ZoneInfo(os.environ.get("KURATOR_TIME_ZONE", "Europe/Kyiv"))


def written(instant: datetime) -> str:
    return instant.astimezone(company_zone()).isoformat(sep=" ", timespec="seconds")


def written_after(instant: datetime) -> str:
    """Rounded up, so that what is over at the instant is over at the one that is printed."""
    return written(instant + timedelta(seconds=1, microseconds=-1))


def read_instant(text: str) -> datetime | None:
    """Without an offset it is the company's time; the rest of a pasted line is let go."""
    wanted = _COLUMNS.split(text.strip())[0]
    offset = _OFFSET.search(wanted)
    if offset:
        named = offset[1].upper()
        wanted = wanted[: offset.start()] + ("+00:00" if named in {"UTC", "Z"} else named)
    try:
        found = datetime.fromisoformat(wanted)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=company_zone())
