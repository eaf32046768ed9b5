"""Journey: what Kurator may not call, a program that may tell of customers, its secret and a new one."""

from playwright.sync_api import expect

from tests.journeys.conftest import Sit


def test_an_address_that_may_not_be_called_is_refused_where_it_stands(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    desk.go("/webhooks")
    expect(page.get_by_text("No program is told of changes")).to_be_visible()
    desk.check("webhooks-none")
    desk.button("Connect a program").first.click()
    drawer = page.get_by_role("dialog")
    page.get_by_label("Name of the program").fill("Accounting")
    for address, why in (
        ("http://192.168.10.10/hook", "leads into an internal network"),
        ("https://nobody.invalid/hook", "its host is not known"),
    ):
        page.get_by_label("Address", exact=True).fill(address)
        desk.button("Connect", inside=drawer).click()
        expect(drawer.get_by_text(why)).to_be_visible()
    desk.check("webhook-refused")
    assert not desk.complaints, desk.complaints


def test_a_program_may_tell_of_customers(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    desk.go("/webhooks")
    page.get_by_role("tab", name="Kurator is told").click()
    desk.picture("sources-none")
    desk.button("Connect a program").first.click()
    drawer = page.get_by_role("dialog")
    page.get_by_label("Name of the program").fill("Billing")
    desk.button("Connect", inside=drawer).click()
    secret = page.get_by_test_id("secret")
    expect(secret).to_be_visible()
    first = secret.inner_text()
    desk.check("source-made")
    desk.button("New secret", inside=drawer).click()
    expect(secret).not_to_have_text(first)
    desk.go("/webhooks")
    page.get_by_role("tab", name="Kurator is told").click()
    page.get_by_role("row").filter(has_text="Billing").click()
    expect(drawer.get_by_label("Address for the program")).to_be_visible()
    expect(secret).to_have_count(0)
    assert not desk.complaints, desk.complaints
    for size, theme in (("desk", "dark"), ("phone", "light")):
        other = sit("administrator", size=size, theme=theme, language="uk")
        for path in ("webhooks", "security-log", "retention"):
            other.go(f"/{path}")
            expect(other.page.locator("main").first).to_be_visible()
            other.page.wait_for_load_state("networkidle")
            other.check(f"{path}-{size}-{theme}")
        assert not other.complaints, other.complaints
