"""Journey 2: a file becomes customers, in the open; a bad one is told by row and column."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk
from tests.journeys.telco import ROWS, write_faulty, write_telco

EXPORTS = Path(__file__).resolve().parents[2] / "kurator/imports/tests/exports"


def _upload(desk: Desk, path: Path) -> None:
    desk.go("/imports/new")
    desk.page.locator("input[type=file]").set_input_files(path)
    expect(desk.page.get_by_role("heading", name=path.name)).to_be_visible()
    expect(desk.page.get_by_role("columnheader", name="How it is kept")).to_be_visible()


def _column(desk: Desk, name: str) -> Locator:
    return desk.page.get_by_role("row").filter(has=desk.page.get_by_text(name, exact=True))


def _check(desk: Desk) -> Locator:
    desk.button("Check").click()
    forecast = desk.page.get_by_role("region", name="If it ran now")
    expect(forecast).to_be_visible()
    return forecast


def test_file_becomes_customers_with_attributes_of_their_kinds(sit: Sit, tmp_path: Path) -> None:
    desk = sit("administrator")
    page = desk.page
    _upload(desk, write_telco(tmp_path / "telco.csv"))
    kinds = {"gender": "List", "tenure": "Number", "MonthlyCharges": "Money", "Churn": "Yes or no"}
    for column, kind in kinds.items():
        expect(_column(desk, column).get_by_role("combobox", name="Kind of the")).to_have_value(
            kind
        )
    desk.check("import-columns")
    name = _column(desk, "Contract").get_by_role("textbox", name="Name of the attribute")
    name.fill("Term of the contract")
    name.press("Enter")
    for column in ("MonthlyCharges", "TotalCharges"):
        desk.button("It is right", inside=_column(desk, column)).click()
    expect(page.get_by_role("button", name="It is right")).to_have_count(0)

    expect(_check(desk)).to_contain_text(re.compile(rf"{ROWS}\s*will be created"))
    desk.check("import-dry-run")
    desk.button(f"Import {ROWS} customers").click()
    expect(page.get_by_role("region", name=re.compile("^Done"))).to_contain_text(
        re.compile(rf"{ROWS}\s*created")
    )
    desk.check("import-done")

    desk.button(f"Open {ROWS} imported customers").click()
    expect(page.get_by_role("tab", name="All")).to_contain_text(str(ROWS))
    page.get_by_role("row").nth(1).dblclick()
    expect(page.get_by_text("Monthly charges")).to_be_visible()
    desk.picture("import-card")

    _upload(desk, write_telco(tmp_path / "telco again.csv"))
    expect(_check(desk)).to_contain_text(re.compile(rf"{ROWS}\s*stay as they are"))


def test_bad_rows_are_told_by_row_and_column_and_the_rest_goes_in(sit: Sit, tmp_path: Path) -> None:
    desk = sit("administrator")
    page = desk.page
    _upload(desk, write_faulty(tmp_path / "faulty.csv"))
    expect(desk.button("Check")).to_be_disabled()
    question = page.get_by_role("group", name="03/04/2025")
    desk.button("Day first", inside=question).click()
    expect(question).to_have_count(0)
    calls = _column(desk, "calls")
    desk.choose(calls.get_by_role("combobox", name="Kind of the attribute"), "Number")
    forecast = _check(desk)
    expect(forecast).to_contain_text(re.compile(r"2\s*will be created"))
    expect(forecast).to_contain_text(re.compile(r"3\s*will be refused"))
    problems = page.get_by_role("region", name="3 problems").get_by_role("row")
    expect(problems.filter(has_text="31.02.2025")).to_contain_text(re.compile(r"^\s*3\s*paid"))
    expect(problems.filter(has_text="багато")).to_contain_text(re.compile(r"^\s*6\s*calls"))
    expect(problems.filter(has_text="the whole row")).to_contain_text(re.compile(r"^\s*5"))
    desk.check("import-problems")

    desk.button("Import 2 customers").click()
    expect(page.get_by_role("region", name=re.compile("^Done"))).to_contain_text(
        re.compile(r"2\s*created")
    )
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Rows to mend (CSV)").click()
    assert downloading.value.suggested_filename == "faulty - to mend.csv"
    mended = tmp_path / "mended.csv"
    downloading.value.save_as(mended)
    text = mended.read_text(encoding="utf-8-sig")
    for words in ("31.02.2025", "багато", "6 cells"):
        assert words in text
    mended.write_text(text.replace("31.02.2025", "28.02.2025").replace("багато", "3"), "utf-8")
    _upload(desk, mended)
    expect(page.get_by_text("Rows refused before")).to_be_visible()
    expect(page.get_by_role("group", name="03/04/2025")).to_have_count(0)
    expect(_check(desk)).to_contain_text(re.compile(r"2\s*will be created"))
    desk.check("import-mended")
    desk.go("/imports")
    expect(page.get_by_role("row").filter(has_text="faulty.csv")).to_be_visible()
    desk.check("imports")


@pytest.mark.requirement("R004-19")
def test_the_export_of_another_program_comes_in_on_a_phone(sit: Sit) -> None:
    desk = sit("administrator", size="phone")
    page = desk.page
    desk.go("/imports/new")
    page.locator("input[type=file]").set_input_files(EXPORTS / "hubspot_contacts.csv")
    desk.button("HubSpot: contacts").click()
    bad = page.get_by_role("combobox", name="Cells that cannot be read")
    desk.choose(bad, "import the row without the cell")
    forecast = _check(desk)
    expect(forecast).to_contain_text(re.compile(r"4\s*will be created"))
    expect(forecast).to_be_in_viewport()
    expect(page.get_by_text("Only this cell is left out.")).to_be_visible()
    run = desk.button("Import 4 customers")
    expect(run).to_be_in_viewport(ratio=1)
    desk.check("import-preset-phone")
    run.click()
    expect(page.get_by_role("region", name=re.compile("^Done"))).to_contain_text(
        re.compile(r"4\s*created")
    )


def test_tags_that_do_not_exist_are_made_when_the_person_says_so(sit: Sit, tmp_path: Path) -> None:
    desk = sit("administrator")
    page = desk.page
    path = tmp_path / "guests.csv"
    path.write_text("id,name,tags\nG1,Ann,Fair 2026; Press\nG2,Bob,fair 2026\nG3,Cyd,Press\n")
    _upload(desk, path)
    tags = _column(desk, "tags")
    expect(tags).to_contain_text("Press (2)")
    desk.check("import-unknown-tags")
    desk.button("Add them", inside=tags).click()
    expect(tags.get_by_role("combobox", name="Values that the list does not have")).to_have_value(
        "add new values"
    )
    forecast = _check(desk)
    expect(forecast).to_contain_text(re.compile(r"3\s*will be created"))
    expect(forecast).to_contain_text("tags: will be added")
    desk.check("import-tags-forecast")
    desk.button("Import 3 customers").click()
    done = page.get_by_role("region", name=re.compile("^Done"))
    expect(done).to_contain_text("tags: added to the list", timeout=20_000)
    expect(done).to_contain_text("Press")
    desk.check("import-tags-added")
