"""
What all cells of a column have in common, gathered in one pass in flat memory.

Cells are folded to shapes (each digit becomes 0): a million amounts have a dozen shapes, and what
holds for the shapes holds for the cells.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from kurator.imports.rules import dates, numbers
from kurator.imports.rules.lists import several
from kurator.imports.types import CellCounts, ColumnProfile, DateOrder, Decimal, Shape
from kurator.kernel.defuse import restore

MAX_SHAPES: Final = 500
MAX_DISTINCT: Final = 200
MAX_CHOICES: Final = 12
MAX_LISTED: Final = 50
MAX_UNIQUE_PROVEN: Final = 200_000
MAX_COUNTED: Final = 300
MAX_COUNTED_LETTERS: Final = 10_000
MIN_FIT: Final = 0.9
"""Share of the cells that must fit a kind; the others become errors of their rows."""
BOOLS: Final = {
    "yes": True, "no": False, "y": True, "n": False, "true": True, "false": False,
    "да": True, "нет": False, "так": True, "ні": False, "істина": True, "хибність": False,
    "истина": True, "ложь": False, "1": True, "0": False, "1.0": True, "0.0": False, "t": True, "f": False,
    "on": True, "off": False,
}  # fmt: skip
_BOOL_PAIRS: Final = tuple(
    frozenset(pair.split())
    for pair in (
        "yes no", "y n", "true false", "да нет", "так ні", "істина хибність", "истина ложь",
        "1 0", "1.0 0.0", "t f", "on off",
    )
)  # fmt: skip
_ZEROS: Final = str.maketrans("123456789", "000000000")
_EMAIL: Final = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+")
_PHONE: Final = re.compile(
    r"(?=.*[+( -]|0\d{8,})\+?\(?\d[\d\s().\-/–]{5,22}\d(?:\s*(?:доб|вн|ext|x|#)[\s.]*\d{1,6})?"
)
_MONEY_HEAD: Final = re.compile(
    r"charge|amount|price|cost|revenue|balance|salary|debt|payment.?sum|цен|цін|сумм|сума|"
    r"стоимост|вартіст|баланс|долг|борг|оплат[аы]|выручк|виручк|зарплат",
    re.IGNORECASE,
)


class ColumnProfiler:
    """Feed it the cells of one column in portions, then ask for the profile."""

    def __init__(self, index: int, header: str) -> None:
        self.index, self.header = index, header
        self.blanks = self.filled = self.longest = 0
        self._values: Counter[str] | None = Counter()
        self._cells: Counter[str] | None = Counter()
        self._parts: Counter[str] | None = None
        self._shapes: Counter[str] | None = Counter()
        self._examples: list[str] = []
        self._seen: set[int] | None = set()
        self._emails = self._phones = 0
        self._orders: frozenset[DateOrder | None] = frozenset()
        self._has_leading_zero = self._has_time = False

    def feed(self, cells: Sequence[str]) -> None:
        """Equal cells of a portion are looked at once."""
        counts: Counter[str] = Counter()
        for cell, count in Counter(cells).items():
            text = cell.strip()
            counts[restore(text) if text[:1] == "'" else text] += count
        self.blanks += counts.pop("", 0)
        if not counts:
            return
        filled = counts.total()
        self.filled += filled
        self.longest = max(self.longest, max(map(len, counts)))
        if len(self._examples) < 5:
            self._examples = list(dict.fromkeys([*self._examples, *islice(counts, 5)]))[:5]
        self._feed_unique(counts, filled)
        if self._values is not None:
            self._values.update(counts)
            if len(self._values) > MAX_DISTINCT:
                self._values = None
        self._feed_counted(counts)
        self._feed_contacts(counts)
        self._feed_shapes(counts)

    def _feed_counted(self, counts: Counter[str]) -> None:
        """Whole cells while few differ, then their parts while those are few."""
        if self._cells is not None:
            self._cells.update(counts)
            if len(self._cells) <= MAX_COUNTED:
                return
            counts, self._cells, self._parts = self._cells, None, Counter()
        if self._parts is None:
            return
        for cell, count in counts.items():
            for part in several(cell):
                self._parts[part] += count
            if len(self._parts) > MAX_COUNTED:
                self._parts = None
                return

    def counted(self) -> CellCounts:
        """Return what lists may be compared with."""
        found = self._parts if self._cells is None else self._cells
        if found is None or sum(map(len, found)) > MAX_COUNTED_LETTERS:
            return CellCounts()
        return CellCounts(dict(found.most_common()), is_whole=self._cells is not None)

    def _feed_unique(self, counts: Counter[str], filled: int) -> None:
        if self._seen is None or len(self._seen) >= MAX_UNIQUE_PROVEN:
            return
        fresh = set(map(hash, counts))
        if len(counts) < filled or not self._seen.isdisjoint(fresh):
            self._seen = None
            return
        self._seen |= fresh

    def _feed_contacts(self, counts: Counter[str]) -> None:
        """The first portion decides whether it is worth looking for contacts at all."""
        if self._emails >= 0:
            self._emails += sum(
                n for value, n in counts.items() if "@" in value and _EMAIL.search(value)
            )
            self._emails = self._emails or -1
        if self._phones >= 0:
            self._phones += sum(n for value, n in counts.items() if _PHONE.match(value))
            self._phones = self._phones or -1

    def _feed_shapes(self, counts: Counter[str]) -> None:
        if self._shapes is None:
            return
        shapes: Counter[str] = Counter()
        for value, count in counts.items():
            shapes[value.translate(_ZEROS)] += count
        self._shapes.update(shapes)
        if len(self._shapes) > MAX_SHAPES:
            self._shapes = None
            return
        if any(map(dates.is_date_shape, shapes)):
            self._orders |= dates.order_evidence(counts)
            self._has_time = self._has_time or any(map(dates.has_time, counts))
        self._has_leading_zero = self._has_leading_zero or any(
            value[0] == "0" and value[1:2].isdigit() for value in counts
        )

    def profile(self) -> ColumnProfile:
        shape = self._shape()
        order, asks_order = dates.settle_order(self._orders)
        decimal, asks_decimal, currency = self._writing()
        return ColumnProfile(
            index=self.index,
            header=self.header,
            shape=shape,
            blanks=self.blanks,
            filled=self.filled,
            distinct=None if self._values is None else len(self._values),
            is_unique=self._seen is not None and self.filled > 0 and self.blanks == 0,
            longest=self.longest,
            choices=self._choices(),
            date_order=order,
            asks_date_order=asks_order,
            decimal=decimal,
            asks_decimal=asks_decimal,
            currency=currency,
            examples=tuple(example[:200] for example in self._examples),
        )

    def _shape(self) -> Shape:
        if not self.filled:
            return Shape.TEXT
        if self._is_bool():
            return Shape.BOOL
        if self._emails >= MIN_FIT * self.filled:
            return Shape.EMAIL
        by_shape = self._by_shapes()
        if self._is_phone(by_shape):
            return Shape.PHONE
        if by_shape is not None:
            return by_shape
        return Shape.CHOICE if self._is_choice() else Shape.TEXT

    def _is_bool(self) -> bool:
        folded = frozenset(value.casefold() for value in self._values or ())
        return any(folded <= pair for pair in _BOOL_PAIRS) and folded not in (
            {"1"},
            {"0"},
            {"1.0"},
            {"0.0"},
            set(),
        )

    def _is_phone(self, by_shape: Shape | None) -> bool:
        """Plain digits are phones only under a head that says so, or with a leading zero."""
        if by_shape not in (None, Shape.TEXT) or self._has_time:
            return False
        return self._phones >= MIN_FIT * self.filled

    def _is_choice(self) -> bool:
        if self._values is None or len(self._values) > MAX_CHOICES:
            return False
        return self.filled >= 2 * len(self._values) and max(map(len, self._values)) <= 100

    def _by_shapes(self) -> Shape | None:
        fitting = Counter[Shape]()
        for shape, count in (self._shapes or {}).items():
            if shape.casefold() in numbers.BLANKS:
                fitting.update({Shape.DATE: count, Shape.NUMBER: count, Shape.MONEY: count})
            elif dates.is_date_shape(shape):
                fitting[Shape.DATE] += count
            elif found := numbers.split_money(shape):
                self._count_number(found, count, fitting)
        ranked = sorted(fitting.items(), key=lambda pair: (pair[1], pair[0] is Shape.MONEY))
        best, count = ranked[-1] if ranked else (None, 0)
        if count < MIN_FIT * self.filled:
            return None
        if best is Shape.DATE and self._has_time:
            return Shape.TEXT
        return self._number_or_text() if best is Shape.NUMBER else best

    def _count_number(self, found: tuple[str, str], count: int, fitting: Counter[Shape]) -> None:
        body, currency = found
        if not numbers.is_number(body):
            return
        if not currency:
            fitting[Shape.NUMBER] += count
        if currency or self._is_money_like(body):
            fitting[Shape.MONEY] += count

    def _is_money_like(self, body: str) -> bool:
        """Up to two decimals under a head that says money."""
        rest = re.split(r"[.,]", body)[-1] if re.search(r"[.,]", body) else ""
        return len(rest) <= 2 and bool(_MONEY_HEAD.search(self.header))

    def _number_or_text(self) -> Shape:
        if self._has_leading_zero or self.longest > numbers.MAX_DIGITS + 6:
            return Shape.TEXT
        return self._two_decimals() or Shape.NUMBER

    def _two_decimals(self) -> Shape | None:
        """Two decimals in every number are money even under a head that does not say so."""
        fitting = sum(
            count
            for shape, count in (self._shapes or {}).items()
            if shape.casefold() in numbers.BLANKS or re.fullmatch(r".*\d[.,]\d\d", shape)
        )
        return Shape.MONEY if fitting >= MIN_FIT * self.filled else None

    def _choices(self) -> tuple[str, ...]:
        """The distinct values, one of each spelling in upper and lower case; () when many."""
        folded = {value.casefold(): value for value in sorted(self._values or (), reverse=True)}
        return tuple(sorted(folded.values())) if len(folded) <= MAX_LISTED else ()

    def _writing(self) -> tuple[Decimal | None, bool, str]:
        split = [found for one in self._shapes or () if (found := numbers.split_money(one))]
        currencies = Counter(currency for _, currency in split if currency)
        decimal, asks = numbers.decimal_of(body for body, _ in split)
        return decimal, asks, currencies.most_common(1)[0][0] if currencies else ""
