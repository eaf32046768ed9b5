"""Journey 3: find a customer, the list, the card; two people at one customer."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys.card import begin_edit, edit, make_customer, open_card, value_of
from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk


def _find(desk: Desk, text: str) -> None:
    desk.press("Control+k")
    box = desk.page.get_by_role("combobox", name="Find a customer")
    expect(box).to_be_focused()
    box.fill(text)


def test_palette_finds_by_fragment_of_name_digits_of_phone_and_part_of_address(sit: Sit) -> None:
    desk = sit("operator")
    page = desk.page
    party_id = make_customer(desk, "Вишневецька Олександра", phones=["+380 67 111 22 33"])
    desk.call(
        "POST",
        f"/parties/{party_id}/contact-points",
        {"kind": "EMAIL", "value": "Vyshnia.O@Example.com"},
    )
    desk.go("/parties")
    for text in ("шневец", "067 111-22-33", "1112233", "vyshnia.o"):
        _find(desk, text)
        line = page.get_by_role("option", name=re.compile("Вишневецька Олександра"))
        expect(line).to_be_visible()
        if text != "vyshnia.o":
            desk.press("Escape")
    desk.check("palette")
    line.click()
    expect(page).to_have_url(f"{desk.address}/parties/{party_id}")
    expect(page.get_by_role("heading", name="Вишневецька Олександра")).to_be_visible()


def test_filter_sort_columns_make_a_view_that_survives_a_reload(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    desk.go("/parties")
    expect(page.get_by_role("tab", name="All")).to_have_text(re.compile(r"\d"))
    desk.press("Slash")
    desk.choose(page.get_by_role("combobox", name="Field"), "Relationship")
    desk.choose(page.get_by_role("combobox", name="Relationship"), "Leaving")
    desk.press("Escape")
    desk.button("Apply").click()
    chip = desk.button("Relationship", exact=False).filter(has_text="Leaving")
    expect(chip).to_be_visible()
    statuses = page.get_by_role("gridcell", name="Leaving", exact=True)
    expect(statuses.first).to_be_visible()
    expect(page.get_by_role("gridcell", name="Customer", exact=True)).to_have_count(0)

    desk.button("Columns").click()
    page.get_by_role("checkbox", name="Debt", exact=True).check()
    page.get_by_role("checkbox", name="Tags", exact=True).uncheck()
    desk.press("Escape")
    header = page.get_by_role("columnheader", name="Debt")
    header.get_by_role("button").click()
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "descending")
    desk.check("list-filtered")

    desk.button("Save view").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Leaving with debts")
    page.get_by_role("dialog").get_by_role("button", name="Save view").click()
    tab = page.get_by_role("tab", name="Leaving with debts")
    expect(tab).to_have_attribute("aria-selected", "true")
    page.reload()
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(chip).to_be_visible()
    expect(header).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_role("columnheader", name="Tags")).to_have_count(0)
    expect(statuses.first).to_be_visible()


def test_edit_on_the_card_is_in_the_history_with_who_old_and_new(sit: Sit) -> None:
    desk = sit("operator")
    party_id = make_customer(desk, "Тарасенко Петро", attr__debt=12_300)
    open_card(desk, party_id)
    expect(value_of(desk, "Debt")).to_contain_text("123")
    edit(desk, "Debt", "450.5")
    expect(value_of(desk, "Debt")).to_contain_text("450.50")
    edit(desk, "Contract number", "Д-2026/77")
    expect(value_of(desk, "Contract number")).to_have_text("Д-2026/77")
    desk.check("card")

    desk.page.get_by_role("tab", name="History").click()
    row = desk.page.get_by_role("row").filter(has_text="Debt").first
    for words in ("Гордиенко Марина", "123", "450.50"):
        expect(row).to_contain_text(words)
    desk.check("card-history")


def test_of_two_values_for_one_field_the_second_person_chooses(sit: Sit) -> None:
    first, second = sit("operator"), sit("supervisor")
    party_id = make_customer(first, "Спільний Клієнт", attr__contract_number="старий")
    for desk in (first, second):
        open_card(desk, party_id)
        expect(value_of(desk, "Contract number")).to_have_text("старий")
    box = begin_edit(second, "Contract number")
    box.fill("від Емілі")
    edit(first, "Contract number", "від Марини")
    expect(value_of(first, "Contract number")).to_have_text("від Марини")
    box.press("Enter")

    conflict = second.page.get_by_role("alert").filter(
        has_text="was changed while you were editing"
    )
    for words in ("від Емілі", "від Марини", "Гордиенко Марина"):
        expect(conflict).to_contain_text(words)
    second.check("card-conflict")
    second.button("Save mine", inside=conflict).click()
    for desk in (first, second):
        expect(value_of(desk, "Contract number")).to_have_text("від Емілі")


def _edit_phone(desk: Desk) -> Locator:
    contacts = desk.page.get_by_role("region", name="Contacts")
    contacts.get_by_title("Copy").hover()
    desk.button("Change", inside=contacts).click()
    return contacts.get_by_role("textbox", name="Phone", exact=True)


def test_of_two_values_for_one_phone_the_second_person_chooses(sit: Sit) -> None:
    first, second = sit("operator"), sit("supervisor")
    party_id = make_customer(first, "Спільний Телефон", phones=["+380 67 111 22 33"])
    for desk in (first, second):
        open_card(desk, party_id)
    mine, theirs = _edit_phone(second), _edit_phone(first)
    mine.fill("+380 67 111 22 55")
    theirs.fill("+380 67 111 22 44")
    theirs.press("Enter")
    expect(theirs).to_have_count(0)
    mine.press("Enter")
    conflict = second.page.get_by_role("alert").filter(has_text="was changed while")
    for words in ("22 55", "22 44", "Гордиенко Марина"):
        expect(conflict).to_contain_text(words)
    second.check("card-phone-conflict")
    second.button("Save mine", inside=conflict).click()
    for desk in (first, second):
        expect(desk.page.get_by_title("Copy")).to_have_text(re.compile("22 ?55$"))

    mine = _edit_phone(second)
    mine.fill("+380 67 111 22 66")
    point = first.call("GET", f"/parties/{party_id}")["contact_points"][0]["id"]
    first.call("DELETE", f"/parties/{party_id}/contact-points/{point}")
    expect(second.page.get_by_text("Somebody has removed this contact")).to_be_visible()
    expect(mine).to_have_value("+380 67 111 22 66")
    second.check("card-phone-removed")
    second.button("Add").click()
    for desk in (first, second):
        expect(desk.page.get_by_title("Copy")).to_have_text(re.compile("22 ?66$"))


def test_different_fields_of_two_people_are_both_kept(sit: Sit) -> None:
    first, second = sit("operator"), sit("supervisor")
    party_id = make_customer(first, "Двічі Змінений")
    for desk in (first, second):
        open_card(desk, party_id)
    mine, theirs = begin_edit(first, "Contract number"), begin_edit(second, "Debt")
    mine.fill("Д-1")
    theirs.fill("77")
    mine.press("Enter")
    theirs.press("Enter")
    for desk in (first, second):
        expect(value_of(desk, "Contract number")).to_have_text("Д-1")
        expect(value_of(desk, "Debt")).to_contain_text("77")
        expect(desk.page.get_by_role("alert")).to_have_count(0)


def test_phone_with_an_extension_is_kept_and_found(sit: Sit) -> None:
    desk = sit("operator")
    page = desk.page
    party_id = make_customer(desk, "Северная верфь")
    open_card(desk, party_id)
    contacts = page.get_by_role("region", name="Contacts")
    desk.button("Phone", inside=contacts).click()
    box = contacts.get_by_role("textbox", name="Phone", exact=True)
    box.fill("+7 812 309-44-10 доб. 801")
    box.press("Enter")
    shown = contacts.get_by_title("Copy")
    expect(shown).to_contain_text("+7 812 309 44 10")
    expect(shown).to_contain_text("801")
    [point] = desk.call("GET", f"/parties/{party_id}")["contact_points"]
    assert (point["norm"], point["extension"]) == ("78123094410", "801")

    desk.go("/parties")
    for text in ("8 (812) 309-44-10", "309-44-10, доб. 801", "+7 812 309 44 10 ext. 801"):
        _find(desk, text)
        expect(page.get_by_role("option", name=re.compile("Северная верфь"))).to_be_visible()
        desk.press("Escape")
