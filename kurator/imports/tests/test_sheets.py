"""Workbooks: typed cells, sheets, and files made to harm."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kurator.imports.models import ImportProblem
from kurator.imports.rules import workbooks
from kurator.imports.rules.sheets import date_text, number_text, read_sheet
from kurator.imports.rules.workbooks import is_date_format, list_sheets, open_workbook
from kurator.imports.services.analyzing import analyze_file
from kurator.imports.tests.builders import counts, started, upload
from kurator.imports.tests.workbooks import cell, sheet, simple, workbook
from kurator.imports.types import FileProblem
from kurator.kernel.defuse import restore
from kurator.parties.models import Party
from kurator.platform.workbooks import SheetColumn, write_sheets
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no zone
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]>'


def _rows(tmp_path: Path, content: bytes, name: str = "Customers") -> list[Any]:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    with open_workbook(path) as book:
        return list(read_sheet(book, name))


def _problem(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileProblem) as refused:
        analyze_file(path)
    return refused.value.code


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("7", "7"), ("380671112233", "380671112233"), ("29.85", "29.85"), ("1.234", "1.2340"),
        ("-12.345", "-12.3450"), ("0.10000000000000001", "0.1"), ("1E3", "1000"),
        ("1.5E-7", "0.00000015"), ("1e20", "100000000000000000000"), ("#N/A", "#N/A"),
    ],
)  # fmt: skip
def test_numbers_become_texts_that_are_read_in_one_way(written: str, text: str) -> None:
    assert number_text(written) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("45351", "2024-02-29"), ("45351.5", "2024-02-29 12:00:00"), ("1", "1900-01-01"),
        ("59", "1900-02-28"), ("60", "1900-02-29"), ("61", "1900-03-01"), ("-3", "-3"),
        ("2958465", "9999-12-31"), ("99999999", "99999999"), ("0.25", "06:00:00"),
        ("45351.9999999", "2024-03-01"),
    ],
)  # fmt: skip
def test_dates_become_days(written: str, text: str) -> None:
    assert date_text(written, ZERO) == text


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("dd/mm/yyyy", True), ("yyyy\\-mm\\-dd\\ hh:mm:ss", True), ("[$-419]d mmm yyyy;@", True),
        ("0.00", False), ('0.00"days"', False), ("#,##0 [$UAH]", False), ("[h]:mm", False),
        ("[Red]-0", False), ("@", False), ("General", False), ("mm:ss.0", True), ('"d"0', False),
    ],
)  # fmt: skip
def test_formats_of_dates_are_told_from_others(code: str, is_date: bool) -> None:
    assert is_date_format(code) is is_date


def test_cells_of_every_type(tmp_path: Path) -> None:
    shared = "<sst><si><t>Ada</t></si><si><r><t>Lo</t></r><r><t>ve_x0041_</t></r><rPh><t>x</t></rPh></si></sst>"
    rows = [
        ["a", "b"],
        [cell(0, kind="s"), cell(1, kind="s"), cell(1, kind="b"), cell("x &lt;", kind="str")],
        [cell(45351, style=1), cell(45351, style=2), cell(3.5, style=3), cell(45351.5, style=4)],
        ["<c><f>1+1</f><v>2</v></c>", cell("#REF!", kind="e"), '<c r="E3"><v>9</v></c>'],
    ]
    assert _rows(tmp_path, workbook({"Customers": sheet(rows)}, shared=shared)) == [
        (1, ["a", "b"]),
        (2, ["Ada", "LoveA", "true", "x <"]),
        (3, ["2024-02-29", "2024-02-29", "3.5", "2024-02-29 12:00:00"]),
        (4, ["2", "#REF!", "", "", "9"]),
    ]


def test_prefixes_gaps_and_blank_rows_are_understood(tmp_path: Path) -> None:
    xml = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:t>id</x:t></x:is></x:c></x:row><x:row r="3"/>'
        '<x:row r="9"><x:c r="B9"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert _rows(tmp_path, workbook({"Customers": xml})) == [(2, ["", "id"]), (9, ["", "5"])]


def test_days_of_the_other_calendar(tmp_path: Path) -> None:
    book = workbook({"Customers": sheet([[cell(1, style=1)]])}, flags='date1904="1"')
    assert _rows(tmp_path, book) == [(1, ["1904-01-02"])]


def test_hidden_sheets_are_not_offered(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(workbook({"A": sheet([]), "B & C": sheet([])}, hidden=["A"]))
    assert list_sheets(path) == ["B & C"]


def _bomb() -> bytes:
    return workbook({"Customers": sheet([["id"], ["x" * 20_000_000]])})


def _large(monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setitem(workbooks._OPENED, workbooks._TEXTS, 1_000)
    monkeypatch.setattr(workbooks, "_LIMITS", (*workbooks._LIMITS, 1_000))
    return workbook(
        {"Customers": sheet([["id"], [1]])}, shared="<sst>" + "<si><t>x</t></si>" * 99 + "</sst>"
    )


def _cut() -> bytes:
    return simple([["id"], *([n] for n in range(2_000))])[:-3_000]


def _overwritten() -> bytes:
    whole = bytearray(simple([["id"], *([f"customer {n}"] for n in range(5_000))]))
    place = bytes(whole).index(b"xl/worksheets/sheet1.xml") + 200
    whole[place : place + 100] = b"\x00" * 100
    return bytes(whole)


def _other_archive() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("readme.txt", "hello")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (_bomb, "workbook_bomb"),
        (_cut, "broken_workbook"),
        (_overwritten, "broken_workbook"),
        (_other_archive, "no_workbook"),
        (lambda: b"PK\x03\x04" + b"\x00" * 200, "broken_workbook"),
        (lambda: workbook({"C": DOCTYPE + sheet([["id"], [1]])}), "workbook_entities"),
        (lambda: workbook({"C": sheet([["id"]])}, shared=DOCTYPE + "<sst/>"), "workbook_entities"),
        (
            lambda: workbook({"C": f'<!DOCTYPE x SYSTEM "file:///etc/passwd">{sheet([["id"]])}'}),
            "workbook_entities",
        ),
        (lambda: workbook({"C": "<worksheet><sheetData><row>"}), "broken_workbook"),
        (lambda: workbook({"C": sheet([["id"], [cell(99, kind="s")]])}), "broken_workbook"),
        (lambda: simple([["id"], ['<c r="XFD2"><v>1</v></c>']]), "too_many_columns"),
        (lambda: simple([["id"], ['<c r="ZZZZZ2"><v>1</v></c>']]), "broken_workbook"),
        (lambda: simple([]), "empty_file"),
        (lambda: simple([["id"]]), "only_header"),
        (
            lambda: workbook({"S": ""}, more={f"{n}": b"" for n in range(10_001)}),
            "workbook_too_many_parts",
        ),
        (lambda: workbook({}), "no_workbook"),
    ],
)
def test_files_made_to_harm_are_refused(
    tmp_path: Path, content: Callable[[], bytes], code: str
) -> None:
    assert _problem(tmp_path, content()) == code


def test_texts_that_would_be_held_are_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _problem(tmp_path, _large(monkeypatch)) == "workbook_too_large"


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=5))
@example(["\ufffe", "a\uffffb", "\r\n", " x ", "<r>&lt;</r>", "_x000D_"])
def test_any_text_comes_back_from_a_workbook(texts: list[str]) -> None:
    target = io.BytesIO()
    columns = [SheetColumn(str(place)) for place, _ in enumerate(texts)]
    for _ in write_sheets(target, columns, iter([texts])):
        """Each step writes a block."""
    with tempfile.TemporaryDirectory() as folder:
        _, (_, cells) = _rows(Path(folder), target.getvalue(), "1")
    assert [restore(cell) for cell in cells] == texts


@pytest.mark.django_db
def test_a_workbook_comes_in_as_a_csv_does(api: Api) -> None:
    anna = api("anna")
    rows: list[list[object]] = [
        ["id", "name", "phone", "fee", "since", "senior"],
        ["C1", "Ada", "+380671112233", 12.5, cell(45351, style=1), cell(1, kind="b")],
        ["C2", "Лев", None, 1.234, cell(45352, style=2), cell(0, kind="b")],
        ["C3", "Broken", "12", 9.99],
    ]
    book = workbook({"Cover": sheet([["x"]]), "Customers": sheet(rows), "Empty": sheet([])})
    answer = upload(anna, book, "book.xlsx")
    assert (answer.json["sheet"], len(answer.json["sheets"])) == ("Customers", 3)
    one = started(anna, answer.json["id"])
    assert (one["status"], *counts(one)) == ("DONE", 2, 0, 0, 1)
    party = Party.objects.get(external_id="C2")
    assert party.attrs["since"] == "2024-03-01"
    assert party.attrs["fee"] == 1.234
    problem = ImportProblem.objects.order_by("row").first()
    assert problem is not None
    assert problem.row == 4


@pytest.mark.django_db
def test_another_sheet_is_chosen(api: Api) -> None:
    anna = api("anna")
    book = workbook({"A": sheet([["id"], ["1"]]), "B": sheet([["code", "name"], ["2", "Two"]])})
    made = upload(anna, book, "b.xlsx").json
    assert [column["header"] for column in made["columns"]] == ["id"]
    changed = anna.patch(f"/imports/{made['id']}", {"options": {"sheet": "B"}}).json
    assert [column["header"] for column in changed["columns"]] == ["code", "name"]
    assert changed["sheet"] == "B"
