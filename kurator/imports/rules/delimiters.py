"""The delimiter is the one that cuts the most records into the same number of cells."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

DELIMITERS: Final = (",", ";", "\t", "|")
_SEP_LINE: Final = re.compile(r"^sep=(.)\s*$", re.IGNORECASE)
_SAMPLE_RECORDS: Final = 200


def declared_delimiter(line: str) -> str:
    """Return the delimiter of a first line like `sep=;`, as spreadsheets write it, else ''."""
    match = _SEP_LINE.match(line.lstrip("\ufeff"))
    return match.group(1) if match and match.group(1) in DELIMITERS else ""


def guess_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter; a table of one column is read with commas."""
    best = max(DELIMITERS, key=lambda delimiter: _fitness(lines, delimiter))
    return best if _fitness(lines, best) > (0, 0) else ","


def _fitness(lines: Sequence[str], delimiter: str) -> tuple[float, float]:
    """Share of records with as many cells as the header, then how many cells that is."""
    widths = []
    reader = csv.reader(iter(lines), delimiter=delimiter, doublequote=True)
    try:
        for record in reader:
            if record:
                widths.append(len(record))
            if len(widths) >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        pass
    if not widths:
        return 0, 0
    usual, times = Counter(widths).most_common(1)[0]
    width = widths[0] if widths[0] > 1 else usual
    if width == 1:
        return 0, 0
    share = widths.count(width) / len(widths) if widths[0] > 1 else times / len(widths) / 2
    return round(share, 1), width
