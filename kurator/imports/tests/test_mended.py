"""The error file holds the refused rows as they came; mended, it is imported by the same mapping."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurator.exports.tests.builders import csv_rows, sheet_rows
from kurator.imports.rules.tables import read_table
from kurator.imports.tests.builders import counts, imported, started, upload
from kurator.imports.tests.test_api import BAD_CELLS
from kurator.imports.tests.workbooks import simple
from kurator.imports.types import CellProblem
from kurator.kernel.defuse import csv_lines
from kurator.parties.models import ContactPoint, Party
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
MARKS = ["Row (Kurator)", "What to mend (Kurator)"]
GOOD = "".join(f"{number},Good,+3806712345{number},03.02.2025,1.50\n" for number in range(10, 60))
HEAD = "id,name,phone,born,paid\n"


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: object) -> None:
    settings.FILES_DIR = tmp_path  # type: ignore[attr-defined]  # pytest-django's wrapper


def _file(client: ApiClient, one: dict[str, Any], kind: str = "csv") -> bytes:
    answer = client.get(f"/imports/{one['id']}/errors.{kind}")
    assert answer.status == 200
    return answer.content


def _rows(content: bytes) -> list[list[str]]:
    return [[text for _, text in row] for row in sheet_rows(content)]


def _targets(one: dict[str, Any]) -> list[Any]:
    return [(column["header"], column["target"]) for column in one["columns"]]


def _named(client: ApiClient, content: str) -> dict[str, Any]:
    """Import with the second column as the name, as a person corrects it."""
    one = upload(client, content).json
    mapping = {"columns": [{"index": 1, "target": "party.name"}]}
    assert client.patch(f"/imports/{one['id']}", mapping).status == 200
    return started(client, one["id"])


def test_each_refused_row_is_in_the_file_as_it_came(api: Api) -> None:
    anna = api("anna")
    done = _named(anna, BAD_CELLS)
    lines = csv_rows(_file(anna, done))
    assert lines[0] == [*MARKS, "id", "name", "born", "paid", "plan"]
    by_row = {line[0]: line[1:] for line in lines[1:]}
    assert by_row["2"] == [
        "born: There is no such day in the calendar.", "1", "Ann", "31.02.2025", "5.00", "DSL",
    ]  # fmt: skip
    assert by_row["4"][1:] == ["3", "C\x00hris", "01.02.2025", "5.00", "DSL"]
    assert by_row["5"][2] == "x" * 10_000
    assert by_row["6"][1:] == ["5", "Eve", "01.02.2025"]
    assert by_row["7"][1:] == ["6", "Fay", "01.02.2025", "5.00", "Cable", "more"]
    assert by_row["8"][1:] == ["7", '"Gus', "01.02.2025", "5.00", "DSL"]
    assert by_row["11"][1:] == ["8", "'=cmd|calc", "tomorrow", "5.00", "DSL"]
    assert len(lines) == 11


def test_rows_that_nobody_mended_are_refused_again_for_the_same_reasons(api: Api) -> None:
    anna = api("anna")
    done = _named(anna, BAD_CELLS)
    again = upload(anna, _file(anna, done)).json
    assert again["is_mended"]
    assert _targets(again) == _targets(done)
    checked = anna.post(f"/imports/{again['id']}/check").json
    reasons = [(problem["header"], problem["code"]) for problem in done["problems"]]
    reasons.remove(("", "imports.broken_quotes"))  # its quote stands in a whole cell now
    assert [(found["header"], found["code"]) for found in checked["problems"]] == reasons


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_a_mended_file_with_semicolons_goes_in_by_the_same_mapping(api: Api, encoding: str) -> None:
    anna = api("anna")
    anna.patch("/session", {"language": "ru"})
    good = "".join(f"А-{n};Фёдор;03.02.2025;1 000,50\r\n" for n in range(10, 30))
    table = (
        f"Код;Кто;Дата;Сумма\r\nА-1;Юлия;31.02.2025;5,00\r\nА-2;Ганна;13.02.2025;много\r\n{good}"
    )
    one = upload(anna, table.encode(encoding)).json
    mapping = {"columns": [{"index": 1, "target": "party.name"}]}
    assert anna.patch(f"/imports/{one['id']}", mapping).status == 200
    done = started(anna, one["id"])
    assert counts(done) == (20, 0, 0, 2)
    content = _file(anna, done).decode("utf-8-sig")
    assert content.splitlines()[0].startswith('"Строка (Kurator)";"Что исправить (Kurator)";"Код"')
    mended = content.replace("31.02.2025", "28.02.2025").replace("много", "1 000,25")
    again = upload(anna, mended.encode(encoding)).json
    assert (again["is_mended"], again["questions"]) == (True, [])
    assert _targets(again) == _targets(done)
    assert counts(started(anna, again["id"])) == (2, 0, 0, 0)
    first, second = (Party.objects.get(external_id=f"А-{n}") for n in (1, 2))
    assert (first.name, str(first.attrs["data"])) == ({"ru": "Юлия"}, "2025-02-28")
    assert second.attrs["summa"] == 100025


def test_a_workbook_comes_back_as_a_workbook(api: Api) -> None:
    anna = api("anna")
    rows = [["id", "name", "phone", "born", "note"]]
    rows += [[str(n), "Good", f"+3806712345{n}", "2025-02-03", "000"] for n in range(10, 40)]
    rows += [
        ["01", "Ann", "+380671234567", "31.02.2025", "=1+1"],
        ["02", "Bob\nthe second", "12", "2025-02-03", "00123"],
    ]
    done = imported(anna, simple(rows))
    assert counts(done) == (30, 0, 0, 2)
    found = _rows(_file(anna, done, "xlsx"))
    assert [line[2:] for line in found] == [rows[0], *rows[-2:]]
    assert [line[0] for line in found[1:]] == ["32", "33"]
    assert found[2][1] == (
        "phone: Not a phone number of UA; write others with + and the country code."
    )
    mended = [[cell.replace("31.02.2025", "2025-02-28") for cell in line] for line in found]
    mended[2][4] = "+380671234568"
    again = imported(anna, simple(mended))
    assert (counts(again), _targets(again)) == ((2, 0, 0, 0), _targets(done))
    assert Party.objects.get(external_id="01").attrs["note"] == "=1+1"
    assert Party.objects.get(external_id="02").attrs["note"] == "00123"


def test_numbers_that_a_spreadsheet_typed_stand_beside_commas(api: Api) -> None:
    anna = api("anna")
    good = "".join(f"{n};Good;1 000,50\n" for n in range(10, 40))
    done = imported(anna, f"id;name;rate\n1;Ann;1,2,3\n2;Bob;1.2.3\n{good}")
    assert counts(done) == (30, 0, 0, 2)
    lines = _rows(_file(anna, done, "xlsx"))
    mended: list[list[object]] = [
        [*lines[0]],
        [*lines[1][:-1], 1234.5],
        [*lines[2][:-1], "1 234,25"],
    ]
    again = imported(anna, simple(mended))
    assert counts(again) == (2, 0, 0, 0)
    found = [Party.objects.get(external_id=code).attrs["rate"] for code in ("1", "2")]
    assert found in ([1234.5, 1234.25], [123450, 123425])


def test_no_formula_of_the_file_reaches_a_spreadsheet(api: Api) -> None:
    anna = api("anna")
    rows = "1,=1+1,+380671234567,never,1\n2,@SUM(A1),+380671234568,never,1\n"
    done = _named(anna, f"{HEAD}{rows}{GOOD}")
    lines = csv_rows(_file(anna, done))
    assert [line[3] for line in lines[1:]] == ["'=1+1", "'@SUM(A1)"]
    mended = _file(anna, done).replace(b"never", b"01.02.2025")
    assert counts(imported(anna, mended)) == (2, 0, 0, 0)
    assert Party.objects.get(external_id="1").display_name == "=1+1"
    assert ContactPoint.objects.get(party__external_id="2").norm == "380671234568"


def test_a_head_that_looks_like_a_formula_keeps_its_column(api: Api) -> None:
    anna = api("anna")
    good = "".join(f"{n},ok,01.01.2001\n" for n in range(3, 20))
    done = imported(anna, f"id,=head,born\n1,a,never\n{good}")
    again = upload(anna, _file(anna, done)).json
    assert _targets(again) == _targets(done)


def test_the_mapping_of_a_check_is_kept_too(api: Api) -> None:
    anna = api("anna")
    one = upload(anna, f"{HEAD}1,Ann,+380671234567,31.02.2025,1\n{GOOD}").json
    change = {"columns": [{"index": 4, "target": None}], "options": {"status": "ACTIVE"}}
    assert anna.patch(f"/imports/{one['id']}", change).status == 200
    anna.post(f"/imports/{one['id']}/check")
    again = upload(anna, _file(anna, one)).json
    assert [column["target"] for column in again["columns"]][4] is None
    assert again["options"]["status"] == "ACTIVE"
    assert upload(anna, f"{HEAD}1,Ann,,,\n").json["options"]["status"] == "NEW"


def test_refused_rows_do_not_say_how_dates_are_written(api: Api) -> None:
    """Only 02/13/2025 is left: by itself it would prove that the month comes first."""
    anna = api("anna")
    good = "".join(f"{n},Good,{n}/02/2025\n" for n in range(10, 25))
    one = upload(anna, f"id,name,born\n1,Ann,02/13/2025\n{good}").json
    answer = {"columns": [{"index": 2, "options": {"date_order": "day"}}]}
    assert anna.patch(f"/imports/{one['id']}", answer).status == 200
    done = started(anna, one["id"])
    assert counts(done) == (15, 0, 0, 1)
    again = imported(anna, _file(anna, done))
    assert counts(again) == (0, 0, 0, 1)


def test_a_table_without_a_head_gets_one(api: Api) -> None:
    anna = api("anna")
    good = "".join(f"{n},+3806712345{n},03.02.2025\n" for n in range(10, 30))
    one = upload(anna, f"1,+380671234567,31.02.2025\n{good}").json
    assert anna.patch(f"/imports/{one['id']}", {"options": {"key": 0}}).status == 200
    done = started(anna, one["id"])
    assert not done["has_header"]
    content = _file(anna, done)
    assert csv_rows(content)[0] == [*MARKS, "#1", "#2", "#3"]
    again = upload(anna, content.replace(b"31.02.2025", b"28.02.2025")).json
    assert _targets(again) == _targets(done)
    assert counts(started(anna, again["id"])) == (1, 0, 0, 0)


def test_the_added_columns_are_known_in_any_language_and_place(api: Api) -> None:
    anna = api("anna")
    text = 'id,Що виправити (Kurator),name,"Рядок (Kurator)"\n1,x,Ann,5\n2,y,Bob,6\n'
    one = upload(anna, text).json
    assert [column["header"] for column in one["columns"]] == ["id", "name"]
    assert counts(started(anna, one["id"])) == (2, 0, 0, 0)


def test_the_file_is_called_after_the_one_it_came_from(api: Api) -> None:
    anna = api("anna")
    anna.patch("/session", {"language": "uk"})
    one = upload(anna, f"{HEAD}1,Ann,,31.02.2025,1\n{GOOD}", "Клієнти.csv").json
    anna.post(f"/imports/{one['id']}/check")
    answer = anna.client.get(f"/api/v1/imports/{one['id']}/errors.xlsx")
    assert (
        "filename*=UTF-8''%D0%9A%D0%BB%D1%96%D1%94%D0%BD%D1%82%D0%B8%20-%20"
        in (answer["Content-Disposition"])
    )


CELLS = st.lists(st.text(max_size=12), min_size=2, max_size=5)


@given(st.lists(CELLS, min_size=1, max_size=4), st.sampled_from([",", ";", "\t"]))
def test_any_row_comes_back_as_it_was(rows: list[list[str]], delimiter: str) -> None:
    width = max(map(len, rows))
    heads = [*MARKS, *(f"c{n}" for n in range(width))]
    lines = [[n + 2, "what", "x", *cells] for n, cells in enumerate(rows)]
    written = "".join(csv_lines([[*heads, "last"], *lines], delimiter))
    table = read_table(io.StringIO(written, newline=""), delimiter=delimiter)
    assert table.is_mended
    found = [
        list(cells.cells) if isinstance(cells, CellProblem) else cells for _, cells in table.rows
    ]
    expected = [["x", *cells] for cells in rows]
    for read, original in zip(found, expected, strict=True):
        blank = [cell for cell in original[len(read) :] if cell.strip()]
        assert (read, blank) == (original[: len(read)], [])
