"""Pure decisions of the audit."""

from dataclasses import dataclass
from typing import Final

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
