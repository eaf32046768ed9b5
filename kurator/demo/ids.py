"""
Ids in the shape of UUIDv7 that follow from the seed alone: the same in every installation.

Their clock is fixed and ends before any real one, so real ids always come later.
"""

from random import Random
from typing import Final
from uuid import UUID

_FIRST_DAY_MS: Final = 1_640_995_200_000
"""2022-01-01; demo days run from here for two years."""
DAY_MS: Final = 86_400_000
HISTORY_DAYS: Final = 730


def demo_id(random: Random, *, day: float = -HISTORY_DAYS) -> UUID:
    """Return an id ordered by `day`, which counts from today (0) back to -730."""
    milliseconds = _FIRST_DAY_MS + int((day + HISTORY_DAYS) * DAY_MS)
    value = (milliseconds << 80) | (7 << 76) | (random.getrandbits(12) << 64)
    return UUID(int=value | (2 << 62) | random.getrandbits(62))


LATEST_ID: Final = UUID(int=((_FIRST_DAY_MS + (HISTORY_DAYS + 1) * DAY_MS) << 80))
"""No demo id is later; no real id is earlier."""


def seeded_id(text: str) -> UUID:
    return demo_id(Random(text))
