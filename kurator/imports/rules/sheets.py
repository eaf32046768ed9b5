"""
A workbook (XLSX) as records of texts, read in a stream: the sheet is never held, only the texts
that its cells share.

The format is a zip of XML. The zip may not be a bomb (its parts are counted before they are
opened), the XML may declare no entities at all. Formulas are never looked at, only the values
that were saved with them. Typed cells become texts that can be read in one way: dates as
YYYY-MM-DD, numbers with a point that can only be a decimal one.
"""

import posixpath
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from kurator.imports.rules.headers import MAX_COLUMNS
from kurator.imports.rules.records import MAX_CELL, Record
from kurator.imports.types import CellProblem, FileProblem

SIGNATURE: Final = b"PK\x03\x04"
MAX_PARTS: Final = 1_000
MAX_RATIO: Final = 100
MAX_HELD: Final = 200 * 1024 * 1024
"""Bytes of all parts but the sheets, which are read in a stream."""
MAX_SHEET: Final = 2 * 1024 * 1024 * 1024
MAX_SHEETS: Final = 200
_SMALL: Final = 64 * 1024
MAX_ROW: Final = 1_048_576
_CHUNK: Final = 256 * 1024
_DAYS: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Formats of dates that every spreadsheet knows by number."""
_NOT_A_DATE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
_ELAPSED: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE_PARTS: Final = re.compile(r"[ydhs]|m", re.IGNORECASE)
_EITHER: Final = re.compile(r"-?\d{1,3}\.\d{3}")
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no zone
_DAY_ZERO_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_LATEST_SERIAL: Final = 2_958_466
_BROKEN: Final = (BadZipFile, NotImplementedError, KeyError, EOFError, RuntimeError, zlib.error)
"""How a damaged zip shows: an encrypted part is a RuntimeError, a missing one a KeyError."""
_VALUES: Final = frozenset({"v", "t"})
_NUMBERS: Final = frozenset({"", "n"})
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Sheet:
    name: str
    part: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Workbook:
    """What all sheets share; `is_date` tells of each style whether its numbers are dates."""

    package: ZipFile
    sheets: tuple[Sheet, ...]
    texts: Sequence[str]
    is_date: Sequence[bool]
    is_1904: bool


@contextmanager
def open_workbook(path: Path) -> Iterator[Workbook]:
    """Raises FileProblem for what is no workbook, is too large or declares entities."""
    try:
        package = ZipFile(path)
    except FileNotFoundError as error:
        raise FileProblem("file_gone") from error
    except _BROKEN as error:
        raise FileProblem("broken_workbook") from error
    with package:
        try:
            _require_harmless(package, path.stat().st_size)
            book = _read_frame(package)
        except _BROKEN as error:
            raise FileProblem("broken_workbook") from error
        yield book


def list_sheets(path: Path) -> list[str]:
    """Names of the sheets that can be seen; of all if none can."""
    with open_workbook(path) as book:
        shown = [sheet.name for sheet in book.sheets if not sheet.is_hidden]
        return shown or [sheet.name for sheet in book.sheets]


def _require_harmless(package: ZipFile, size: int) -> None:
    parts = package.infolist()
    held = sum(part.file_size for part in parts if not _is_sheet(part))
    sheets = sum(part.file_size for part in parts if _is_sheet(part))
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MAX_PARTS or packed > size or held > MAX_HELD or sheets > MAX_SHEET:
        raise FileProblem("workbook_too_large", limit=MAX_HELD // 1024 // 1024)
    if any(
        part.file_size > max(part.compress_size, 1) * MAX_RATIO and part.file_size > _SMALL
        for part in parts
    ):
        raise FileProblem("workbook_bomb", limit=MAX_RATIO)


def _is_sheet(part: ZipInfo) -> bool:
    return part.filename.lower().lstrip("/").startswith("xl/worksheets/")


def _read_frame(package: ZipFile) -> Workbook:
    names = {name.lstrip("/").lower(): name for name in package.namelist()}
    main = next((names[name] for name in ("xl/workbook.xml",) if name in names), None)
    if main is None:
        raise FileProblem("no_workbook")
    links = _links(package, names)
    sheets: list[Sheet] = []
    flags = {"is_1904": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            flags["is_1904"] = attributes.get("date1904", "") in ("1", "true")
        elif name == "sheet" and len(sheets) < MAX_SHEETS:
            link = next(
                (v for k, v in attributes.items() if k.rpartition(":")[2] == "id" and ":" in k), ""
            )
            part = names.get(links.get(link, "").lower())
            if part:
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(Sheet(attributes.get("name", ""), part, hidden))

    with package.open(main) as source:
        _parse(source, start)
    if not sheets:
        raise FileProblem("no_workbook")
    texts = _shared_texts(package, names.get("xl/sharedstrings.xml"))
    styles = _date_styles(package, names.get("xl/styles.xml"))
    return Workbook(package, tuple(sheets), texts, styles, flags["is_1904"])


def _links(package: ZipFile, names: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or not attributes.get("Type", "").endswith("/worksheet"):
            return
        target = attributes.get("Target", "")
        full = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        found[attributes.get("Id", "")] = posixpath.normpath(full)

    part = names.get("xl/_rels/workbook.xml.rels")
    if part:
        with package.open(part) as source:
            _parse(source, start)
    return found


def _parse(
    source: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    for _ in _parse_stream(source, start, end, text):
        pass


def _parse_stream(
    source: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Feed the XML in chunks; what the handlers gathered can be taken after each."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    local: dict[str, str] = {}

    def bare(name: str) -> str:
        """Without a prefix; a document has few names, but any document may have many."""
        found = local.get(name)
        if found is None:
            found = name.rpartition(":")[2]
            if len(local) < 1_000:
                local[name] = found
        return found

    parser.StartElementHandler = lambda name, attributes: start(bare(name), attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(bare(name))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileProblem("broken_workbook") from error
    yield


def _refuse(*_: Any) -> None:
    raise FileProblem("workbook_entities")


def _shared_texts(package: ZipFile, part: str | None) -> list[str]:
    reader = _TextsReader()
    if part:
        with package.open(part) as source:
            _parse(source, reader.start, reader.end, reader.text)
    return reader.found


class _TextsReader:
    """A text may stand in runs of their own looks; readings of Asian letters are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._is_in_text = self._is_reading = False

    def start(self, name: str, _: dict[str, str]) -> None:
        if name == "t":
            self._is_in_text = not self._is_reading
        elif name == "si":
            self._pieces = []
        elif name == "rPh":
            self._is_reading = True

    def end(self, name: str) -> None:
        if name == "t":
            self._is_in_text = False
        elif name == "rPh":
            self._is_reading = False
        elif name == "si":
            self.found.append(_unescaped("".join(self._pieces)))

    def text(self, piece: str) -> None:
        if self._is_in_text:
            self._pieces.append(piece)


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)


def _date_styles(package: ZipFile, part: str | None) -> list[bool]:
    formats: dict[str, bool] = {}
    styles: list[bool] = []
    state = {"in_cells": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        number = attributes.get("numFmtId", "")
        if name == "numFmt":
            formats[number] = is_date_format(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            state["in_cells"] = True
        elif name == "xf" and state["in_cells"]:
            known = number.isdigit() and int(number) in _DAYS
            styles.append(formats.get(number, known))

    def end(name: str) -> None:
        if name == "cellXfs":
            state["in_cells"] = False

    if part:
        with package.open(part) as source:
            _parse(source, start, end)
    return styles


def is_date_format(code: str) -> bool:
    """Whether numbers under this format are shown as dates or times of day."""
    bare = _NOT_A_DATE.sub("", code.split(";")[0])
    return (
        not _ELAPSED.search(bare)
        and bool(_DATE_PARTS.search(bare))
        and "0" not in re.sub(r"s\.0+", "s", bare)
    )


def read_sheet(book: Workbook, name: str) -> Iterator[Record]:
    """Yield (row, texts) of filled rows; rows are numbered as the spreadsheet numbers them."""
    sheet = next((one for one in book.sheets if one.name == name), None)
    if sheet is None:
        raise FileProblem("no_such_sheet", sheet=name[:100])
    reader = _SheetReader(book)
    try:
        with book.package.open(sheet.part) as source:
            for _ in _parse_stream(source, reader.start, reader.end, reader.text):
                if reader.rows:
                    ready, reader.rows = reader.rows, []
                    yield from ready
    except _BROKEN as error:
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
            self.rows.append((self.row, self._problem))
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
            raise FileProblem("too_many_columns", columns=column + 1, limit=MAX_COLUMNS)
        if len(written) > MAX_CELL:
            self._problem = CellProblem("cell_too_long", {"limit": MAX_CELL})
            return
        cells = self._cells
        while len(cells) < column:
            cells.append("")
        if len(cells) == column:
            cells.append(self._read(written))
        else:
            cells[column] = self._read(written)

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
        return _moment(written) if kind == "d" else _unescaped(written)

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
