"""
Cells that spreadsheets would run as formulas are defused on the way out and restored on the way in.

Law: what decides is the first character that can be seen. Programs skip spaces, control and
formatting characters of every kind before they look for a formula, so all of them are skipped.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_STARTERS: Final = frozenset("=+-@\t\r＝＋－＠﹦﹢﹣﹫")


def is_formula(text: str) -> bool:
    for letter in text:
        if letter in _STARTERS:
            return True
        if letter.isprintable() and not letter.isspace():
            return False
    return False


def defuse(text: str) -> str:
    return f"'{text}" if is_formula(text) else text


def restore(text: str) -> str:
    """Take away the one quotation mark that defused the cell."""
    return text[1:] if text[:1] == "'" and is_formula(text[1:]) else text


def csv_lines(rows: Iterable[Sequence[object]], delimiter: str = ",") -> Iterable[str]:
    """Yield CSV lines with every text defused and quoted; numbers stay numbers."""
    for row in rows:
        target = io.StringIO()
        cells = [cell if isinstance(cell, int) else defuse(str(cell)) for cell in row]
        writer = csv.writer(
            target, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n"
        )
        writer.writerow(cells)
        yield target.getvalue()
