"""
A workbook (XLSX), written row by row by XlsxWriter: what is written waits on the disk, not in
memory.

Texts stay texts and are never formulas; one that begins like a formula also carries the mark with
which spreadsheets keep it a text when it is edited. Numbers and dates are typed cells.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from kurator.kernel.defuse import is_formula, looks_defused

MAX_ROWS: Final = 1_048_575
"""Of a sheet, below its head."""
MAX_TEXT: Final = 32_767
MAX_EXACT_DIGITS: Final = 15
GENERAL, TEXT = "", "@"
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
SCRATCH: Final = "workbook-"
"""How the folder of unfinished sheets begins."""
_EARLIEST: Final = date(1900, 3, 1)
"""Before it spreadsheets disagree about the calendar: such dates are written as texts."""
_BLOCK: Final = 500
_WIDTHS: Final = (8, 60)

Cell = str | int | float | Decimal | date | None
"""A datetime is written as its clock shows it; zones are the caller's."""


@dataclass(frozen=True)
class SheetColumn:
    """`looks` is how spreadsheets are to show what is not empty."""

    head: str
    looks: str = GENERAL


def amount(places: int) -> str:
    return f"#,##0.{'0' * places}" if places else "#,##0"


def write_sheets(
    target: IO[bytes],
    columns: Sequence[SheetColumn],
    rows: Iterator[Sequence[Cell]],
    *,
    scratch: Path | None = None,
) -> Iterator[int]:
    """
    Write the file and yield the number of rows written since the last time. What does not fit
    goes on on a further sheet under the same head. `scratch` is a folder with room for the whole
    before it is packed, some twenty times the file.
    """
    from xlsxwriter import Workbook

    with TemporaryDirectory(prefix=SCRATCH, dir=scratch) as folder:
        options = {"constant_memory": True, "tmpdir": folder, "use_zip64": True}
        book = Workbook(target, options)
        block = list(islice(rows, _BLOCK))
        writer = _Writer(book, columns, block)
        while block:
            fitting = block[: writer.begin_or_go_on()]
            writer.write(fitting)
            yield len(fitting)
            block = block[len(fitting) :] or list(islice(rows, _BLOCK))
        book.close()


class _Writer:
    def __init__(
        self, book: Any, columns: Sequence[SheetColumn], sample: Sequence[Sequence[Cell]]
    ) -> None:
        self._book, self._columns = book, columns
        self._widths = [_width(column, place, sample) for place, column in enumerate(columns)]
        looks = {column.looks for column in columns} - {GENERAL}
        self._looks = {one: book.add_format({"num_format": one}) for one in looks}
        self._head = book.add_format({"bold": True, "num_format": TEXT})
        self._quoted = book.add_format({"num_format": TEXT, "quote_prefix": True})
        self._plain = book.add_format()
        self._begin()

    def begin_or_go_on(self) -> int:
        """Return how many rows the sheet has room for, a new one if the last is full."""
        if self._row == MAX_ROWS:
            self._begin()
        return MAX_ROWS - self._row

    def write(self, rows: Sequence[Sequence[Cell]]) -> None:
        for cells in rows:
            self._row += 1
            for column, value in enumerate(cells):
                if value is not None and value != "":
                    self._put(column, value)

    def _begin(self) -> None:
        self._sheet = self._book.add_worksheet(str(len(self._book.worksheets()) + 1))
        self._sheet.freeze_panes(1, 0)
        self._row = 0
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, self._widths[place], self._looks.get(column.looks))
            self._put_text(place, column.head, self._head)

    def _put(self, column: int, value: Cell) -> None:
        if isinstance(value, str):
            self._put_text(column, value)
        elif isinstance(value, datetime | date):
            day = value.date() if isinstance(value, datetime) else value
            if day < _EARLIEST:
                self._put_text(column, str(value)[:19])
            else:
                self._sheet.write_datetime(self._row, column, value)
        else:
            self._put_number(column, Decimal(str(value)))

    def _put_number(self, column: int, number: Decimal) -> None:
        """Digits that a spreadsheet would lose, and what is no number, stay texts."""
        exact = number.is_finite() and len(number.normalize().as_tuple().digits)
        if exact and exact <= MAX_EXACT_DIGITS:
            self._sheet.write_number(self._row, column, number)
        else:
            self._put_text(column, plain_digits(number) if exact else str(number))

    def _put_text(self, column: int, text: str, looks: Any = None) -> None:
        if is_formula(text):
            looks = self._quoted
        elif looks_defused(text):
            text = f"'{text}"  # which an import takes off again
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes it for a text in parts and writes it as XML: it is made one here.
            parts = text[:1], self._plain, text[1 : MAX_TEXT if text.isascii() else MAX_TEXT // 2]
            self._sheet.write_rich_string(self._row, column, *parts)
        else:
            self._sheet.write_string(self._row, column, text, looks)


def _width(column: SheetColumn, place: int, sample: Sequence[Sequence[Cell]]) -> int:
    shown = [column.head, *(str(cells[place] or "") for cells in sample if place < len(cells))]
    least, most = _WIDTHS
    return min(max(least, *(len(text) + 2 for text in shown)), most)


def plain_digits(number: Decimal | int | float) -> str:
    """Digits without an exponent and without idle zeros behind the point."""
    text = f"{Decimal(str(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
