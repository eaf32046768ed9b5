"""An administrator finds out what went wrong, and settles it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk
from tests.journeys.product import Product

EVENT = "0199bbbb-0000-7000-8000-00000000dead"


@pytest.fixture
def troubles(product: Product) -> Any:
    """What a restore and two failures leave behind: a hold, a dead event, an unknown action."""
    with product.connect() as db:
        db.execute(
            "INSERT INTO platform_outboundpause (id, reason, since, restored_to)"
            " VALUES (1, 'restored', now(), now() - interval '2 hours')"
        )
        db.execute(
            "INSERT INTO platform_outboxevent (id, topic, payload, attempts, failure, is_dead)"
            " VALUES (%s, 'parties.changed', '{\"ids\": []}', 5, 'RuntimeError()', true)",
            [EVENT],
        )
        changed = db.execute(
            "UPDATE strategies_intent SET status = 'UNKNOWN', failure = 'the sender ended'"
            " WHERE (strategy_id, party_id, seq, step_uid) IN ("
            "  SELECT strategy_id, party_id, seq, step_uid FROM strategies_intent"
            "   WHERE status = 'DONE' LIMIT 1)"
        )
        assert changed.rowcount == 1
    yield
    with product.connect() as db:
        db.execute("DELETE FROM platform_outboundpause")


def test_troubles_are_named_and_settled(sit: Sit, troubles: Any) -> None:
    desk = sit("administrator")
    page = desk.page
    desk.go("/operations")
    expect(page.get_by_text("Outgoing is held after a restore")).to_be_visible()
    expect(page.get_by_text("Actions with an unknown outcome")).to_be_visible()
    expect(page.get_by_text("Events that could not be delivered")).to_be_visible()
    desk.check("operations")

    desk.button("Release").click()
    expect(page.get_by_text("Outgoing is held after a restore")).not_to_be_visible()
    _replay_the_event(desk)
    _settle_the_action(desk)

    page.get_by_role("tab", name="Backups").click()
    expect(page.get_by_role("button", name="Back up now")).to_be_visible()
    desk.check("operations-backups")
    page.get_by_role("tab", name="Requests").click()
    expect(page.get_by_text("GET /api/v1/operations").first).to_be_visible()
    desk.check("operations-requests")


def _replay_the_event(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("tab", name="Events").click()
    expect(page.get_by_text("Customers changed")).to_be_visible()
    desk.button("Replay").first.click()
    expect(page.get_by_text("Every event was delivered")).to_be_visible()


def _settle_the_action(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("tab", name="Actions").click()
    row = page.get_by_role("row").filter(has_text="unknown").first
    expect(row).to_be_visible()
    row.get_by_role("button", name="Settle").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.get_by_label("Reason, kept in the log").fill("The peer has done it")
    desk.check("operations-settle")
    dialog.get_by_role("button", name="Settle").click()
    expect(page.get_by_text("Nothing to settle")).to_be_visible()


def test_on_a_phone_in_ukrainian(sit: Sit) -> None:
    desk = sit("administrator", language="uk", size="phone", theme="dark")
    desk.go("/operations")
    expect(desk.page.get_by_text("Черги")).to_be_visible()
    desk.check("operations-phone")


def test_who_may_not_sees_no_such_page(sit: Sit) -> None:
    desk = sit("operator")
    desk.go("/parties")
    expect(desk.page.get_by_role("link", name="Operations")).to_have_count(0)
