"""What one does on a customer's card."""

from playwright.sync_api import Locator, expect

from tests.journeys.desk import Desk


def make_customer(desk: Desk, name: str, **values: object) -> str:
    """A customer of the desk's person, made by API; its id."""
    phones = values.pop("phones", [])
    me = desk.call("GET", "/session")["user"]["id"]
    kept = {
        "party.name": name,
        "party.owner": me,
        **{code.replace("__", "."): value for code, value in values.items()},
    }
    party_id: str = desk.call("POST", "/parties", {"values": kept, "phones": phones})["id"]
    return party_id


def open_card(desk: Desk, party_id: str) -> None:
    desk.go(f"/parties/{party_id}")
    expect(desk.page.get_by_role("region", name="Main", exact=True)).to_be_visible()


def value_of(desk: Desk, label: str) -> Locator:
    """The value cell beside the attribute's label."""
    term = desk.page.locator("dt").filter(has=desk.page.get_by_text(label, exact=True))
    return term.locator("xpath=following-sibling::dd[1]")


def begin_edit(desk: Desk, label: str) -> Locator:
    """Open the attribute's editor; its input."""
    value_of(desk, label).get_by_role("button").first.click()
    return value_of(desk, label).get_by_role("textbox")


def edit(desk: Desk, label: str, text: str) -> None:
    box = begin_edit(desk, label)
    box.fill(text)
    box.press("Enter")
