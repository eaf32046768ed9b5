"""How many of something are under way: in all, and for one address or person."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class TooManyAtOnce(Exception):
    """This one, or all together, have more under way than is taken on."""


class Counted:
    def __init__(self, total: int, from_one: int) -> None:
        self.total = total
        self.from_one = from_one
        self.under_way: Counter[str] = Counter()

    @contextmanager
    def one_more(self, who: str) -> Iterator[None]:
        """Raises TooManyAtOnce."""
        if self.under_way[who] >= self.from_one or self.under_way.total() >= self.total:
            self._drop(who)
            raise TooManyAtOnce
        self.under_way[who] += 1
        try:
            yield
        finally:
            self.under_way[who] -= 1
            self._drop(who)

    def _drop(self, who: str) -> None:
        if not self.under_way[who]:
            del self.under_way[who]
