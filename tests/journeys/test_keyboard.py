"""Journey 7: without a mouse, and with a Cyrillic layout: keys are told by their place."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.card import make_customer
from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk

# What the keys say when the layout is Russian.
CYRILLIC = {"KeyG": "п", "KeyC": "с", "KeyS": "ы", "KeyJ": "о", "KeyK": "л", "KeyX": "ч"}


def _press_cyrillic(desk: Desk, *codes: str) -> None:
    for code in codes:
        press = {"key": CYRILLIC[code], "code": code, "bubbles": True, "cancelable": True}
        desk.page.evaluate(
            "init => (document.activeElement ?? document.body)"
            ".dispatchEvent(new KeyboardEvent('keydown', init))",
            press,
        )


def test_question_mark_shows_the_sheet_of_keys(sit: Sit) -> None:
    desk = sit("operator")
    desk.go("/parties")
    expect(desk.page.get_by_role("row").nth(3)).to_be_visible()
    desk.press("Shift+Slash")
    sheet = desk.page.get_by_role("dialog", name="Keyboard shortcuts")
    for words in ("Everywhere", "Go to customers", "In the list"):
        expect(sheet).to_contain_text(words)
    # Keys of rows are told while no row is current, too.
    for words in ("Open the row", "Select the row", "Next cell"):
        expect(sheet.get_by_text(words).locator("xpath=..")).to_contain_text("on a row")
    desk.check("key-sheet")
    desk.press("Escape")
    expect(sheet).to_have_count(0)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_two_keys_go_to_a_screen_with_a_cyrillic_layout(sit: Sit, language: str) -> None:
    desk = sit("operator", language=language)
    desk.go("/parties")
    expect(desk.page.get_by_role("row").nth(3)).to_be_visible()
    _press_cyrillic(desk, "KeyG", "KeyS")
    expect(desk.page).to_have_url(f"{desk.address}/segments")
    expect(desk.page.get_by_role("row").nth(1)).to_be_visible()
    _press_cyrillic(desk, "KeyG", "KeyC")
    expect(desk.page).to_have_url(f"{desk.address}/parties")


def test_list_is_walked_and_a_card_opened_and_left_by_keys(sit: Sit) -> None:
    desk = sit("operator")
    page = desk.page
    for name in ("Ключ Третій", "Ключ Другий", "Ключ Перший"):
        make_customer(desk, name)
    desk.go("/parties?q=Ключ")
    rows = page.get_by_role("row")
    expect(rows).to_have_count(4)
    _press_cyrillic(desk, "KeyJ", "KeyJ")
    current = page.locator("[role=row][aria-selected=true], [role=row][class*=current]")
    second = rows.nth(2).get_by_role("link").inner_text()
    expect(current.first).to_contain_text(second)
    peek = page.get_by_role("complementary", name=re.compile(second))
    expect(peek).to_be_visible()
    desk.check("peek")
    _press_cyrillic(desk, "KeyK")
    first = rows.nth(1).get_by_role("link").inner_text()
    expect(page.get_by_role("complementary", name=re.compile(first))).to_be_visible()
    desk.press("Enter")
    expect(page.get_by_role("heading", level=1, name=first)).to_be_visible()
    desk.press("Escape")
    expect(page).to_have_url(re.compile(r"/parties\?"))
    expect(rows.nth(2)).to_be_visible()


def test_who_comes_back_from_a_card_finds_the_list_as_he_left_it(sit: Sit) -> None:
    """Loaded pages, scroll and row: by Escape on the card, and by the browser's Back."""
    desk = sit("administrator")
    page = desk.page
    desk.go("/parties")
    grid = page.get_by_role("grid")
    rows = grid.locator("[role=row][id]")
    expect(rows.nth(3)).to_be_visible()
    for _ in range(3):
        grid.evaluate("node => node.scrollTo({ top: node.scrollHeight })")
        page.wait_for_timeout(700)
    far = grid.evaluate("node => { node.scrollTo({ top: 3000 }); return node.scrollTop }")
    assert far > 2_000
    page.wait_for_timeout(300)
    row = rows.nth(14)
    name = row.get_by_role("link").inner_text()
    row.click()
    expect(page.get_by_role("complementary", name=re.compile(re.escape(name)))).to_be_visible()
    desk.press("Enter")
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    desk.press("Escape")
    current = grid.locator("[role=row][aria-selected=true], [role=row][class*=current]").first
    expect(current).to_contain_text(name)
    expect(current).to_be_in_viewport()
    assert abs(grid.evaluate("node => node.scrollTop") - far) < 5
    desk.press("j", "j")
    third = current.get_by_role("link").inner_text()
    desk.press("Enter")
    expect(page.get_by_role("heading", level=1, name=third)).to_be_visible()
    page.go_back()
    expect(current).to_contain_text(third)
    expect(current).to_be_in_viewport()
    desk.picture("list-as-it-was-left")
    desk.press("Enter")
    expect(page.get_by_role("heading", level=1, name=third)).to_be_visible()
    desk.press("Escape")
    expect(current).to_contain_text(third)
    expect(current).to_be_in_viewport()


def test_an_address_without_a_page_has_a_heading(sit: Sit) -> None:
    desk = sit("operator")
    for path in ("/nowhere", "/parties/00000000-0000-7000-8000-00000000dead"):
        desk.go(path)
        expect(desk.page.get_by_role("heading", level=1)).to_be_visible()
        expect(desk.page.get_by_role("heading", level=1)).to_have_count(1)
    desk.check("no-such-customer")
