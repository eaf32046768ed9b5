"""What a value becomes in a file, and how much may be taken out."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurator.exports.rules import sheets
from kurator.exports.rules.allowance import (
    DAY,
    HOUR,
    MAX_ROWS_IN_DAY,
    allowance,
    rows_possible_at,
)
from kurator.exports.rules.csv_files import csv_blocks
from kurator.exports.tests.builders import csv_rows, sheet_rows
from kurator.exports.types import Earlier
from kurator.kernel.defuse import is_formula, restore
from kurator.platform import workbooks
from kurator.platform.exporting import CellKind, ExportColumn, ExportTable

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
COLUMNS = [
    ExportColumn("n", "Name"),
    ExportColumn("p", "Phone", CellKind.PHONE),
    ExportColumn("x", "Number", CellKind.NUMBER),
    ExportColumn("m", "Sum, UAH", CellKind.MONEY),
    ExportColumn("b", "Flag", CellKind.BOOL),
    ExportColumn("d", "Day", CellKind.DATE),
    ExportColumn("i", "Moment", CellKind.INSTANT),
]
ROW = ["Ada & <b>", "+380671112233", Decimal("-5.50"), -1250, True, date(2024, 2, 29), NOW]
BYPASSES = [
    "=1+1", "+1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\ufeff=1",
    "\x00=1", "\u3000=1", "\u200b=1", "\u2060=1", "\u00ad=1", "\x0b=1", "\x1f=1", "\u202e=1",
    "＝1", "＋1", "－1", "＠x", "﹦1", " \u200b\t ＝cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")",
]  # fmt: skip


def _csv(row: list[object], *, language: str = "en", is_raw: bool = False) -> bytes:
    table = ExportTable(COLUMNS[: len(row)], iter([row]))
    blocks = csv_blocks(table, language=language, zone="Europe/Kyiv", is_raw=is_raw)
    return b"".join(block for block, _ in blocks)


def _xlsx(rows: list[list[object]], columns: Sequence[ExportColumn] = COLUMNS) -> bytes:
    target = io.BytesIO()
    table = ExportTable(columns[: len(rows[0])], iter(rows))
    for _ in sheets.write_workbook(table, target, language="en", zone="Europe/Kyiv"):
        pass
    return target.getvalue()


@pytest.mark.parametrize("text", BYPASSES)
def test_no_formula_reaches_a_spreadsheet(text: str) -> None:
    assert is_formula(text)
    cell = csv_rows(_csv([text]))[1][0]
    assert cell[0] == "'"
    assert restore(cell) == text
    kind, shown = sheet_rows(_xlsx([[text]]))[1][0]
    assert kind == "inlineStr"
    assert (
        "<f>"
        not in zipfile.ZipFile(io.BytesIO(_xlsx([[text]])))
        .read("xl/worksheets/sheet1.xml")
        .decode()
    )
    assert (
        's="2"'
        in zipfile.ZipFile(io.BytesIO(_xlsx([[text]]))).read("xl/worksheets/sheet1.xml").decode()
    ), shown


@given(st.text(max_size=40))
def test_any_text_stays_a_text(text: str) -> None:
    stored = text.encode("utf-8", "ignore").decode().replace("\x00", "")
    if not stored:
        return
    cell = csv_rows(_csv([stored]))[1][0]
    assert restore(cell) == stored
    assert not is_formula(cell)
    kind, _ = sheet_rows(_xlsx([[stored]]))[1][0]
    assert kind == "inlineStr"


def test_csv_speaks_the_language_of_the_spreadsheet() -> None:
    assert csv_rows(_csv(ROW))[1] == [
        "Ada & <b>", "+380 67 111 22 33", "-5.5", "-12.50", "yes", "2024-02-29", "2026-11-25 14:00:00",
    ]  # fmt: skip
    assert csv_rows(_csv(ROW, language="uk"), ";")[1][2:5] == ["-5,5", "-12,50", "так"]
    assert _csv(ROW).startswith(b"\xef\xbb\xbf")


def test_raw_csv_is_for_programs() -> None:
    rows = csv_rows(_csv(ROW, language="ru", is_raw=True))
    assert rows[0][:2] == ["n", "p"]
    assert rows[1][1:5] == ["+380671112233", "-5.5", "-12.50", "true"]


def test_a_workbook_has_typed_cells() -> None:
    rows = sheet_rows(_xlsx([ROW]))
    assert rows[0][3] == ("inlineStr", "Sum, UAH")
    assert rows[1] == [
        ("inlineStr", "Ada & <b>"),
        ("inlineStr", "+380671112233"),
        ("n", "-5.50"),
        ("n", "-12.50"),
        ("inlineStr", "yes"),
        ("n", "45351"),
        ("n", "46351.58333333334"),
    ]


def test_a_workbook_goes_on_on_a_second_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_ROWS", 3)
    content = _xlsx([[f"n{number}"] for number in range(5)])
    assert [row[0][1] for row in sheet_rows(content)] == ["Name", "n0", "n1", "n2"]
    assert [row[0][1] for row in sheet_rows(content, 2)] == ["Name", "n3", "n4"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\x07b", "a_x0007_b"),
        ("_x0041_", "_x005F_x0041_"),
        ("x" * 40_000, "x" * 32_767),
        ("x😀" * 20_000, "x😀" * 10_922 + "x"),
        ("12345678901234567890", "12345678901234567890"),
    ],
)
def test_texts_that_the_format_cannot_hold(value: str, shown: str) -> None:
    assert sheet_rows(_xlsx([[value]]))[1][0] == ("inlineStr", shown)


@pytest.mark.parametrize(
    "text",
    ["<r></r>", "<r><t>a</t></r>", "<r></is></c><c><f>1+1</f><v>2</v></c><c><is></r>", "<r>&</r>"],
)
def test_a_text_that_looks_like_parts_of_a_sheet_stays_a_text(text: str) -> None:
    """The library that writes the sheet would put it there unescaped."""
    assert sheet_rows(_xlsx([[text, "+1"]]))[1] == [("inlineStr", text), ("inlineStr", "+1")]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_a_text(value: str) -> None:
    assert sheet_rows(_xlsx([["", "", Decimal(value)]]))[1][2] == ("inlineStr", value)


@pytest.mark.parametrize(("units", "looks"), [(0, "#,##0"), (2, "#,##0.00"), (3, "#,##0.000")])
def test_sums_are_shown_with_the_places_of_their_currency(units: int, looks: str) -> None:
    columns = [ExportColumn("m", "Sum", CellKind.MONEY, minor_units=units)]
    content = _xlsx([[1_234_567]], columns)
    shown = str(Decimal(1_234_567).scaleb(-units))
    assert sheet_rows(content)[1] == [("n", shown)]
    styles = zipfile.ZipFile(io.BytesIO(content)).read("xl/styles.xml").decode()
    assert f'formatCode="{looks}"' in styles


def test_the_head_stays_in_sight_and_columns_are_as_wide_as_their_values() -> None:
    content = _xlsx([["x" * 30, "+380671112233"], ["x" * 500, ""]])
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert 'ySplit="1"' in sheet
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    assert [round(width) for width in widths] == [61, 16]


def test_nothing_is_left_of_a_workbook_that_was_not_finished(tmp_path: Path) -> None:
    rows = ([f"n{number}"] for number in range(5_000))
    table = ExportTable(COLUMNS[:1], rows)
    written = sheets.write_workbook(
        table, io.BytesIO(), language="en", zone="Europe/Kyiv", scratch=tmp_path
    )
    next(written)
    assert list(tmp_path.iterdir())
    del written
    assert list(tmp_path.iterdir()) == []


def test_numbers_beyond_fifteen_digits_stay_exact() -> None:
    row = ["", "", Decimal("12345678901234567")]
    assert sheet_rows(_xlsx([row]))[1][2] == ("inlineStr", "12345678901234567")


def test_three_exports_an_hour() -> None:
    times = [NOW - timedelta(minutes=m) for m in (50, 30, 10)]
    left = allowance([Earlier(at, 5) for at in times], NOW)
    assert (left.exports_left, left.possible_at) == (0, times[0] + HOUR)
    assert (
        allowance([Earlier(at, 5) for at in times], NOW + timedelta(minutes=11)).exports_left == 1
    )


def test_ten_thousand_rows_a_day() -> None:
    first, second = NOW - timedelta(hours=20), NOW - timedelta(hours=2)
    earlier = [Earlier(first, 6_000), Earlier(second, 3_000)]
    assert allowance(earlier, NOW).rows_left == 1_000
    assert rows_possible_at(earlier, 1_000, NOW) == NOW
    assert rows_possible_at(earlier, 7_000, NOW) == first + DAY
    assert rows_possible_at(earlier, 8_000, NOW) == second + DAY
    assert rows_possible_at(earlier, MAX_ROWS_IN_DAY + 1, NOW) is None
