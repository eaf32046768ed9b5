"""Journey 6: whatever changes a customer, every open screen follows by itself within two seconds."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.card import edit, make_customer, open_card
from tests.journeys.conftest import Sit
from tests.journeys.desk import LIVE_SECONDS, Desk
from tests.journeys.product import Product

STAGES = ("Calm", "Owes", "Matured")
TASK = "Call about the debt"
MATURE_MINUTES = 10


@dataclass
class Scene:
    """The strategy's page before one person, the customer's card before another."""

    mark: str
    party_id: str
    watcher: Desk
    keeper: Desk

    def wait(self, stage: str) -> None:
        """Until the card shows the stage with its task and the counters add up."""
        lines = self.keeper.page.get_by_role("region", name="Strategies", exact=True)
        lines.get_by_title(stage, exact=True).wait_for()
        flow = self.watcher.page.get_by_role("list", name="Stages")
        for n, name in enumerate(STAGES, 1):
            here = 1 if name == stage else 0
            column = flow.get_by_role("listitem").filter(has=_circle(self.watcher, n, name))
            column.get_by_role("button", name=f"Customers here: {here}. Show them").wait_for()
        if stage == "Owes":
            self.keeper.page.get_by_text(TASK).first.wait_for()


@pytest.fixture
def scene(sit: Sit, product: Product) -> Iterator[Scene]:
    watcher, keeper, mark = sit("administrator"), sit("operator"), f"LIVE-{uuid4()}"
    values = {"attr__contract_number": mark, "attr__debt": 0, "party__external_id": mark}
    party_id = make_customer(keeper, "Живий Клієнт", **values)
    strategy_id = _activate(watcher, mark)
    watcher.go(f"/strategies/{strategy_id}")
    open_card(keeper, party_id)
    scene = Scene(mark, party_id, watcher, keeper)
    scene.wait("Calm")
    for desk in (watcher, keeper):
        desk.page.evaluate("window.isSamePage = true")
    yield scene
    for desk in (watcher, keeper):
        assert desk.page.evaluate("window.isSamePage") is True
    watcher.call("POST", f"/strategies/{strategy_id}/end", {})


def test_edit_in_the_browser_moves_the_customer_on_the_open_screens(scene: Scene) -> None:
    def change() -> float:
        started = time.time()
        edit(scene.keeper, "Debt", "100")
        return started

    _expect_followed(scene, change)
    scene.keeper.check("live-card")
    scene.watcher.check("live-strategy")
    edit(scene.keeper, "Debt", "0")
    scene.wait("Calm")
    expect(scene.keeper.page.get_by_role("alert")).to_have_count(0)


def test_change_by_api_moves_the_customer_on_the_open_screens(scene: Scene) -> None:
    def change() -> float:
        scene.watcher.call("PATCH", f"/parties/{scene.party_id}", {"set": {"attr.debt": 10_000}})
        return time.time()

    _expect_followed(scene, change)


def test_change_by_sql_moves_the_customer_on_the_open_screens(
    scene: Scene, product: Product
) -> None:
    def change() -> float:
        with product.connect() as connection:
            connection.execute(
                "UPDATE parties_party SET attrs = attrs || '{\"debt\": 10000}' WHERE id = %s",
                [scene.party_id],
            )
        return time.time()

    _expect_followed(scene, change)


def test_import_moves_the_customer_on_the_open_screens(scene: Scene, product: Product) -> None:
    def change() -> float:
        _run_import(
            scene.watcher, _upload(scene.watcher, f"External id,Debt\n{scene.mark},100.00\n")
        )
        with product.connect() as connection:
            found = connection.execute(
                "SELECT extract(epoch FROM updated_at)::float8 FROM parties_party WHERE id = %s",
                [scene.party_id],
            ).fetchone()
        assert found is not None
        written: float = found[0]
        return written

    _expect_followed(scene, change)


def test_condition_on_the_passage_of_time_fires_at_its_instant(
    scene: Scene, product: Product
) -> None:
    with product.connect() as connection:
        found = connection.execute(
            """UPDATE parties_party
               SET created_at = now() + interval '3 seconds' - make_interval(mins => %s)
               WHERE id = %s
               RETURNING extract(epoch FROM now())::float8 + 3""",
            [MATURE_MINUTES, scene.party_id],
        ).fetchone()
    assert found is not None
    scene.wait("Matured")
    assert 0 <= time.time() - found[0] <= LIVE_SECONDS
    scene.watcher.picture("live-time")
    why = scene.watcher.call("GET", _members(scene))["cause"]
    assert why == "TIME"


def _members(scene: Scene) -> str:
    strategy_id = scene.watcher.page.url.rsplit("/", 1)[1]
    return f"/strategies/{strategy_id}/members/{scene.party_id}/why"


def _circle(desk: Desk, n: int, name: str) -> Locator:
    return desk.button(f"Stage {n}, {name}", exact=False)


def _expect_followed(scene: Scene, change: Callable[[], float]) -> None:
    """`change` returns when it was committed; a busy machine gets a second try."""
    if _measure(scene, change) > LIVE_SECONDS:
        scene.watcher.call("PATCH", f"/parties/{scene.party_id}", {"set": {"attr.debt": 0}})
        scene.wait("Calm")
        assert _measure(scene, change) <= LIVE_SECONDS


def _measure(scene: Scene, change: Callable[[], float]) -> float:
    committed = change()
    scene.wait("Owes")
    took = time.time() - committed
    print(f"followed after {took:.2f} s")
    return took


def _activate(desk: Desk, mark: str) -> str:
    expression = {"op": "eq", "field": "attr.contract_number", "value": mark}
    segment = desk.call("POST", "/segments", {"name": {"en": mark}, "expression": expression})
    ripe = {"now": {"n": -MATURE_MINUTES, "unit": "minute"}}
    entries: list[dict[str, Any]] = [
        {"op": "not_empty", "field": "attr.contract_number"},
        {"op": "gt", "field": "attr.debt", "value": 0},
        {"op": "le", "field": "party.created_at", "value": ripe},
    ]
    stages = [_stage(name, entry) for name, entry in zip(STAGES, entries, strict=True)]
    body = {"name": {"en": mark}, "draft": {"segment_id": segment["id"], "stages": stages}}
    strategy_id: str = desk.call("POST", "/strategies", body)["id"]
    desk.call("POST", f"/strategies/{strategy_id}/activate", {})
    return strategy_id


def _stage(name: str, entry: dict[str, Any]) -> dict[str, Any]:
    title = TASK if name == "Owes" else f"Look at {name}"
    task = {"title": {"en": title}, "due_in": {"n": 1, "unit": "day"}, "assignee": "owner"}
    step = {"uid": str(uuid4()), "step": "create_task", "parameters": task}
    return {"uid": str(uuid4()), "name": {"en": name}, "entry": entry, "steps": [step]}


def _upload(desk: Desk, text: str) -> str:
    token = next(c["value"] for c in desk.context.cookies() if c["name"] == "kurator_csrf")
    answer = desk.context.request.post(
        f"{desk.address}/api/v1/imports",
        multipart={"file": {"name": "debts.csv", "mimeType": "text/csv", "buffer": text.encode()}},
        headers={"X-CSRFToken": token, "Referer": desk.address},
    )
    assert answer.ok, answer.text()
    import_id: str = answer.json()["id"]
    columns = [{"index": 0, "target": "party.external_id"}, {"index": 1, "target": "attr.debt"}]
    body = {"columns": columns, "options": {"key": 0}}
    desk.call("PATCH", f"/imports/{import_id}", body)
    return import_id


def _run_import(desk: Desk, import_id: str) -> None:
    desk.call("POST", f"/imports/{import_id}/run", {})
    deadline = time.monotonic() + 15
    while (one := desk.call("GET", f"/imports/{import_id}"))["status"] != "DONE":
        assert one["status"] in ("RUNNING", "CHECKING"), one
        assert time.monotonic() < deadline, one
        desk.page.wait_for_timeout(50)
    assert one["counts"]["updated"] == 1, one
