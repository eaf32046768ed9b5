"""Journeys: people come and go, rights are put together, programs get keys, eyes are borrowed."""

import re

import httpx
from playwright.sync_api import Locator, expect

from tests.journeys.card import make_customer, open_card
from tests.journeys.conftest import PASSWORD, Sit
from tests.journeys.desk import Desk
from tests.journeys.product import Product

OPERATOR = "Гордиенко Марина"
NEW_PASSWORD = "seven quiet rivers"
FORGET_THE_PROOF = "UPDATE access_session SET proven_at = now() - interval '1 hour'"
ADMINISTRATOR = "(SELECT id FROM access_user WHERE email = 'administrator@orbita.example')"


def open_person(desk: Desk, name: str) -> Locator:
    desk.go("/people")
    desk.page.get_by_role("row").filter(has_text=name).first.click()
    drawer = desk.page.get_by_role("dialog", name=name)
    expect(drawer).to_be_visible()
    return drawer


def test_a_person_is_invited_enters_and_is_disabled(sit: Sit) -> None:
    desk = sit()
    page = desk.page
    desk.go("/people")
    expect(page.get_by_role("row").filter(has_text=OPERATOR)).to_be_visible()
    desk.check("people")
    desk.button("Invite", exact=False).first.click()
    dialog = page.get_by_role("dialog", name="Invite a person")
    dialog.get_by_label("Full name").fill("Nadia Fresh")
    dialog.get_by_label("E-mail").fill("nadia.fresh@orbita.example")
    desk.choose(dialog.get_by_role("combobox", name="Roles"), "Operator")
    dialog.get_by_label("Full name").click()
    desk.check("people-invite")
    desk.button("Invite", exact=False, inside=dialog).last.click()
    shown = page.get_by_role("dialog", name="Invitation for Nadia Fresh")
    link = shown.get_by_label("Link").input_value()
    desk.check("people-invitation")
    desk.button("Done", inside=shown).click()
    expect(page.get_by_role("row").filter(has_text="Nadia Fresh")).to_contain_text("invited")

    nadia = sit(None)
    nadia.page.goto(link)
    nadia.page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    nadia.button("Set the password and log in").click()
    expect(nadia.page.get_by_role("navigation", name="Main")).to_be_visible()

    drawer = open_person(desk, "Nadia Fresh")
    desk.check("people-drawer")
    desk.button("Disable", inside=drawer).click()
    expect(page.get_by_text("Nadia Fresh is disabled; all sessions have ended")).to_be_visible()
    answer = nadia.context.request.get(f"{nadia.address}/api/v1/session")
    assert answer.status == 401


def test_customers_of_somebody_who_leaves_are_offered_for_hand_over(sit: Sit) -> None:
    desk = sit()
    drawer = open_person(desk, "Ахметов Тимур")
    desk.button("Disable", inside=drawer).click()
    drawer = desk.page.get_by_role("dialog", name="Ахметов Тимур")
    expect(drawer.get_by_text(re.compile("still belong to this person"))).to_be_visible()
    desk.check("people-disabled")
    desk.button("Hand over the customers", inside=drawer).click()
    dialog = desk.page.get_by_role("dialog", name="Hand over customers")
    expect(dialog.get_by_label("From whom")).to_have_value("Ахметов Тимур")
    desk.check("people-hand-over")
    desk.button("Cancel", inside=dialog).click()
    drawer = open_person(desk, "Ахметов Тимур")
    desk.button("Enable", inside=drawer).click()
    expect(desk.page.get_by_text("Ахметов Тимур may log in again")).to_be_visible()


def test_a_role_is_put_together_and_a_field_is_hidden_by_it(sit: Sit) -> None:
    desk, operator = sit(), sit("operator")
    page = desk.page
    party_id = make_customer(operator, "Поле Тамара", phones=["+380671230987"])
    open_card(operator, party_id)
    assert "1230987" in operator.page.content().replace(" ", "")
    desk.go("/roles")
    expect(page.get_by_role("row").filter(has_text="Operator")).to_be_visible()
    desk.check("roles")
    page.get_by_role("row").filter(has_text="Operator").first.click()
    drawer = page.get_by_role("dialog", name="Operator")
    desk.button("Restrict a field", inside=drawer).click()
    page.get_by_role("option", name="Phone", exact=True).click()
    rights = drawer.get_by_role("group", name="Rights on fields")
    rights.scroll_into_view_if_needed()
    desk.check("role-fields")
    drawer.get_by_label("Asks for a second factor").scroll_into_view_if_needed()
    desk.check("role")
    desk.button("Save", inside=drawer).click()
    expect(drawer).not_to_be_visible()
    open_card(operator, party_id)
    expect(operator.page.get_by_text("Поле Тамара").first).to_be_visible()
    assert "1230987" not in operator.page.content().replace(" ", "")
    operator.picture("role-field-hidden")
    role = next(r for r in desk.call("GET", "/roles/overview")["roles"] if r["name"] == "Operator")
    desk.call("PATCH", f"/roles/{role['id']}", {"fields": {}})


def _confirm_that_it_is_you(desk: Desk) -> None:
    """First not at all, so that the dialog behind keeps what was filled in; then by the password."""
    asked = desk.page.get_by_role("dialog", name="Confirm that it is you")
    expect(asked).to_be_visible()
    desk.check("proof")
    desk.press("Escape")
    expect(asked).not_to_be_visible()
    expect(desk.page.get_by_role("alert").filter(has_text="Confirm that it is you")).to_be_visible()
    desk.button("Make the key", exact=False).click()
    asked.get_by_role("textbox", name="Password").fill(PASSWORD)
    desk.button("Confirm", inside=asked).click()


def test_a_key_is_made_shown_once_used_and_revoked(sit: Sit, product: Product) -> None:
    desk = sit()
    with product.connect() as db:
        db.execute(f"{FORGET_THE_PROOF} WHERE user_id = {ADMINISTRATOR}")
    page = desk.page
    desk.go("/keys")
    desk.button("New key", exact=False).first.click()
    dialog = page.get_by_role("dialog", name="New API key")
    dialog.get_by_role("textbox", name="Program").fill("Telephony")
    dialog.get_by_label("See customers").first.check()
    desk.check("key-new")
    desk.button("Make the key", exact=False, inside=dialog).click()
    _confirm_that_it_is_you(desk)
    shown = page.get_by_role("dialog", name="Key for Telephony")
    secret = shown.get_by_label("API key").input_value()
    assert secret.startswith("kur_")
    desk.check("key-once")
    desk.button("Done", inside=shown).click()
    row = page.get_by_role("row").filter(has_text="Telephony")
    expect(row).to_be_visible()
    assert secret not in page.content()

    def ask() -> int:
        headers = {"Authorization": f"Bearer {secret}"}
        url = f"{desk.address}/api/v1/parties/search"
        return httpx.post(url, json={"limit": 1}, headers=headers).status_code

    assert ask() == 200
    desk.go("/keys")
    desk.check("keys")
    desk.button("Revoke", inside=row).click()
    desk.button("Revoke", exact=False, inside=page.get_by_role("dialog")).last.click()
    expect(page.get_by_text("Key revoked: Telephony")).to_be_visible()
    assert ask() == 401


def test_a_customer_is_shared_and_taken_back(sit: Sit) -> None:
    owner, other = sit("operator"), sit("manager")
    party_id = make_customer(owner, "Спільна Ганна")
    other.go(f"/parties/{party_id}")
    expect(other.page.get_by_text("It does not exist, or it belongs to others.")).to_be_visible()
    open_card(owner, party_id)
    owner.button("Share the customer").click()
    dialog = owner.page.get_by_role("dialog", name="Share the customer")
    owner.choose(dialog.get_by_role("combobox", name="With whom"), "Ткачук Андрій")
    owner.check("share")
    owner.button("Share", exact=False, inside=dialog).last.click()
    region = owner.page.get_by_role("region", name="Shared with")
    expect(region.get_by_text("Ткачук Андрій")).to_be_visible()
    region.scroll_into_view_if_needed()
    owner.check("shared")
    open_card(other, party_id)
    other.picture("shared-with-me")
    owner.button("Stop sharing with Ткачук Андрій").click()
    expect(owner.page.get_by_text("No longer shared with Ткачук Андрій")).to_be_visible()
    other.go(f"/parties/{party_id}")
    expect(other.page.get_by_text("It does not exist, or it belongs to others.")).to_be_visible()


def test_an_administrator_sees_as_an_operator_and_changes_nothing(sit: Sit) -> None:
    desk = sit()
    page = desk.page
    own = desk.call("POST", "/parties/count", {})["count"]
    drawer = open_person(desk, OPERATOR)
    desk.button("See as this person", inside=drawer).click()
    desk.check("see-as")
    desk.button("See as this person", exact=False, inside=page.get_by_role("dialog")).click()
    bar = page.get_by_role("status").filter(has_text=f"You see Kurator as {OPERATOR} sees it.")
    expect(bar).to_be_visible()
    expect(page.get_by_role("button", name="People and access")).to_have_count(0)
    expect(page.get_by_role("link", name="People")).to_have_count(0)
    desk.check("seeing-as")
    theirs = desk.call("POST", "/parties/count", {})["count"]
    assert theirs == sit("operator").call("POST", "/parties/count", {})["count"] != own
    party_id = desk.call("POST", "/parties/search", {"limit": 1})["items"][0]["id"]
    open_card(desk, party_id)
    note = page.get_by_role("textbox", name=re.compile("note", re.IGNORECASE)).first
    note.fill("Not to be kept")
    note.press("Control+Enter")
    expect(
        page.get_by_text(re.compile("nothing can be changed or downloaded")).first
    ).to_be_visible()
    desk.picture("seeing-as-refused")
    page.set_viewport_size({"width": 390, "height": 844})
    desk.picture("seeing-as-phone")
    page.set_viewport_size({"width": 1366, "height": 768})
    desk.button("Stop", inside=bar).click()
    expect(bar).not_to_be_visible()
    desk.button("People and access").click()
    expect(page.get_by_role("link", name="People")).to_be_visible()
    assert desk.call("POST", "/parties/count", {})["count"] == own
    desk.go("/security-log")
    expect(
        page.get_by_role("row").filter(has_text="Began to see as another person").first
    ).to_be_visible()
    desk.check("seeing-as-log")


def test_eyes_are_borrowed_from_the_palette_too(sit: Sit) -> None:
    desk = sit()
    page = desk.page
    desk.go("/parties")
    desk.press("Control+k")
    page.get_by_role("dialog").get_by_role("combobox").fill("Литвин")
    group = page.get_by_text("See Kurator as", exact=True)
    expect(group).to_be_visible()
    desk.check("see-as-palette")
    page.get_by_role("option").filter(has_text="Литвин Оксана").last.click()
    expect(page.get_by_role("dialog", name="See Kurator as Литвин Оксана")).to_be_visible()
    desk.button("Cancel").click()
