"""Workbooks for tests, written by hand: also such as no program writes."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="0.00&quot;days&quot;"/></numFmts><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>'
)


def cell(value: object, *, kind: str = "", style: int = 0) -> str:
    """A cell without its place; a str is inline, "s:3" with kind "s" shares the text 3."""
    mark = f' s="{style}"' if style else ""
    if kind:
        return f'<c t="{kind}"{mark}><v>{value}</v></c>'
    if value is None:
        return "<c/>"
    if isinstance(value, int | float):
        return f"<c{mark}><v>{value}</v></c>"
    return f'<c t="inlineStr"{mark}><is><t>{escape(str(value))}</t></is></c>'


def _cell(value: object) -> str:
    return value if isinstance(value, str) and value.startswith("<c") else cell(value)


def sheet(rows: Sequence[Sequence[object]]) -> str:
    lines = (
        f'<row r="{number}">{"".join(map(_cell, row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def workbook(
    sheets: Mapping[str, str],
    *,
    shared: str = "",
    hidden: Sequence[str] = (),
    flags: str = "",
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the file; `sheets` holds the XML of each sheet by name."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"'
        f' state="{"hidden" if name in hidden else "visible"}"/>'
        for n, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    parts: dict[str, bytes] = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><workbookPr {flags}/>'
        f"<sheets>{listed}</sheets></workbook>".encode(),
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>".encode(),
        "xl/styles.xml": STYLES.encode(),
        **{f"xl/worksheets/sheet{n}.xml": xml.encode() for n, xml in enumerate(sheets.values(), 1)},
        **({"xl/sharedStrings.xml": shared.encode()} if shared else {}),
        **(more or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def simple(rows: Sequence[Sequence[object]]) -> bytes:
    return workbook({"Customers": sheet(rows)})
