"""How a file is read: encodings, delimiters, quotes, heads, kinds of columns."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kurator.imports.rules import headers
from kurator.imports.rules.delimiters import guess_delimiter
from kurator.imports.rules.duplicates import repeated_keys, suspect_keys
from kurator.imports.rules.encodings import detect_encoding
from kurator.imports.rules.profiles import ColumnProfiler
from kurator.imports.rules.records import read_records
from kurator.imports.rules.signatures import foreign_kind
from kurator.imports.services.analyzing import analyze_file
from kurator.imports.types import Analysis, CellProblem, FileProblem, Shape

RUSSIAN = "Код;Имя;Город\n1;Щербаков Фёдор;Санкт-Петербург\n2;Юлия Жукова;Нижний Новгород\n"
UKRAINIAN = "Код;Ім'я;Місто\n1;Ївга Щєпіна;Київ\n2;Ґалаґан Юрій;Чернівці\n"


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN])
@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1251", "cp1251"),
        ("koi8-u", "koi8-u"),
        ("cp866", "cp866"),
    ],
)
def test_encodings_are_recognized(text: str, encoding: str, expected: str) -> None:
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        content = text.translate({ord("ґ"): "г", ord("Ґ"): "Г", ord("і"): "и"}).encode(
            encoding, "ignore"
        )
    found, _ = detect_encoding(lambda: [content[i : i + 7] for i in range(0, len(content), 7)])
    assert content.decode(found) == content.decode(expected)


def test_western_letters_are_recognized() -> None:
    content = "Name;City\nMüller;Köln\nGonçalves;São Paulo\n".encode("cp1252")
    assert detect_encoding(lambda: [content])[0] == "cp1252"


def _broken(content: bytes, size: int = 5) -> dict[str, object]:
    with pytest.raises(FileProblem) as caught:
        detect_encoding(lambda: [content[i : i + size] for i in range(0, len(content), size)])
    assert caught.value.code == "broken_bytes"
    return caught.value.params


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_broken_bytes_are_named(size: int) -> None:
    good = "Код,Имя\n1,Анна\n2,Борис".encode()
    params = _broken(good + b"\xff\n3,x\n", size)
    assert (params["line"], params["value"]) == (3, "0xFF")
    assert params["byte"] == len("2,Борис".encode()) + 1
    cut = _broken(good[:-1], size)
    assert cut["line"] == 3


def test_bytes_without_sense_are_not_taken_for_letters() -> None:
    assert _broken(b"id,name\n1,Ann\n2,B\xd7\xf7b\n")["line"] == 3


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet"),
        (b"%PDF-1.7", "pdf"),
        (b"\x1f\x8b\x08", "archive"),
        (b"<!DOCTYPE html><html>", "markup"),
        (bytes(range(1, 9)) * 20, "program"),
        (b"id,name\n1,Ann\n", ""),
        ("id,имя\n".encode("utf-16"), ""),
    ],
)
def test_other_files_are_named(head: bytes, kind: str) -> None:
    assert foreign_kind(head) == kind


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1,5;2,5;3\n", ";"),
        ("a\tb\n1,2\t3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('name;note\n"Ann, Bob";"x, y"\nC;"p, q, r"\n', ";"),
        ("name\nAnn\nBob\n", ","),
        ("name,city\nAnn,Kyiv\nBob,Lviv, UA\n", ","),
    ],
)
def test_delimiters_are_recognized(text: str, delimiter: str) -> None:
    assert guess_delimiter(text.splitlines(keepends=True)) == delimiter


def _records(text: str, delimiter: str = ",") -> list[tuple[int, str | list[str]]]:
    lines: Iterable[str] = io.StringIO(text, newline="")
    return [
        (row, cells.code if isinstance(cells, CellProblem) else cells)
        for row, cells in read_records(lines, delimiter)
    ]


def test_quotes_and_line_ends_inside_cells() -> None:
    found = _records('id,note\r\n1,"two\r\nlines, ""quoted"""\r\n2,ООО "Ромашка"\r\n')
    assert found == [
        (1, ["id", "note"]),
        (2, ["1", 'two\r\nlines, "quoted"']),
        (3, ["2", 'ООО "Ромашка"']),
    ]


def test_a_quote_that_never_closes_costs_one_row() -> None:
    found = _records('id,note\n1,"open\n2,b\n3,"c"\n4,d\n')
    assert found == [
        (1, ["id", "note"]),
        (2, "broken_quotes"),
        (3, ["2", "b"]),
        (4, ["3", "c"]),
        (5, ["4", "d"]),
    ]


def test_a_lonely_quote_inside_costs_one_row() -> None:
    assert _records('a,b\n"x"y,1\nz,2\n')[1:] == [(2, "broken_quotes"), (3, ["z", "2"])]


def test_quotes_broken_everywhere_stop_the_file() -> None:
    with pytest.raises(FileProblem, match="quotes_everywhere"):
        _records("a\n" + '"x"y\n' * 2000)


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=4),
        min_size=1,
    ),
    st.sampled_from(",;\t|"),
)
def test_what_was_written_is_read(rows: list[list[str]], delimiter: str) -> None:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    assert [cells for _, cells in _records(target.getvalue(), delimiter)] == rows


def _profile(*cells: str, header: str = "X") -> object:
    profiler = ColumnProfiler(0, header)
    profiler.feed(cells)
    return profiler.profile()


@pytest.mark.parametrize(
    ("cells", "header", "shape"),
    [
        (["Yes", "No", "Yes"], "Churn", Shape.BOOL),
        (["да", "нет", ""], "X", Shape.BOOL),
        (["так", "ні"], "X", Shape.BOOL),
        (["0", "1", "1"], "SeniorCitizen", Shape.BOOL),
        (["1", "1"], "X", Shape.NUMBER),
        (["1.0", "0.0", ""], "churned", Shape.BOOL),
        (["0530421", "9142877", "5304218"], "soc_sec_id", Shape.TEXT),
        (["0671234567", "0501112233"], "X", Shape.PHONE),
        (["1", "2", "30"], "tenure", Shape.NUMBER),
        (["29.85", "20", "70.7"], "MonthlyCharges", Shape.MONEY),
        (["5", "7"], "Сума", Shape.MONEY),
        (["$5", "$7"], "X", Shape.MONEY),
        (["5.25", "7.30"], "X", Shape.MONEY),
        (["50.4501", "30.5234"], "Latitude", Shape.NUMBER),
        (["2025-01-02", ""], "X", Shape.DATE),
        (["31.02.2025", "01.02.2025"], "X", Shape.DATE),
        (["03/04/2025"], "X", Shape.DATE),
        (["2025-01-02 10:30"], "X", Shape.TEXT),
        (["+380 67 123 45 67", "050 111 22 33"], "X", Shape.PHONE),
        (["a@b.ua", "c@d.com"], "X", Shape.EMAIL),
        (["DSL", "Fiber", "DSL", "Fiber"], "X", Shape.CHOICE),
        (["DSL", "Fiber"], "X", Shape.TEXT),
        (["00123", "00456"], "X", Shape.TEXT),
        (["", " "], "X", Shape.TEXT),
    ],
)
def test_kinds_of_columns(cells: list[str], header: str, shape: Shape) -> None:
    assert _profile(*cells, header=header).shape is shape  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("head", "code", "label"),
    [
        ("customerID", "customer_id", "Customer ID"),
        ("SeniorCitizen", "senior_citizen", "Senior citizen"),
        ("StreamingTV", "streaming_tv", "Streaming TV"),
        ("Дата подключения", "data_podkliuchenyia", "Дата подключения"),
        ("Щомісячна плата", "shchomisiachna_plata", "Щомісячна плата"),
        ("2024", "x_2024", "2024"),
        ("№", "x", "№"),
    ],
)
def test_codes_and_labels_of_new_attributes(head: str, code: str, label: str) -> None:
    assert headers.code_for(head) == code
    assert headers.label_for(head) == label
    assert headers.code_for(head, [code]) == f"{code}_2"


def test_repeated_keys_are_found_with_their_rows() -> None:
    keys = [*(str(number) for number in range(5000)), "7", "42", "7"]
    rows = list(enumerate(keys, start=2))
    found = repeated_keys(rows, suspect_keys(keys, amount=10))
    assert found == {"7": (9, 5004), "42": (44, 5003)}


def _analyze(folder: Path, content: bytes, **options: object) -> Analysis:
    path = folder / "file.csv"
    path.write_bytes(content)
    return analyze_file(path, **options)  # type: ignore[arg-type]  # options of one call


@pytest.mark.parametrize(
    ("content", "code", "params"),
    [
        (b"", "empty_file", {}),
        (b"\n\n \n", "empty_file", {}),
        (b"id,name\n", "only_header", {}),
        (b"PK\x03\x04\x00\x00", "broken_workbook", {}),
        (b",".join([b"c"] * 100_000) + b"\n1\n", "too_many_columns", {"columns": 100_000}),
        (b'"id,name\n1,2\n', "broken_quotes", {"row": 1}),
        (b"x" * 9_000_000, "line_too_long", {"line": 1}),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, content: bytes, code: str, params: dict[str, object]
) -> None:
    with pytest.raises(FileProblem) as caught:
        _analyze(tmp_path, content)
    assert caught.value.code == code
    assert {name: caught.value.params[name] for name in params} == params


def test_a_file_without_header(tmp_path: Path) -> None:
    found = _analyze(tmp_path, b"1,Ann,2025-01-01\n2,Bob,2025-01-02\n")
    assert not found.layout.has_header
    assert ([column.header for column in found.columns], found.rows) == (["#1", "#2", "#3"], 2)


def test_rows_of_another_width_are_counted(tmp_path: Path) -> None:
    found = _analyze(tmp_path, b"sep=;\nid;name\n1;Ann\n2;Bob;x\n3\n\n4;Eve;;\n")
    assert (found.rows, found.ragged, found.layout.delimiter) == (4, 2, ";")


def test_nul_bytes_are_shown_and_do_not_break_the_analysis(tmp_path: Path) -> None:
    found = _analyze(tmp_path, b"id,name\n1,A\x00nn\n2,Bob\n")
    assert found.sample[0] == ("1", "A\u2400nn")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_letters_without_a_mark_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("ід;ім'я;місто\r\n" + "1;Олена Петренко;Київ\r\n" * 20).encode(encoding))
    found = analyze_file(path)
    assert (found.layout.encoding, found.layout.delimiter, found.rows) == (encoding, ";", 20)
    assert [column.header for column in found.columns] == ["ід", "ім'я", "місто"]


def test_an_encoding_that_needs_a_mark_is_refused_with_the_place(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,name\n1,Ann\n")
    with pytest.raises(FileProblem) as refused:
        analyze_file(path, encoding="utf-16")
    assert (refused.value.code, refused.value.params["line"]) == ("broken_bytes", 1)
