"""
A sheet of a workbook as records of texts, read in a stream: the sheet is never held, only the
texts that its cells share.

Formulas are never looked at, only the values that were saved with them. Typed cells become texts
that can be read in one way: dates as YYYY-MM-DD, numbers with a point that can only be a decimal
one.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from kurator.imports.rules.headers import MAX_COLUMNS as MAX_NAMED
from kurator.imports.rules.records import MAX_CELL, Record
from kurator.imports.rules.workbooks import BROKEN, Workbook, parse_stream, unescaped
from kurator.imports.types import CellProblem, FileProblem

MAX_COLUMNS: Final = MAX_NAMED + 2
"""With those that an error file adds."""
MAX_ROW: Final = 1_048_576
_EITHER: Final = re.compile(r"-?\d{1,3}\.\d{3}")
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no zone
_DAY_ZERO_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_LATEST_SERIAL: Final = 2_958_466
_VALUES: Final = frozenset({"v", "t"})
_NUMBERS: Final = frozenset({"", "n"})


def read_sheet(book: Workbook, name: str) -> Iterator[Record]:
    """Yield (row, texts) of filled rows; rows are numbered as the spreadsheet numbers them."""
    sheet = next((one for one in book.sheets if one.name == name), None)
    if sheet is None:
        raise FileProblem("no_such_sheet", sheet=name[:100])
    reader = _SheetReader(book)
    try:
        with book.package.open(sheet.part) as source:
            for _ in parse_stream(source, reader.start, reader.end, reader.text):
                if reader.rows:
                    ready, reader.rows = reader.rows, []
                    yield from ready
    except BROKEN as error:
        raise FileProblem("broken_workbook", row=reader.row) from error


class _SheetReader:
    def __init__(self, book: Workbook) -> None:
        self.rows: list[Record] = []
        self._texts, self._dates = book.texts, book.is_date
        self._zero = _DAY_ZERO_1904 if book.is_1904 else _DAY_ZERO
        self.row = 0
        self._cells: list[str] = []
        self._column = -1
        self._type = ""
        self._style = ""
        self._pieces: list[str] = []
        self._in_value = False
        self._phonetic = False
        self._problem: CellProblem | None = None
        self._columns: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            place = attributes.get("r")
            self._column = self._column_of(place) if place else self._column + 1
            self._type = attributes.get("t", "")
            self._style = attributes.get("s", "")
            self._pieces = []
        elif name in _VALUES:
            self._in_value = not self._phonetic
        elif name == "row":
            self._begin_row(attributes.get("r"))
        elif name == "rPh":
            self._phonetic = True

    def text(self, piece: str) -> None:
        if self._in_value:
            self._pieces.append(piece)

    def end(self, name: str) -> None:
        if name == "c":
            if self._pieces:
                self._put("".join(self._pieces))
        elif name in _VALUES:
            self._in_value = False
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._phonetic = False

    def _begin_row(self, number: str | None) -> None:
        following = int(number) if number and number.isdigit() else self.row + 1
        if not self.row < following <= MAX_ROW:
            raise FileProblem("broken_workbook", row=min(following, MAX_ROW))
        self.row, self._cells, self._column, self._problem = following, [], -1, None

    def _end_row(self) -> None:
        if self._problem is not None:
            self.rows.append((self.row, replace(self._problem, cells=tuple(self._cells))))
        elif self._cells:
            self.rows.append((self.row, self._cells))

    def _column_of(self, place: str) -> int:
        letters = place.rstrip("0123456789")
        found = self._columns.get(letters)
        if found is None:
            if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
                raise FileProblem("broken_workbook", row=self.row)
            number = 0
            for letter in letters.upper():
                number = number * 26 + ord(letter) - 64
            found = self._columns[letters] = number - 1
        return found

    def _put(self, written: str) -> None:
        column = self._column
        if column >= MAX_COLUMNS:
            raise FileProblem("too_many_columns", columns=column + 1, limit=MAX_NAMED)
        text = self._read(written) if len(written) <= MAX_CELL else written
        if len(text) > MAX_CELL:
            self._problem = CellProblem("cell_too_long", {"limit": MAX_CELL})
            return
        cells = self._cells
        while len(cells) < column:
            cells.append("")
        if len(cells) == column:
            cells.append(text)
        else:
            cells[column] = text

    def _read(self, written: str) -> str:
        kind = self._type
        if kind == "s":
            return self._shared(written)
        if kind in _NUMBERS:
            if self._style and self._is_date_style():
                return date_text(written, self._zero)
            return number_text(written)
        if kind == "b":
            return "true" if written == "1" else "false"
        return _moment(written) if kind == "d" else unescaped(written)

    def _shared(self, written: str) -> str:
        try:
            return self._texts[int(written)]
        except (ValueError, IndexError) as error:
            raise FileProblem("broken_workbook", row=self.row) from error

    def _is_date_style(self) -> bool:
        number = int(self._style) if self._style.isdigit() else -1
        return 0 <= number < len(self._dates) and self._dates[number]


def _moment(written: str) -> str:
    return written[:10] if written[10:] in ("", "T00:00:00") else written.replace("T", " ")


def number_text(written: str) -> str:
    """Digits with a point that can only be a decimal one: 1.234 could mean thousands."""
    if written.isdigit() and len(written) <= 15:
        return written
    try:
        value = float(written)
    except ValueError:
        return written
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    digits = repr(value)
    if "e" in digits:
        digits = f"{Decimal(digits):f}"
    return f"{digits}0" if _EITHER.fullmatch(digits) else digits


def date_text(written: str, zero: datetime) -> str:
    """YYYY-MM-DD, with a time if there is one; what is no date stays the number it is."""
    try:
        serial = float(written)
    except ValueError:
        return written
    if not 0 <= serial < _LATEST_SERIAL:
        return number_text(written)
    if serial < 1:
        return (zero + timedelta(seconds=round(serial * 86_400))).strftime("%H:%M:%S")
    if zero == _DAY_ZERO and serial < 61:
        # spreadsheets count a 29 February 1900 that never was
        if int(serial) == 60:
            return "1900-02-29"
        serial += 1
    moment = zero + timedelta(seconds=round(serial * 86_400))
    is_day = moment.hour == moment.minute == moment.second == 0
    return moment.strftime("%Y-%m-%d") if is_day else moment.strftime("%Y-%m-%d %H:%M:%S")
