"""Journey: a list goes out as a file, a workbook of another program comes in."""

from pathlib import Path

from playwright.sync_api import expect

from kurator.exports.tests.builders import csv_rows, sheet_rows
from kurator.imports.tests.workbooks import cell, sheet, workbook
from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk


def test_list_becomes_a_file_that_its_owner_fetches(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    desk.go("/parties")
    desk.button("Export").click()
    dialog = page.get_by_role("dialog", name="Export the list")
    expect(dialog).to_be_visible()
    desk.check("export-dialog")
    desk.button("Make the file", inside=dialog).click()
    expect(page.get_by_text("A notice tells when it is ready")).to_be_visible()

    desk.go("/exports")
    row = page.get_by_role("row").filter(has_text="XLSX").first
    expect(row).to_contain_text("Ready")
    desk.check("exports")
    with page.expect_download() as fetching:
        row.get_by_role("link", name="Fetch").click()
    rows = sheet_rows(Path(fetching.value.path()).read_bytes())
    assert rows[0][0][1] == "Name"
    assert len(rows) > 500

    desk.button("Notices", exact=False).first.click()
    told = page.get_by_text("The file of your export can be fetched: Customers").first
    expect(told).to_be_visible()
    desk.picture("export-notice")


def test_chosen_rows_become_a_csv_file(sit: Sit) -> None:
    desk = sit("supervisor")
    page = desk.page
    desk.go("/parties")
    for number in (1, 2):
        page.get_by_role("row").nth(number).get_by_role("checkbox").check()
    desk.button("Export").last.click()
    dialog = page.get_by_role("dialog", name="Export chosen rows")
    dialog.get_by_text("CSV", exact=True).click()
    desk.button("Make the file", inside=dialog).click()
    desk.go("/exports")
    row = page.get_by_role("row").filter(has_text="CSV").first
    expect(row).to_contain_text("Ready")
    with page.expect_download() as fetching:
        row.get_by_role("link", name="Fetch").click()
    assert len(csv_rows(Path(fetching.value.path()).read_bytes())) == 3


def test_workbook_of_another_program_is_recognized(sit: Sit, tmp_path: Path) -> None:
    desk = sit("administrator")
    page = desk.page
    heads = ["Record ID", "Company name", "Company owner", "Create Date", "Phone Number", "City"]
    rows: list[list[object]] = [
        list(heads),
        [901, "Analytical Engines", "Somebody", cell(45351, style=1), "+380441234567", "London"],
        [902, "Difference Engines", "Somebody", cell(45352, style=1), "+380441234568", "Київ"],
    ]
    book = tmp_path / "hubspot.xlsx"
    book.write_bytes(workbook({"Cover": sheet([["Export"]]), "Companies": sheet(rows)}))
    desk.go("/imports/new")
    page.locator("input[type=file]").set_input_files(book)
    expect(page.get_by_role("heading", name="hubspot.xlsx")).to_be_visible()
    desk.button("HubSpot: companies").click()
    expect(page.get_by_role("combobox", name="Kind of new customers")).to_have_value("Organization")
    desk.check("import-preset")

    desk.button("Save the mapping").click()
    dialog = page.get_by_role("dialog", name="Save the mapping")
    dialog.get_by_text("my team", exact=True).click()
    desk.button("Save", inside=dialog).click()
    expect(dialog).to_have_count(0)

    desk.button("Check").click()
    expect(page.get_by_role("region", name="If it ran now")).to_contain_text("2")
    desk.button("Import 2 customers").click()
    expect(page.get_by_role("region", name="Done", exact=False).first).to_contain_text("created")
    desk.check("import-workbook-done")
    desk.go("/imports")
    desk.button("Saved mappings").click()
    expect(page.get_by_role("dialog", name="Saved mappings")).to_contain_text("hubspot")
    desk.check("import-mappings")


def _upload(desk: Desk, book: Path) -> str:
    """Return the id of the import."""
    desk.go("/imports/new")
    desk.page.locator("input[type=file]").set_input_files(book)
    expect(desk.page.get_by_role("heading", name=book.name)).to_be_visible()
    return desk.page.url.rsplit("/", 1)[-1].partition("?")[0]


def test_saved_mapping_fits_the_next_workbook_and_the_import_is_taken_back(
    sit: Sit, tmp_path: Path
) -> None:
    desk = sit("administrator")
    page = desk.page
    heads = ["Code", "Who", "Call at"]
    for number, name in ((1, "first.xlsx"), (2, "second.xlsx")):
        book = tmp_path / name
        rows: list[list[object]] = [
            list(heads),
            [f"RV-{number}1", f"Reverta {number}", "+380441234511"],
            [f"RV-{number}2", f"Revertus {number}", "+380441234512"],
        ]
        book.write_bytes(workbook({"People": sheet(rows)}))
    first = _upload(desk, tmp_path / "first.xlsx")
    targets = ("party.external_id", "party.name", "party.phone")
    columns = [{"index": index, "target": target} for index, target in enumerate(targets)]
    desk.call("PATCH", f"/imports/{first}", {"columns": columns})
    desk.call("POST", "/imports/mappings", {"import_id": first, "name": "Our people"})

    _upload(desk, tmp_path / "second.xlsx")
    desk.button("Our people").first.click()
    for head, field in (("Code", "External id"), ("Who", "Name"), ("Call at", "Phone")):
        expect(page.get_by_role("combobox", name=f"What “{head}” fills")).to_have_value(field)
    desk.check("import-saved-mapping")
    desk.button("Check").click()
    desk.button("Import 2 customers").click()
    done = page.get_by_role("region", name="Done", exact=False).first
    expect(done).to_contain_text("created")
    assert len(desk.call("POST", "/parties/search", {"q": "RV-2"})["items"]) == 2

    desk.button("Take the import back").click()
    dialog = page.get_by_role("dialog", name="Take the import back")
    expect(dialog).to_contain_text("2 customers are reached")
    desk.check("import-revert")
    desk.button("Take the import back", inside=dialog).click()
    expect(page.get_by_text("Taken back", exact=False).first).to_be_visible()
    desk.check("import-reverted")
    assert desk.call("POST", "/parties/search", {"q": "RV-2"})["items"] == []
