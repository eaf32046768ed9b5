"""
A workbook (XLSX), written row by row: the format is a zip of XML, of which one sheet needs little.

Texts are inline strings and never formulas; one that begins like a formula also carries the mark
with which spreadsheets keep it a text when it is edited. Numbers and dates are typed cells.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import IO, Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from kurator.kernel.defuse import is_formula, looks_defused

MAX_ROWS: Final = 1_048_575
MAX_TEXT: Final = 32_767
MAX_EXACT_DIGITS: Final = 15
TEXT, QUOTED, DAY, MOMENT, AMOUNT, HEAD = 1, 2, 3, 4, 5, 6
"""The styles of cells."""
BLANK: Final = "<c/>"
_BLOCK: Final = 500
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

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


def write_sheets(target: IO[bytes], head: str, rows: Iterator[str]) -> Iterator[int]:
    """
    Write the file and yield the number of rows written since the last time. Head and rows are made
    of cells; what does not fit goes on on a further sheet under the same head.
    """
    sheets = 0
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=4) as package:
        is_over = False
        while not is_over:
            sheets += 1
            with package.open(f"xl/worksheets/sheet{sheets}.xml", "w", force_zip64=True) as sheet:
                sheet.write(f"{_SHEET_BEGIN}{head}".encode())
                written = 0
                while lines := list(islice(rows, min(_BLOCK, MAX_ROWS - written))):
                    sheet.write("".join(lines).encode())
                    written += len(lines)
                    yield len(lines)
                is_over = written < MAX_ROWS
                sheet.write(_SHEET_END.encode())
        _write_frame(package, sheets)


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


def row_of(cells: Iterator[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def text_cell(value: Any, style: int = 0) -> str:
    text = str(value)[:MAX_TEXT]
    if not text.isascii() or not text.isprintable():
        text = _FORBIDDEN.sub("", text)
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    if is_formula(text):
        style = QUOTED
    elif looks_defused(text):
        text = f"'{text}"  # which an import takes off again
    text = text.replace("\r", "_x000D_")  # a reader of XML would take it for a line's end
    mark = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{mark}><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def number_cell(value: Decimal | int | float, style: int = 0) -> str:
    digits = plain_digits(value)
    if len(digits.strip("-0.").replace(".", "")) > MAX_EXACT_DIGITS:
        return text_cell(digits)
    mark = f' s="{style}"' if style else ""
    return f"<c{mark}><v>{digits}</v></c>"


def plain_digits(number: Decimal | int | float) -> str:
    """Digits without an exponent and without idle zeros behind the point."""
    text = f"{Decimal(str(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
