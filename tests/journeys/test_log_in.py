"""Journey 1: coming in, in three languages, light and dark, at a desk and with a phone."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import PASSWORD, Sit
from tests.journeys.desk import Desk

EMAIL = "operator@orbita.example"


def test_wrong_password_is_told_in_words_and_the_right_one_opens_the_customers(sit: Sit) -> None:
    desk = sit(None)
    page = desk.page
    desk.go("/parties")
    expect(page).to_have_url(f"{desk.address}/login?next=%2Fparties")
    page.get_by_label("E-mail").fill(EMAIL)
    _password(desk).fill("not it")
    desk.button("Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("password")
    desk.check("log-in-refused")

    _password(desk).fill(PASSWORD)
    _password(desk).press("Enter")
    expect(page).to_have_url(f"{desk.address}/parties")
    expect(page.get_by_role("row").nth(5)).to_be_visible()


def test_demo_log_in_is_one_click_and_logging_out_closes_the_door(sit: Sit) -> None:
    desk = sit(None)
    page = desk.page
    desk.go("/login")
    desk.button("Emily Foster", exact=False).click()
    menu = desk.button("language, theme, log out", exact=False)
    menu.click()
    desk.pick("Log out")
    expect(page).to_have_url(f"{desk.address}/login")
    desk.go("/parties")
    expect(_password(desk)).to_be_visible()


@pytest.mark.parametrize(
    ("language", "name", "title", "dark"),
    [
        ("ru", "Русский", "Клиенты", "Тёмная"),
        ("uk", "Українська", "Клієнти", "Темна"),
        ("en", "English", "Customers", "Dark"),
    ],
)
def test_language_and_darkness_stay_with_the_person(
    sit: Sit, language: str, name: str, title: str, dark: str
) -> None:
    start = "en" if language != "en" else "ru"
    desk = sit("manager", language=start)
    page = desk.page
    desk.go("/parties")
    _open_own_menu(desk)
    desk.check(f"own-menu-{start}")
    desk.pick(name)
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)
    _open_own_menu(desk)
    desk.pick(dark)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.reload()
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("row").nth(5)).to_be_visible()
    desk.check(f"customers-dark-{language}")


def test_phone_has_the_list_and_the_card(sit: Sit) -> None:
    desk = sit("operator", language="uk", size="phone")
    page = desk.page
    desk.go("/parties")
    row = page.get_by_role("row").nth(2)
    expect(row).to_be_visible()
    desk.check("phone-list")
    row.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Назад")).to_be_visible()
    _expect_no_sideways_scroll(desk)
    desk.check("phone-card")


def _open_own_menu(desk: Desk) -> None:
    desk.button("Ткачук Андрій:", exact=False).click()


def _expect_no_sideways_scroll(desk: Desk) -> None:
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert desk.page.evaluate(wide) is False


def _password(desk: Desk) -> Locator:
    return desk.page.get_by_role("textbox", name="Password")


def test_many_sessions_leave_the_rest_of_the_account_in_sight(sit: Sit) -> None:
    for _ in range(6):
        elsewhere = sit(None)
        login = {"email": EMAIL, "password": PASSWORD}
        elsewhere.context.request.post(f"{elsewhere.address}/api/v1/session", data=login)
    desk = sit("operator", size="phone")
    desk.go("/account")
    sessions = desk.page.get_by_role("region", name="Sessions").get_by_role("listitem")
    expect(sessions).to_have_count(5)
    expect(sessions.first).to_contain_text("this one")
    desk.check("account-sessions")
    desk.page.get_by_role("button", name=re.compile(r"^Show \d+ more$")).click()
    expect(sessions.nth(6)).to_be_visible()
