"""
A table as XLSX, written row by row: the format is a zip of XML, of which one sheet needs little.

Texts are inline strings and never formulas; one that begins like a formula also carries the mark
with which spreadsheets keep it a text when it is edited. Numbers and dates are typed cells.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

from kurator.exports.rules.cells import YES_NO, money, plain
from kurator.kernel.defuse import is_formula
from kurator.platform.exporting import CellKind, ExportColumn, ExportTable

MAX_ROWS: Final = 1_048_575
MAX_TEXT: Final = 32_767
MAX_EXACT_DIGITS: Final = 15
_BLOCK: Final = 500
_FIRST_DAY: Final = date(1899, 12, 30)
_EARLIEST: Final = date(1900, 3, 1)
"""Before it spreadsheets disagree about the calendar: such dates are written as texts."""
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TEXT, _QUOTED, _DAY, _MOMENT, _AMOUNT, _HEAD = 1, 2, 3, 4, 5, 6

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES: Final = (
    f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/>'
    "{sheets}</Types>"
)
_SHEET_TYPE: Final = (
    '<Override PartName="/xl/worksheets/sheet{}.xml"'
    f' ContentType="{_SPREADSHEET}.worksheet+xml"/>'
)
_ROOT: Final = (
    f'{_XML}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1"'
    f' Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_STYLES: Final = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="7"><xf/><xf numFmtId="49" applyNumberFormat="1"/>'
    '<xf numFmtId="49" applyNumberFormat="1" quotePrefix="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>'
    '<xf numFmtId="4" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyFont="1"'
    ' applyNumberFormat="1"/></cellXfs></styleSheet>'
)
_SHEET_BEGIN: Final = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>"
)
_SHEET_END: Final = "</sheetData></worksheet>"
Cell = Callable[[Any], str]


def write_workbook(
    table: ExportTable, target: IO[bytes], *, language: str, zone: str
) -> Iterator[int]:
    """Write the file and yield the number of rows written since the last time."""
    cells = _Cells(table.columns, language=language, zone=zone)
    rows = iter(table.rows)
    sheets = 0
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=4) as package:
        is_over = False
        while not is_over:
            sheets += 1
            with package.open(f"xl/worksheets/sheet{sheets}.xml", "w", force_zip64=True) as sheet:
                sheet.write(f"{_SHEET_BEGIN}{cells.head(table.columns)}".encode())
                written = 0
                while written < MAX_ROWS and (lines := _block(rows, cells, MAX_ROWS - written)):
                    sheet.write("".join(lines).encode())
                    written += len(lines)
                    yield len(lines)
                is_over = written < MAX_ROWS
                sheet.write(_SHEET_END.encode())
        _write_frame(package, sheets)


def _block(rows: Iterator[Sequence[Any]], cells: "_Cells", most: int) -> list[str]:
    lines: list[str] = []
    for values in rows:
        lines.append(cells.row(values))
        if len(lines) == min(_BLOCK, most):
            break
    return lines


def _write_frame(package: ZipFile, sheets: int) -> None:
    numbers = range(1, sheets + 1)
    package.writestr(
        "[Content_Types].xml", _TYPES.format(sheets="".join(map(_SHEET_TYPE.format, numbers)))
    )
    package.writestr("_rels/.rels", _ROOT)
    package.writestr("xl/styles.xml", _STYLES)
    names = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    package.writestr(
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{names}</sheets></workbook>',
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    styles = f'<Relationship Id="rId0" Type="{_DOCUMENT}/styles" Target="styles.xml"/>'
    package.writestr(
        "xl/_rels/workbook.xml.rels",
        f'{_XML}<Relationships xmlns="{_RELATIONS}">{links}{styles}</Relationships>',
    )


def _text(value: Any, style: int = 0) -> str:
    text = str(value)[:MAX_TEXT]
    if not text.isascii() or not text.isprintable():
        text = _FORBIDDEN.sub("", text)
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    if is_formula(text):
        style = _QUOTED
    mark = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{mark}><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _number(value: Decimal | int | float, style: int = 0) -> str:
    digits = plain(value)
    if len(digits.strip("-0.").replace(".", "")) > MAX_EXACT_DIGITS:
        return _text(digits)
    mark = f' s="{style}"' if style else ""
    return f"<c{mark}><v>{digits}</v></c>"


def _day(value: date) -> str:
    if value < _EARLIEST:
        return _text(value.isoformat())
    return f'<c s="{_DAY}"><v>{(value - _FIRST_DAY).days}</v></c>'


class _Cells:
    def __init__(self, columns: Sequence[ExportColumn], *, language: str, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._words = YES_NO.get(language, YES_NO["en"])
        self._cells = [self._cell_of(column) for column in columns]

    def head(self, columns: Sequence[ExportColumn]) -> str:
        return f"<row>{''.join(_text(column.label, _HEAD) for column in columns)}</row>"

    def row(self, values: Sequence[Any]) -> str:
        cells = [
            "<c/>" if value is None or value == "" else cell(value)
            for cell, value in zip(self._cells, values, strict=True)
        ]
        return f"<row>{''.join(cells)}</row>"

    def _cell_of(self, column: ExportColumn) -> Cell:
        if column.kind is CellKind.MONEY:
            units = column.minor_units
            return lambda minor: _number(money(minor, units), _AMOUNT)
        by_kind: dict[CellKind, Cell] = {
            CellKind.NUMBER: _number,
            CellKind.BOOL: lambda value: _text(self._words[0 if value else 1]),
            CellKind.DATE: lambda value: _day(value) if isinstance(value, date) else _text(value),
            CellKind.INSTANT: self._instant,
            CellKind.PHONE: lambda value: _text(value, _TEXT),
        }
        return by_kind.get(column.kind, _text)

    def _instant(self, value: datetime) -> str:
        local = value.astimezone(self._zone)
        if local.date() < _EARLIEST:
            return _text(local.isoformat(sep=" ", timespec="seconds"))
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        serial = (local.date() - _FIRST_DAY).days + seconds / 86_400
        return f'<c s="{_MOMENT}"><v>{serial:.6f}</v></c>'
