"""Journey 8: many customers at once, what is deleted and comes back, a view that others have."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.card import make_customer
from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk

pytestmark = pytest.mark.requirement("R001-63")


def _filtered(desk: Desk, word: str) -> None:
    """The list of the customers whose name holds the word, by the address."""
    condition = f'{{"op":"and","of":[{{"op":"contains","field":"party.name","value":"{word}"}}]}}'
    desk.go(f"/parties?filter={condition}")


def test_all_that_a_filter_finds_is_changed_with_preview_and_taken_back(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    for n in range(3):
        make_customer(desk, f"Bulkington {n}", party__status="ACTIVE")
    _filtered(desk, "Bulkington")
    expect(page.get_by_role("row", name=re.compile("Bulkington"))).to_have_count(3)
    page.get_by_role("checkbox", name="Select all loaded rows").first.check()
    bar = page.get_by_role("toolbar")
    expect(bar.get_by_text("3 selected")).to_be_visible()
    desk.button("Field", inside=bar).click()
    dialog = page.get_by_role("dialog", name="Change a field")
    desk.choose(dialog.get_by_role("combobox", name="Field"), "Relationship")
    desk.choose(dialog.get_by_role("combobox", name="Relationship"), "Dormant")
    expect(dialog.get_by_text("3 customers will change")).to_be_visible()
    expect(dialog.get_by_text("Dormant", exact=True).first).to_be_visible()
    desk.check("bulk-preview")
    desk.button("Change", inside=dialog).click()
    expect(dialog.get_by_text("3 customers changed")).to_be_visible()
    desk.check("bulk-done")
    desk.button("Undo", inside=dialog).click()
    undone = page.get_by_role("dialog", name="Undo")
    expect(undone.get_by_text("3 customers changed")).to_be_visible()
    desk.button("Close", inside=undone).last.click()
    found = desk.call("POST", "/parties/search", {"q": "Bulkington"})["items"]
    assert {one["values"]["party.status"] for one in found} == {"ACTIVE"}

    desk.go("/changes")
    expect(page.get_by_role("gridcell", name="Field: Relationship").first).to_be_visible()
    desk.check("changes")
    page.get_by_role("row", name=re.compile("^Undo")).get_by_role(
        "button", name="Undo"
    ).first.click()
    again = page.get_by_role("dialog", name="Undo this change")
    expect(again.get_by_text("3 customers go back to what was before")).to_be_visible()
    desk.check("undo-preview")


def test_conflicts_of_an_undo_are_decided_one_by_one(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    ids = [make_customer(desk, f"Conflictov {n}", party__status="ACTIVE") for n in range(3)]
    action = {"set": {"party.status": "FORMER"}}
    desk.call("POST", "/bulk", {"selection": {"ids": ids}, "action": action})
    for one in ids[:2]:
        desk.call("PATCH", f"/parties/{one}", {"set": {"party.status": "SLEEPING"}, "base": {}})
    desk.go("/changes")
    change = page.get_by_role("row", name=re.compile("Field: Relationship")).first
    desk.button("Undo", inside=change).click()
    dialog = page.get_by_role("dialog", name="Undo this change")
    row = dialog.get_by_role("radiogroup", name=re.compile("Conflictov 1"))
    row.get_by_text("Take the old").click()
    desk.check("undo-conflicts")
    desk.button("Undo this change", inside=dialog).click()
    expect(
        page.get_by_role("dialog", name="Undo").get_by_text("2 customers changed")
    ).to_be_visible()
    found = [desk.call("GET", f"/parties/{one}")["values"]["party.status"] for one in ids]
    assert found == ["SLEEPING", "ACTIVE", "ACTIVE"]


def test_a_conflict_of_a_contact_is_told_by_its_number(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    party = make_customer(desk, "Contactov")
    points = f"/parties/{party}/contact-points"
    ids = [
        desk.call("POST", points, {"kind": kind, "value": value})["id"]
        for kind, value in (("PHONE", "+380671110001"), ("EMAIL", "first@example.com"))
    ]
    desk.call("PATCH", f"{points}/{ids[0]}", {"value": "+380671110002"})
    desk.call("PATCH", f"{points}/{ids[0]}", {"value": "+380671110003"})
    desk.go("/changes")
    change = page.get_by_role("row", name=re.compile("Contactov")).nth(1)
    desk.button("Undo", inside=change).click()
    dialog = page.get_by_role("dialog", name="Undo this change")
    expect(dialog.get_by_text("+380671110001 → +380671110003")).to_be_visible()
    row = dialog.get_by_role("radiogroup", name="Contactov, Phone")
    row.get_by_text("Take the old").click()
    desk.check("undo-contact-conflict")
    desk.button("Undo this change", inside=dialog).click()
    undone = page.get_by_role("dialog", name="Undo")
    expect(undone.get_by_text("1 customer changed")).to_be_visible()
    values = desk.call("GET", f"/parties/{party}")["values"]
    assert values["party.phone"] == ["+380671110001"]


def test_deleted_customer_is_restored_from_the_bin(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    party_id = make_customer(desk, "Binnington Customer")
    desk.go(f"/parties/{party_id}")
    desk.button("More").click()
    desk.pick("Delete")
    expect(page.get_by_text("Binnington Customer is in the recycle bin")).to_be_visible()
    desk.go(f"/parties/{party_id}")
    expect(page.get_by_role("heading", name="In the recycle bin")).to_be_visible()
    desk.picture("recycled-card")
    desk.go("/recycle-bin")
    row = page.get_by_role("row", name=re.compile("Binnington Customer"))
    expect(row).to_be_visible()
    desk.check("recycle-bin")
    desk.button("Restore", inside=row).click()
    expect(page.get_by_text("1 customer restored")).to_be_visible()
    expect(row).to_have_count(0)
    desk.go(f"/parties/{party_id}")
    expect(page.get_by_role("heading", name="Binnington Customer")).to_be_visible()


def test_customer_is_removed_for_good_by_typing_his_number(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    party_id = make_customer(desk, "Ephemeral Customer")
    number = desk.call("GET", f"/parties/{party_id}")["number"]
    desk.call("DELETE", f"/parties/{party_id}")
    desk.go("/recycle-bin")
    row = page.get_by_role("row", name=re.compile("Ephemeral Customer"))
    row.get_by_role("checkbox").check()
    desk.button("Remove for good", inside=page.get_by_role("toolbar")).click()
    dialog = page.get_by_role("dialog", name="Remove Ephemeral Customer for good")
    confirm = desk.button("Remove for good", inside=dialog)
    expect(confirm).to_be_disabled()
    dialog.get_by_role("textbox").fill(f"K-{number}")
    desk.check("erase-dialog")
    confirm.click()
    expect(page.get_by_text("1 customer removed for good")).to_be_visible()
    expect(row).to_have_count(0)
    desk.go("/security-log")
    expect(page.get_by_text("Customers removed for good").first).to_be_visible()
    desk.picture("erased-in-security-log")


@pytest.mark.requirement("R001-64")
def test_view_is_shared_grouped_and_totalled(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    desk.go("/parties")
    desk.button("Groups").click()
    desk.pick("Relationship")
    group = page.get_by_role("button", name=re.compile(r"^Leaving"))
    expect(group).to_be_visible()
    group.click()
    expect(page.get_by_role("gridcell", name="Leaving", exact=True).first).to_be_visible()
    desk.button("Totals").click()
    page.get_by_role("group", name="Relationship").get_by_text("Filled in").click()
    expect(page.get_by_text(re.compile(r"^Filled in, Relationship"))).to_be_visible()
    desk.check("grouped-list")
    desk.button("Save view").click()
    page.get_by_role("textbox", name="Name").fill("By relationship")
    desk.button("Save view", inside=page.get_by_role("dialog")).click()
    expect(page.get_by_role("tab", name="By relationship")).to_be_visible()
    desk.button("This view").click()
    desk.pick("Share")
    dialog = page.get_by_role("dialog", name="Share the view")
    desk.choose(dialog.get_by_role("combobox", name="Who sees it"), "Everybody")
    desk.check("share-view")
    desk.button("Save", inside=dialog).click()
    expect(dialog).to_have_count(0)

    other = sit("operator")
    other.go("/parties")
    other.page.get_by_role("tab", name=re.compile("By relationship")).click()
    expect(other.page.get_by_text("shared by", exact=False)).to_be_visible()
    expect(other.page.get_by_role("button", name=re.compile(r"^Leaving"))).to_be_visible()
    other.check("shared-view")


def _ticked(desk: Desk, word: str) -> Locator:
    """All that the list finds are ticked; the bar of what is done to them."""
    _filtered(desk, word)
    expect(desk.page.get_by_role("row", name=re.compile(word, re.IGNORECASE))).to_have_count(3)
    desk.page.get_by_role("checkbox", name="Select all loaded rows").first.check()
    return desk.page.get_by_role("toolbar")


def test_contacts_and_names_of_many_are_changed_by_rules(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    ids = [make_customer(desk, f"RULEVICH {word}") for word in ("ANNA", "BOHDAN", "CLARA")]
    for party, mails in zip(ids, (["a@old.com"], ["b@old.com", "b@new.com"], []), strict=True):
        for mail in mails:
            body = {"kind": "EMAIL", "value": mail}
            desk.call("POST", f"/parties/{party}/contact-points", body)
    desk.button("Field", inside=_ticked(desk, "Rulevich")).click()
    dialog = page.get_by_role("dialog", name="Change a field")
    desk.choose(dialog.get_by_role("combobox", name="Field"), "E-mail")
    dialog.get_by_text("Find and replace").click()
    dialog.get_by_role("textbox", name="Find").fill("@old.com")
    dialog.get_by_role("textbox", name="Replace with").fill("@new.com")
    expect(dialog.get_by_text("1 customer will change")).to_be_visible()
    expect(dialog.get_by_text("a@new.com")).to_be_visible()
    expect(dialog.get_by_text("1 will stay as it is")).to_be_visible()
    desk.check("bulk-contacts-preview")
    desk.button("Change", inside=dialog).click()
    expect(dialog.get_by_text("1 customer changed")).to_be_visible()
    expect(dialog.get_by_text("The customer has the new contact already.")).to_be_visible()
    desk.check("bulk-contacts-done")
    desk.go("/changes")
    expect(page.get_by_role("gridcell", name="Contacts: E-mail").first).to_be_visible()


def test_names_of_many_get_capital_letters(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    for word in ("ANNA", "BOHDAN", "CLARA"):
        make_customer(desk, f"CAPITOVICH {word}")
    desk.button("Field", inside=_ticked(desk, "Capitovich")).click()
    dialog = page.get_by_role("dialog", name="Change a field")
    desk.choose(dialog.get_by_role("combobox", name="Field"), "Name")
    dialog.get_by_text("Capital letters").click()
    expect(dialog.get_by_text("Capitovich Anna", exact=True)).to_be_visible()
    desk.check("bulk-names-preview")
    desk.button("Change", inside=dialog).click()
    expect(dialog.get_by_text("3 customers changed")).to_be_visible()
    desk.button("Close", inside=dialog).last.click()
    expect(page.get_by_role("row", name=re.compile("Capitovich Anna"))).to_be_visible()

    desk.go("/changes")
    expect(page.get_by_role("gridcell", name="Field: Name").first).to_be_visible()


def _held(desk: Desk, row: Locator) -> None:
    """A finger that stays on the row."""
    touch = {"pointerType": "touch", "bubbles": True, "clientX": 80, "clientY": 300}
    row.dispatch_event("pointerdown", touch)
    expect(row.get_by_role("checkbox")).to_be_checked()
    row.dispatch_event("pointerup", touch)
    row.dispatch_event("click")


def test_many_are_changed_and_taken_back_on_a_phone(sit: Sit) -> None:
    desk = sit("administrator", size="phone")
    page = desk.page
    for n in range(3):
        make_customer(desk, f"Thumbov {n}", party__status="ACTIVE")
    _filtered(desk, "Thumbov")
    rows = page.get_by_role("row", name=re.compile("Thumbov"))
    _held(desk, rows.nth(0))
    rows.nth(1).tap()
    bar = page.get_by_role("toolbar")
    expect(bar.get_by_text("2 selected")).to_be_visible()
    rows.nth(1).tap()
    expect(bar.get_by_text("1 selected")).to_be_visible()
    desk.button("Clear the selection", inside=bar).tap()
    desk.button("Select").tap()
    rows.nth(1).tap()
    rows.nth(2).tap()
    expect(bar.get_by_text("2 selected")).to_be_visible()
    desk.check("phone-selection")
    desk.button("More actions", inside=bar).tap()
    desk.pick("Field")
    dialog = page.get_by_role("dialog", name="Change a field")
    desk.choose(dialog.get_by_role("combobox", name="Field"), "Relationship")
    desk.choose(dialog.get_by_role("combobox", name="Relationship"), "Dormant")
    expect(dialog.get_by_text("2 customers will change")).to_be_visible()
    desk.check("phone-bulk-preview")
    desk.button("Change", inside=dialog).tap()
    expect(dialog.get_by_text("2 customers changed")).to_be_visible()
    desk.button("Undo", inside=dialog).tap()
    undone = page.get_by_role("dialog", name="Undo")
    expect(undone.get_by_text("2 customers changed")).to_be_visible()
    found = desk.call("POST", "/parties/search", {"q": "Thumbov"})["items"]
    assert {one["values"]["party.status"] for one in found} == {"ACTIVE"}
