"""How many of something are under way: in all, and for one address or person."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kurator.platform.shared import SharedCounts

COUNTS: Final = SharedCounts()


class TooManyAtOnce(Exception):
    """This one, or all together, have more under way than is taken on."""


class Counted:
    """`total` are taken on by this process, whose memory they hold; `from_one` by all together."""

    def __init__(self, kind: str, *, total: int, from_one: int) -> None:
        self.kind = kind
        self.total = total
        self.from_one = from_one
        self.under_way = 0

    @contextmanager
    def one_more(self, who: str) -> Iterator[None]:
        """Raises TooManyAtOnce."""
        subject = f"{self.kind} {who}"
        if self.under_way >= self.total or not COUNTS.begin(subject, self.from_one):
            raise TooManyAtOnce
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1
            COUNTS.end(subject)
