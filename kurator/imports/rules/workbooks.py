"""
A workbook (XLSX): a zip of XML. The zip may not be a bomb (its parts are counted before they are
opened), the XML may declare no entities at all.
"""

import posixpath
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, NoReturn
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from kurator.imports.rules.shared_texts import SharedTexts
from kurator.imports.types import FileProblem

SIGNATURE: Final = b"PK\x03\x04"
MAX_PARTS: Final = 10_000
MAX_RATIO: Final = 100
MAX_FRAME: Final = 100 * 1024 * 1024
"""Bytes of what is read at once: the list of sheets, the looks of cells."""
MAX_TEXTS: Final = 1024 * 1024 * 1024
MAX_SHEET: Final = 4 * MAX_TEXTS
MAX_SHEETS: Final = 200
_SMALL: Final = 64 * 1024
_CHUNK: Final = 256 * 1024
_DAYS: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Formats of dates that every spreadsheet knows by number."""
_NOT_A_DATE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
_ELAPSED: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE_PARTS: Final = re.compile(r"[ydhs]|m", re.IGNORECASE)
BROKEN: Final = (BadZipFile, NotImplementedError, KeyError, EOFError, RuntimeError, zlib.error)
"""How a damaged zip shows: an encrypted part is a RuntimeError, a missing one a KeyError."""
_BOOK: Final = "xl/workbook.xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_STYLES: Final = "xl/styles.xml"
_TEXTS: Final = "xl/sharedstrings.xml"
_OPENED: Final = {_BOOK: MAX_FRAME, _LINKS: MAX_FRAME, _STYLES: MAX_FRAME, _TEXTS: MAX_TEXTS}
_LIMITS: Final = (MAX_FRAME, MAX_TEXTS, MAX_SHEET)
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
    texts: SharedTexts
    is_date: Sequence[bool]
    is_1904: bool


@contextmanager
def open_workbook(path: Path) -> Iterator[Workbook]:
    """Raises FileProblem for what is no workbook, is too large or declares entities."""
    try:
        package = ZipFile(path)
    except FileNotFoundError as error:
        raise FileProblem("file_gone") from error
    except BROKEN as error:
        raise FileProblem("broken_workbook") from error
    with package, closing(SharedTexts()) as texts:
        try:
            _require_harmless(package, path.stat().st_size)
            book = _read_frame(package, texts)
        except BROKEN as error:
            raise FileProblem("broken_workbook") from error
        yield book


def list_sheets(path: Path) -> list[str]:
    """Names of the sheets that can be seen; of all if none can."""
    with open_workbook(path) as book:
        shown = [sheet.name for sheet in book.sheets if not sheet.is_hidden]
        return shown or [sheet.name for sheet in book.sheets]


def _require_harmless(package: ZipFile, size: int) -> None:
    """Pictures and what else is never opened may be as large as the file lets them."""
    parts = package.infolist()
    if len(parts) > MAX_PARTS or sum(part.compress_size for part in parts) > size:
        raise FileProblem("workbook_too_many_parts", limit=MAX_PARTS)
    opened = {limit: [p for p in parts if _limit_of(p) == limit] for limit in _LIMITS}
    for limit, some in opened.items():
        if sum(part.file_size for part in some) > limit:
            raise FileProblem("workbook_too_large", limit=limit // 1024 // 1024)
        if any(
            part.file_size > max(part.compress_size, 1) * MAX_RATIO and part.file_size > _SMALL
            for part in some
        ):
            raise FileProblem("workbook_bomb", limit=MAX_RATIO)


def _limit_of(part: ZipInfo) -> int | None:
    name = _plain_name(part.filename)
    if name.startswith("xl/worksheets/"):
        return MAX_SHEET
    return _OPENED.get(name)


def _plain_name(name: str) -> str:
    """Some programs write other letters, a slash in front or slashes of Windows."""
    return name.replace("\\", "/").lstrip("/").lower()


def _read_frame(package: ZipFile, texts: SharedTexts) -> Workbook:
    names = {_plain_name(name): name for name in package.namelist()}
    main = names.get(_BOOK)
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
    _read_texts(package, names.get(_TEXTS), texts)
    styles = _date_styles(package, names.get(_STYLES))
    return Workbook(package, tuple(sheets), texts, styles, flags["is_1904"])


def _links(package: ZipFile, names: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or not attributes.get("Type", "").endswith("/worksheet"):
            return
        target = attributes.get("Target", "").replace("\\", "/")
        full = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        found[attributes.get("Id", "")] = posixpath.normpath(full)

    part = names.get(_LINKS)
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
    for _ in parse_stream(source, start, end, text):
        pass


def parse_stream(
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


def _refuse(*_: Any) -> NoReturn:
    raise FileProblem("workbook_entities")


def _read_texts(package: ZipFile, part: str | None, texts: SharedTexts) -> None:
    reader = _TextsReader(texts)
    if part:
        with package.open(part) as source:
            _parse(source, reader.start, reader.end, reader.text)


class _TextsReader:
    """A text may stand in runs of their own looks; readings of Asian letters are left out."""

    def __init__(self, found: SharedTexts) -> None:
        self._found = found
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
            self._found.add(unescaped("".join(self._pieces)))

    def text(self, piece: str) -> None:
        if self._is_in_text:
            self._pieces.append(piece)


def unescaped(text: str) -> str:
    """Return the text with `_xHHHH_` read as the character it stands for, as workbooks write it."""
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
