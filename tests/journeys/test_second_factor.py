"""A second factor from one's own account, and the log-ins that follow."""

import base64
import hmac
import struct
import time
from typing import Any

from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD, Sit
from tests.journeys.desk import Desk

EMAIL = "manager@orbita.example"


def code_of(secret: str, *, steps: int = 0) -> str:
    """What an authenticator app shows (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def with_passkeys(desk: Desk) -> Any:
    """Give the browser an authenticator of its own; passkeys need a name instead of an address."""
    desk.address = desk.address.replace("127.0.0.1", "localhost")
    control = desk.context.new_cdp_session(desk.page)
    control.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    control.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return control


def log_in(desk: Desk) -> None:
    desk.go("/login")
    desk.page.get_by_label("E-mail").fill(EMAIL)
    desk.page.get_by_role("textbox", name="Password").fill(PASSWORD)
    desk.button("Log in").click()


def test_app_passkey_and_recovery_codes_let_a_person_in(sit: Sit) -> None:
    desk = sit(None)
    page = desk.page
    with_passkeys(desk)
    log_in(desk)
    expect(page).to_have_url(f"{desk.address}/parties")
    desk.call("PATCH", "/session", {"language": "en"})
    desk.go("/account")
    expect(page.get_by_text("this one")).to_be_visible()
    desk.check("account")
    secret, reserve = _add_factors(desk)
    _log_in_with_each(desk, secret, reserve)
    _disarm(desk)


def _add_factors(desk: Desk) -> tuple[str, str]:
    """Return the secret of the authenticator app and one recovery code."""
    page = desk.page
    desk.button("Add an authenticator app").click()
    secret = page.get_by_role("dialog").locator("code").inner_text().replace(" ", "")
    desk.check("account-app")
    page.get_by_label("Code").fill(code_of(secret, steps=-1))
    desk.button("Confirm").click()
    codes = page.get_by_role("dialog", name="Keep your recovery codes").locator("code")
    expect(codes).to_have_count(10)
    reserve = codes.first.inner_text()
    desk.check("account-codes")
    desk.button("I have kept them").click()

    desk.button("Add a passkey").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Work laptop")
    desk.button("Continue").click()
    expect(page.get_by_text("Work laptop")).to_be_visible()
    desk.check("account-armed")
    return secret, reserve


def _log_in_with_each(desk: Desk, secret: str, reserve: str) -> None:
    page = desk.page
    page.context.clear_cookies()
    log_in(desk)
    expect(page.get_by_text("authenticator app shows now")).to_be_visible()
    desk.check("log-in-second-step")
    page.get_by_label("Code").fill(code_of(secret))
    desk.button("Log in").click()
    expect(page).to_have_url(f"{desk.address}/parties")

    page.context.clear_cookies()
    desk.go("/login")
    desk.check("log-in-with-passkey")
    desk.button("Use a passkey").click()
    expect(page).to_have_url(f"{desk.address}/parties")

    page.context.clear_cookies()
    log_in(desk)
    desk.button("Use a recovery code").click()
    page.get_by_label("Recovery code").fill(reserve)
    desk.button("Log in").click()
    expect(page).to_have_url(f"{desk.address}/parties")


def _disarm(desk: Desk) -> None:
    """The other journeys log in as this person, too."""
    desk.go("/account")
    for left in (1, 0):
        desk.button("Remove").first.click()
        desk.button("Remove", inside=desk.page.get_by_role("dialog")).click()
        expect(desk.page.get_by_role("dialog")).to_have_count(0)
        expect(desk.button("Remove")).to_have_count(left)


def test_administrator_sets_up_single_sign_on(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    desk.go("/single-sign-on")
    desk.check("single-sign-on-empty")
    page.get_by_role("main").get_by_role("button", name="Add a log-in provider").last.click()
    page.get_by_label("Name on the button").fill("Firm account")
    page.get_by_label("Issuer").fill("https://id.example.com")
    page.get_by_label("Client ID").fill("kurator")
    page.get_by_label("Domains it speaks for").fill("orbita.example")
    desk.check("single-sign-on-new")
    desk.button("Save").click()
    expect(page.get_by_text("orbita.example")).to_be_visible()
    desk.check("single-sign-on")

    anybody = sit(None)
    anybody.go("/login")
    expect(anybody.button("Log in with Firm account")).to_be_visible()
    anybody.check("log-in-with-provider")
    page.get_by_text("Firm account").dblclick()
    desk.button("Remove").click()
    expect(page.get_by_text("No log-in providers")).to_be_visible()
