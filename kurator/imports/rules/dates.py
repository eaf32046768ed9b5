"""
Dates as people write them.

`03/04/2025` is in March or in April: the column decides if it holds a proof (a part above 12),
else the person is asked. Dots always mean day.month.year, and prove nothing for what is written
with other marks: a column may come from two programs. 31.02.2025 is no date in any order.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from kurator.imports.types import CellProblem, DateOrder

_TIME: Final = r"(?:[T ,]+(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[aApP]\.?[mM]\.?)?)\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO: Final = re.compile(rf"(\d{{4}})([-./])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_PARTS: Final = re.compile(rf"(\d{{1,2}})([-./])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDS: Final = re.compile(r"(\d{1,2})[ .-]*([^\W\d_]{3,10})\.?[ ,.-]*(\d{4})(?: ?[гр]\.?)?")
_MIDNIGHT: Final = re.compile(
    r"0{1,2}:00(?::00(?:[.,]0+)?)?(?:\s*[aA]\.?[mM]\.?)?|12:00(?::00)?\s*[aA]\.?[mM]\.?"
)
_MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "jan янв січ", "feb фев лют", "mar мар бер", "apr апр кві", "may мая май тра",
            "jun июн чер", "jul июл лип", "aug авг сер", "sep сен вер", "oct окт жов",
            "nov ноя лис", "dec дек гру",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
EARLIEST: Final = 1800
LATEST: Final = 2200


def is_date_shape(text: str) -> bool:
    """Whether the text, or its shape with any digits, is written like a date."""
    match = _WORDS.fullmatch(text)
    if match:
        return match.group(2)[:3].casefold() in _MONTHS
    return bool(_ISO.fullmatch(text) or _PARTS.fullmatch(text))


def has_time(text: str) -> bool:
    """Whether a time of day other than midnight would be lost."""
    match = _ISO.fullmatch(text) or _PARTS.fullmatch(text)
    return bool(match and match.group(5) and not _MIDNIGHT.fullmatch(match.group(5)))


def order_evidence(texts: Iterable[str]) -> frozenset[DateOrder | None]:
    """
    Return what the texts prove: "day" or "month" first, None for texts that leave it open.

    ISO dates, dots, month names and impossible dates prove nothing and leave nothing open.
    """
    found: set[DateOrder | None] = set()
    for text in texts:
        match = _PARTS.fullmatch(text)
        if match is None or match.group(2) == ".":
            continue
        first, second = int(match.group(1)), int(match.group(3))
        if first > 12 >= second:
            found.add("day")
        elif second > 12 >= first:
            found.add("month")
        elif first <= 12:
            found.add(None)
    return frozenset(found)


def settle_order(evidence: frozenset[DateOrder | None]) -> tuple[DateOrder | None, bool]:
    """Return (order, whether the person must be asked)."""
    proofs = evidence - {None}
    if len(proofs) == 1:
        return next(iter(proofs)), False
    return None, bool(evidence)


def parse_date(text: str, order: DateOrder | None) -> str | CellProblem:
    """Return YYYY-MM-DD; what cannot be a date in the given order is refused."""
    if match := _ISO.fullmatch(text):
        return _checked(match.group(1), match.group(3), match.group(4))
    if match := _PARTS.fullmatch(text):
        return _ordered(match, order)
    if match := _WORDS.fullmatch(text):
        month = _MONTHS.get(match.group(2)[:3].casefold())
        if month:
            return _checked(match.group(3), month, match.group(1))
    # 20250304 is read, though a column of such numbers alone is not taken for dates
    if match := _COMPACT.fullmatch(text):
        return _checked(*match.groups())
    return CellProblem("no_date")


def _ordered(match: re.Match[str], order: DateOrder | None) -> str | CellProblem:
    first, second, year = match.group(1), match.group(3), match.group(4)
    if len(year) == 2:
        year = _century(int(year)) + year
    if match.group(2) == ".":
        order = "day"
    if order is None and int(first) <= 12 and int(second) <= 12:
        return CellProblem("ambiguous_date")
    if order is None:
        order = "month" if int(second) > 12 >= int(first) else "day"
    return _checked(year, first, second) if order == "month" else _checked(year, second, first)


def _century(year: int) -> str:
    return "20" if year < 50 else "19"


def _checked(year: str, month: str | int, day: str) -> str | CellProblem:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return CellProblem("impossible_date")
    if not EARLIEST <= found.year <= LATEST:
        return CellProblem("date_out_of_range", {"earliest": EARLIEST, "latest": LATEST})
    return found.isoformat()
