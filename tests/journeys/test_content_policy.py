"""The content policy: every screen lives with it, and what it forbids does not happen."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.card import make_customer
from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk
from tools.linters.source import ROOT

ROUTE = re.compile(r"^\s*path: '(/[a-z/-]*)',", re.MULTILINE)
SCREENS = sorted(
    {
        path
        for file in (ROOT / "web" / "src" / "features").glob("*/routes.ts*")
        for path in ROUTE.findall(file.read_text(encoding="utf-8"))
    }
)


def test_the_list_of_screens_is_found() -> None:
    assert {"/parties", "/segments", "/operations", "/roles", "/account"} <= set(SCREENS)


def test_no_screen_breaks_the_policy(sit: Sit) -> None:
    """The desk complains of each breach when it closes."""
    desk = sit("administrator")
    card = make_customer(desk, "Політика Стилів")
    for path in ("/", *SCREENS, f"/parties/{card}", "/no-such-screen"):
        desk.go(path)
        desk.page.wait_for_load_state("networkidle")
    desk.go("/parties")
    desk.press("Control+k")
    expect(desk.page.get_by_role("dialog")).to_be_visible()
    desk.press("Escape")
    stranger = sit(None)
    stranger.go("/login")


BREAKS = {
    "a style element without the nonce": (
        "const made = document.createElement('style'); made.textContent = 'body{opacity:0}';"
        "document.head.append(made); getComputedStyle(document.body).opacity === '1'"
    ),
    "a style attribute": (
        "document.body.setAttribute('style', 'opacity: 0');"
        "getComputedStyle(document.body).opacity === '1'"
    ),
    "markup from text": (
        "try { document.createElement('div').innerHTML = '<img src=x onerror=1>'; false }"
        "catch (error) { error instanceof TypeError }"
    ),
    "a script from text": (
        "try { document.createElement('script').text = '1'; false }"
        "catch (error) { error instanceof TypeError }"
    ),
    "a second policy": (
        "try { trustedTypes.createPolicy('mine', { createHTML: (text) => text }); false }"
        "catch (error) { error instanceof TypeError }"
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_the_policy_forbids_does_not_happen(sit: Sit, name: str) -> None:
    desk = sit("operator")
    desk.go("/parties")
    assert desk.page.evaluate(BREAKS[name]) is True
    _wait_for_breach(desk)
    desk.complaints.clear()


def _wait_for_breach(desk: Desk) -> None:
    for _ in range(40):
        if any("content policy" in complaint for complaint in desk.complaints):
            return
        desk.page.wait_for_timeout(50)
    pytest.fail("the browser reported nothing")


def test_each_page_has_a_nonce_of_its_own(sit: Sit) -> None:
    desk = sit("operator")

    def policy() -> Any:
        answer = desk.context.request.get(f"{desk.address}/parties")
        return answer.headers["content-security-policy"]

    first, second = policy(), policy()
    assert first != second
    for text in (first, second):
        assert "unsafe-inline" not in text
        assert "require-trusted-types-for 'script'" in text
        assert not re.search(r"script-src[^;]*nonce", text)
