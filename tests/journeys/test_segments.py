"""Journey 4: a segment in words: nested AND, OR and NOT, the count, the people, three languages."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk


def test_segment_is_built_counted_read_in_three_languages_and_saved(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    desk.go("/segments")
    desk.button("New segment").first.click()
    expect(page).to_have_url(f"{desk.address}/segments/new")

    all_debtors = _build_conditions(desk)
    count = _count(desk)
    assert 0 < count < all_debtors
    _expect_sample(desk, count)
    desk.check("segment-builder")

    _move_by_keys(desk)
    assert _count(desk) == count
    _save(desk, "Debtors we may lose")
    _read_in_other_languages(desk)

    desk.go("/segments")
    row = page.get_by_role("row").filter(has_text="Debtors we may lose").first
    expect(row).to_contain_text(str(count))
    expect(row).to_contain_text("Leaving")
    desk.check("segments")


def _build_conditions(desk: Desk) -> int:
    """Debtors who leave or were added lately, without another segment; returns all debtors."""
    page = desk.page
    _add_row(desk, "Debt")
    _pick(desk, "Operator", "more than")
    page.get_by_label("Value of Debt").fill("100")
    _expect_sentence(desk, "Debt")
    all_debtors = _count(desk)

    _add_group(desk, "Group", "Relationship")
    _pick_value(desk, "Relationship", "Leaving", "Dormant")
    inner = page.get_by_role("listitem").filter(has=page.get_by_text("at least one is true"))
    desk.button("Condition", inside=inner).last.click()
    _type_field(desk, "Added")
    desk.button("Value of Added", exact=False).click()
    page.get_by_role("textbox", name="How many").fill("90")
    desk.press("Escape")
    _expect_sentence(desk, "Leaving", "90 days")

    page.get_by_role("button", name="Group actions").first.click()
    desk.pick("Add an exclusion (NOT)")
    _type_field(desk, "Another segment", shown="Segment")
    desk.button("Segment", exact=True).last.click()
    other = page.get_by_role("option").first
    excluded = other.inner_text()
    other.click()
    _expect_sentence(desk, excluded)
    expect(page.get_by_text("NOT", exact=True)).to_be_visible()
    return all_debtors


def test_unfinished_segment_names_the_row_and_undo_takes_it_back(sit: Sit) -> None:
    desk = sit("administrator", language="uk")
    page = desk.page
    desk.go("/segments/new")
    desk.button("Умова").click()
    _type_field(desk, "Борг")
    expect(page.get_by_text("1 рядок не заповнено", exact=False)).to_be_visible()
    desk.button("Зберегти сегмент", exact=False).click()
    expect(page.get_by_text("Виберіть поле й значення", exact=False)).to_be_visible()
    desk.check("segment-unfinished")
    page.get_by_role("button", name=re.compile("^Скасувати")).first.click()
    expect(page.get_by_label("Значення: Борг")).to_have_count(0)
    expect(page).to_have_url(f"{desk.address}/segments/new")


def _add_row(desk: Desk, field: str) -> None:
    desk.button("Condition").last.click()
    _type_field(desk, field)


def _add_group(desk: Desk, kind: str, field: str) -> None:
    desk.button(kind).last.click()
    _type_field(desk, field)


def _type_field(desk: Desk, field: str, *, shown: str = "") -> None:
    """The list of fields of a new row is open and takes keys."""
    expect(desk.page.locator("input:focus")).to_be_visible()
    desk.page.keyboard.type(field)
    expect(desk.page.get_by_role("option", name=field, exact=True)).to_be_visible()
    desk.press("Enter")
    expect(
        desk.page.get_by_role("button", name=re.compile(f": {shown or field}$")).first
    ).to_be_visible()


def _pick(desk: Desk, label: str, option: str) -> None:
    desk.button(f"{label}: ", exact=False).last.click()
    desk.page.get_by_role("option", name=option, exact=True).click()


def _pick_value(desk: Desk, field: str, *options: str) -> None:
    desk.button(f"Value of {field}", exact=False).click()
    for option in options:
        desk.page.get_by_role("option", name=option, exact=True).click()
    desk.press("Escape")


def _sentence(desk: Desk) -> Locator:
    return desk.page.locator("main p[aria-live]").first


def _expect_sentence(desk: Desk, *words: str) -> None:
    for word in words:
        expect(_sentence(desk)).to_contain_text(word)


def _count(desk: Desk) -> int:
    """The big number, once it has come to rest."""
    side = desk.page.get_by_role("complementary", name="Who belongs to it")
    expect(side.locator("[aria-live]")).to_have_text(re.compile(r"^[\d,]+$"))
    expect(desk.page.locator("[data-stale]")).to_have_count(0)
    return int(side.locator("[aria-live]").inner_text().replace(",", ""))


def _expect_sample(desk: Desk, count: int) -> None:
    side = desk.page.get_by_role("complementary", name="Who belongs to it")
    links = side.get_by_role("listitem").get_by_role("link")
    expect(links).to_have_count(min(count, 20))


def _move_by_keys(desk: Desk) -> None:
    """Into the group below, and out of it again."""
    grip = desk.button("Move Debt: Alt with arrows")
    first = desk.page.locator("main [data-node]").first
    grip.focus()
    desk.press("Alt+ArrowDown")
    expect(first).to_contain_text("at least one is true")
    expect(first.get_by_role("button", name="Field: Debt")).to_be_visible()
    expect(grip).to_be_focused()
    desk.press("Alt+ArrowUp")
    expect(first).not_to_contain_text("at least one is true")


def _save(desk: Desk, name: str) -> None:
    desk.button("Save the segment").click()
    dialog = desk.page.get_by_role("dialog", name="Name the segment")
    dialog.get_by_label("English").fill(name)
    dialog.get_by_role("button", name="Save the segment").click()
    expect(desk.page.get_by_text(f"Segment saved: {name}")).to_be_visible()
    expect(desk.page).to_have_url(re.compile(r"/segments/[0-9a-f-]{36}"))


def _read_in_other_languages(desk: Desk) -> None:
    for language, menu, name, words in (
        ("ru", "language, theme, log out", "Русский", ("Долг", "90 дней", "Уходит")),
        ("uk", "язык, тема, выход", "Українська", ("Борг", "90 днів", "Йде")),
        ("en", "мова, тема, вихід", "English", ("Debt is more than ₴ 100", "90 days")),
    ):
        desk.button(menu, exact=False).click()
        desk.pick(name)
        expect(desk.page.locator("html")).to_have_attribute("lang", language)
        desk.page.reload()
        _expect_sentence(desk, *words)
        desk.picture(f"segment-sentence-{language}")
