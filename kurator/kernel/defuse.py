"""
Cells that spreadsheets would run as formulas are defused on the way out and restored on the way in.

Law: what decides is the first character that can be seen. Programs skip spaces, control and
formatting characters of every kind before they look for a formula, so all of them are skipped.
Law: `restore` of what `defuse` made is the text that was.

A phone number begins with a plus and is none: written in groups (`+380 67 123 45 67`) it reckons
nothing, and a spreadsheet keeps it a text. Without the groups it would become a number, and lose
its plus and its last digits as soon as the file is saved.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

_STARTERS: Final = frozenset("=+-@\t\r＝＋－＠﹦﹢﹣﹫")


# What a spreadsheet can neither reckon nor take for a number: digits in groups behind a plus.
_PHONES: Final = re.compile(r"\+\d+(?: \d+)+(?: #\d+)?(?:, \+\d+(?: \d+)+(?: #\d+)?)*", re.ASCII)


def is_formula(text: str) -> bool:
    return _starts_as_formula(text) and not _PHONES.fullmatch(text)


def _starts_as_formula(text: str) -> bool:
    for letter in text:
        if letter in _STARTERS:
            return True
        if letter.isprintable() and not letter.isspace():
            return False
    return False


def looks_defused(text: str) -> bool:
    """Whether `restore` would take something away."""
    bare = text.lstrip("'")
    return len(bare) < len(text) and _starts_as_formula(bare)


def defuse(text: str) -> str:
    """What looks defused by itself gets a mark of its own, so that `restore` gives it back."""
    return f"'{text}" if is_formula(text) or looks_defused(text) else text


def restore(text: str) -> str:
    """Take away the one quotation mark that defused the cell."""
    return text[1:] if text[:1] == "'" and looks_defused(text) else text


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
