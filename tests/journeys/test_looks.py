"""What a narrow or a low screen still shows: all of a row, every verb, every page."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Sit


def test_a_tap_on_a_phone_shows_all_of_an_event(sit: Sit) -> None:
    desk = sit("administrator", size="phone")
    desk.go("/security-log")
    desk.page.get_by_role("row").first.click()
    sheet = desk.page.get_by_role("dialog")
    for words in ("Address", "Kind", "Request code"):
        expect(sheet.get_by_text(words, exact=True)).to_be_visible()
    desk.check("phone-event")


def test_a_tap_on_a_phone_shows_the_columns_that_have_no_room(sit: Sit) -> None:
    desk = sit("administrator", size="phone")
    desk.go("/operations?tab=requests")
    desk.page.get_by_role("row").first.click()
    sheet = desk.page.get_by_role("dialog")
    for words in ("Half within", "Statements each", "Broken"):
        expect(sheet.get_by_text(words, exact=True)).to_be_visible()
    desk.check("phone-row")


def test_queues_tell_on_a_phone_what_failed(sit: Sit) -> None:
    desk = sit("administrator", size="phone")
    desk.go("/operations")
    queues = desk.page.get_by_role("group", name="Queues")
    row = queues.get_by_role("row").nth(1)
    expect(row).to_be_visible()
    assert row.evaluate("row => row.scrollWidth <= row.clientWidth")
    last = row.get_by_role("cell").last.bounding_box()
    assert last is not None
    assert last["x"] + last["width"] <= 390
    desk.check("phone-queues")


def test_verbs_for_many_stay_beside_a_peek(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    desk.go("/parties")
    expect(page.get_by_role("row").nth(3)).to_be_visible()
    desk.press("j", "x", "j", "x")
    bar = page.get_by_role("toolbar").filter(has_text="2 selected")
    expect(bar).to_be_visible()
    assert bar.evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    desk.button("More actions", inside=bar).click()
    for verb in ("Remove a tag", "Field", "Export", "Delete"):
        expect(page.get_by_role("menuitem", name=verb)).to_be_visible()
    desk.check("bulk-beside-peek")


def test_a_rail_has_one_icon_for_each_group(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    desk.go("/parties")
    expect(page.get_by_role("row").nth(3)).to_be_visible()
    desk.press("[")
    rail = page.get_by_role("navigation", name="Main")
    paths = rail.locator("svg path").evaluate_all("all => all.map(one => one.getAttribute('d'))")
    assert len(set(paths)) == len(paths)
    desk.button("People and access", inside=rail).click()
    desk.check("rail-menu")
    page.get_by_role("menuitem", name="Roles").click()
    expect(page).to_have_url(re.compile(r"/roles$"))


def test_a_double_click_on_a_name_opens_and_does_not_close(sit: Sit) -> None:
    desk = sit("administrator")
    desk.go("/roles")
    desk.page.get_by_text("Operator", exact=True).dblclick()
    desk.page.wait_for_timeout(300)
    expect(desk.page.get_by_role("dialog", name="Operator")).to_be_visible()
