"""Invited, armed, phone lost, password forgotten: the way back in by an administrator's links."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk
from tests.journeys.test_second_factor import code_of

EMAIL = "newcomer@orbita.example"
FIRST, SECOND = "seven green lamps in the harbour", "eleven quiet rivers to the north"


@pytest.mark.requirement("R001-58")
def test_lost_factor_and_forgotten_password(sit: Sit) -> None:
    administrator = sit("administrator")
    newcomer = sit(None)
    _take_invitation(newcomer, _invite(administrator))
    secret = _arm(newcomer)

    link = _open_person(administrator, "Reset the password")
    newcomer.go(_path(link))
    newcomer.check("link-new-password")
    _fill_password(newcomer, SECOND, "Set the password and log in")
    # A new password does not open what a second factor keeps shut.
    expect(newcomer.page.get_by_text("authenticator app shows now")).to_be_visible()

    link = _open_person(administrator, "Reset the second factors", "person-factor-link")
    newcomer.go(_path(link))
    newcomer.check("factor-link")
    _fill_password(newcomer, FIRST, "Remove the factors and log in", label="Your password")
    expect(newcomer.page.get_by_role("alert")).to_contain_text("password")
    _fill_password(newcomer, SECOND, "Remove the factors and log in", label="Your password")
    expect(newcomer.page).to_have_url(f"{newcomer.address}/account")
    expect(newcomer.page.get_by_text("A second factor is asked for")).to_be_visible()
    newcomer.check("account-factor-owed")
    assert _arm(newcomer) != secret
    newcomer.go("/account")
    expect(newcomer.page.get_by_text("A second factor is asked for")).to_have_count(0)
    newcomer.go(_path(link))
    expect(newcomer.page.get_by_role("alert")).to_contain_text("used")
    newcomer.check("link-spent")


def _path(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


def _invite(desk: Desk) -> str:
    roles = desk.call("GET", "/roles")
    role = next(row for row in roles if row["name"] == "Operator")
    body = {"email": EMAIL, "name": "Nora Newcomer", "role_ids": [role["id"]], "language": "en"}
    link: str = desk.call("POST", "/people", body)["link"]
    return link


def _take_invitation(desk: Desk, link: str) -> None:
    desk.go(_path(link))
    desk.check("invitation")
    _fill_password(desk, FIRST, "Set the password and log in")
    expect(desk.page).not_to_have_url(re.compile("welcome"))


def _fill_password(desk: Desk, password: str, button: str, *, label: str = "Password") -> None:
    desk.page.get_by_role("textbox", name=label).fill(password)
    desk.button(button).click()


def _arm(desk: Desk) -> str:
    page = desk.page
    desk.go("/account")
    desk.button("Add an authenticator app").click()
    secret = page.get_by_role("dialog").locator("code").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(code_of(secret, steps=-1))
    desk.button("Confirm").click()
    desk.button("I have kept them").click()
    return secret


def _open_person(desk: Desk, act: str, picture: str = "person-password-link") -> str:
    desk.go("/people")
    desk.page.get_by_role("gridcell", name="Nora Newcomer").click()
    drawer = desk.page.get_by_role("dialog", name="Nora Newcomer")
    expect(drawer.get_by_text("set up", exact=True)).to_be_visible()
    desk.check("person-drawer")
    desk.button(act).click()
    link = drawer.get_by_label("Link")
    expect(link).to_be_visible()
    desk.check(picture)
    return link.input_value()
