"""Workbooks as other programs and people make them."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from kurator.imports.rules import shared_texts
from kurator.imports.rules.shared_texts import GROUP, SharedTexts
from kurator.imports.rules.sheets import read_sheet
from kurator.imports.rules.workbooks import list_sheets, open_workbook
from kurator.imports.tests.workbooks import simple
from kurator.imports.types import CellProblem

NAME = "Клієнти & К°"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Change = Callable[[str, bytes], tuple[str, bytes] | None]


def _book(fill: Callable[[Any, Any], None], **options: Any) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, options)
    fill(book, book.add_worksheet(NAME))
    book.close()
    return target.getvalue()


def _rows(tmp_path: Path, content: bytes, name: str = "") -> list[Any]:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    with open_workbook(path) as book:
        return list(read_sheet(book, name or book.sheets[0].name))


def _fill(book: Any, sheet: Any) -> None:
    def looks(code: str) -> Any:
        return book.add_format({"num_format": code})

    sheet.freeze_panes(1, 0)
    sheet.data_validation(1, 1, 9, 1, {"validate": "list", "source": ["a", "b"]})
    sheet.merge_range(0, 0, 0, 2, "Customers of 2024")
    sheet.write_row(2, 1, ["id", "phone"])
    sheet.write_rich_string(2, 3, "na", looks("@"), "me")
    sheet.write_string(4, 1, "00042")
    sheet.write_string(4, 2, "+380671112233")
    sheet.write_string(4, 3, " Ада\n«К»\t")
    sheet.write_boolean(4, 4, True)
    sheet.write_number(4, 5, 0.175, looks("0.0%"))
    sheet.write_number(4, 6, 1234567.891, looks('# ##0.00" ₴"'))
    sheet.write_datetime(4, 7, datetime(2024, 2, 29, 13, 5), looks("dd.mm.yyyy hh:mm"))  # noqa: DTZ001 - cells know no zone
    sheet.write_datetime(4, 8, date(2024, 2, 29), looks("[$-419]d mmmm yyyy;@"))
    sheet.write_datetime(4, 9, time(13, 5, 7), looks("h:mm AM/PM"))
    sheet.write_formula(4, 10, "=B5&C5", None, "joined")
    sheet.write_formula(4, 11, "=1/0", None, "#DIV/0!")
    sheet.write_formula(4, 12, "=2*2", None, 4)
    sheet.write_number(4, 13, 380671112233)
    sheet.write_blank(4, 14, None, looks("0"))
    sheet.write_comment(4, 1, "a note")
    book.add_worksheet("secret").hide()
    book.add_chart({"type": "line"})


ROWS = [
    (1, ["Customers of 2024"]),
    (3, ["", "id", "phone", "name"]),
    (
        5,
        ["", "00042", "+380671112233", " Ада\n«К»\t", "true", "0.1750", "1234567.891",
         "2024-02-29 13:05:00", "2024-02-29", "13:05:07", "joined", "#DIV/0!", "4", "380671112233"],
    ),
]  # fmt: skip


@pytest.mark.parametrize("in_cells", [False, True])
@pytest.mark.parametrize("is_1904", [False, True])
def test_all_that_a_spreadsheet_knows(tmp_path: Path, in_cells: bool, is_1904: bool) -> None:
    """Texts shared or in their cells, days of either calendar."""
    content = _book(_fill, constant_memory=in_cells, date_1904=is_1904)
    assert _rows(tmp_path, content, NAME) == ROWS
    assert list_sheets(tmp_path / "book.xlsx") == [NAME]


def _changed(change: Change) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(_book(_fill)))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            kept = change(name, source.read(name))
            if kept is not None:
                package.writestr(*kept)
    return target.getvalue()


def _put(old: bytes, new: bytes) -> Change:
    return lambda name, part: (name, part.replace(old, new))


def _without(*beginnings: str) -> Change:
    return lambda name, part: None if name.startswith(beginnings) else (name, part)


def _strict(name: str, part: bytes) -> tuple[str, bytes]:
    part = part.replace(MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    return name, part.replace(DOCUMENT, b"http://purl.oclc.org/ooxml/officeDocument/relationships")


def _without_places(name: str, part: bytes) -> tuple[str, bytes]:
    return name, re.sub(rb'<row r="\d+"', b"<row", part) if "worksheets" in name else part


ODDITIES: dict[str, Change] = {
    "1C: SharedStrings.xml": lambda name, part: (
        name.replace("sharedStrings", "SharedStrings"),
        part.replace(b"sharedStrings.xml", b"SharedStrings.xml"),
    ),
    "names of Windows": lambda name, part: (name.replace("/", "\\"), part),
    "a slash in front": lambda name, part: (f"/{name}", part),
    "an empty fill": _put(b'<fill><patternFill patternType="none"/></fill>', b"<fill/>"),
    "an unknown pane": _put(b'activePane="bottomLeft"', b'activePane="bottom_left"'),
    "an unknown validation": _put(b'type="list"', b'type="lists"'),
    "no properties, no theme": _without("docProps", "xl/theme"),
    "no list of types": _without("[Content_Types]"),
    "strict OOXML": _strict,
}


@pytest.mark.parametrize("oddity", ODDITIES)
def test_oddities_of_other_programs_are_understood(tmp_path: Path, oddity: str) -> None:
    assert _rows(tmp_path, _changed(ODDITIES[oddity]), NAME) == ROWS


def test_without_looks_dates_are_the_numbers_they_are(tmp_path: Path) -> None:
    rows = _rows(tmp_path, _changed(_without("xl/styles")), NAME)
    assert rows[-1][1][8] == "45351"


def test_rows_without_numbers_follow_each_other(tmp_path: Path) -> None:
    rows = _rows(tmp_path, _changed(_without_places), NAME)
    assert [cells for _, cells in rows] == [cells for _, cells in ROWS]


def test_pictures_and_many_parts_are_no_bomb(tmp_path: Path) -> None:
    target = io.BytesIO(simple([["id"], ["1"]]))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/scan.bmp", b"\0" * 5_000_000)
        for number in range(1_500):
            package.writestr(f"xl/media/{number}.png", b"x")
    assert _rows(tmp_path, target.getvalue()) == [(1, ["id"]), (2, ["1"])]


def test_texts_that_cells_share_wait_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_texts, "MAX_HELD", 3_000)
    texts, wanted = SharedTexts(), [f"Ірина {number}" for number in range(GROUP * 20 + 5)]
    for text in wanted:
        texts.add(text)
    places = [*range(len(wanted)), *range(len(wanted) - 1, -1, -7)]
    assert [texts[place] for place in places] == [wanted[place] for place in places]
    assert sum(map(len, texts._held.values())) < len(wanted)
    for place in (-1, len(wanted), len(wanted) + GROUP):
        with pytest.raises(IndexError):
            texts[place]
    texts.close()


def test_a_shared_text_that_is_too_long_refuses_its_row(tmp_path: Path) -> None:
    content = _changed(_put("Ада".encode(), b"x" * 140_000))
    problem = _rows(tmp_path, content, NAME)[-1][1]
    assert isinstance(problem, CellProblem)
    assert problem.code == "cell_too_long"
