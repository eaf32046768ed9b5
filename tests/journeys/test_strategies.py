"""Journey 5: a strategy of three stages, from the empty draft to “Why?” and the refused move."""

import re
from typing import Any
from uuid import uuid4

from playwright.sync_api import Locator, expect

from tests.journeys.card import make_customer
from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk

NAME = "Dormant customers"
DEBT = {"op": "gt", "field": "attr.debt", "value": 0}
OLD = {"op": "le", "field": "party.created_at", "value": {"now": {"n": -300, "unit": "day"}}}


def test_strategy_is_built_checked_activated_and_explains_itself(sit: Sit) -> None:
    desk = sit("administrator")
    page = desk.page
    segment = _make_segment(desk)
    strategy_id = _create(desk, segment["name"])
    _fill_first_stage(desk)
    _add_other_stages_by_api(desk, strategy_id, segment["id"])
    page.reload()
    _expect_order(desk, "Wake up", "Long with us", "Owes money")
    _expect_named_stage_without_scenario(desk)
    _add_scenario(desk)
    _reorder_by_keys(desk)
    _reorder_by_mouse(desk)
    desk.check("strategy-draft")

    _activate(desk)
    members = desk.call("POST", "/parties/count", {"filter": segment["expression"]})["count"]
    _expect_counters(desk, members)
    desk.check("strategy-active")
    _explain_and_refuse(desk, strategy_id)
    desk.call("POST", f"/strategies/{strategy_id}/end", {})


def test_what_a_strategy_did_is_told_in_the_readers_language(sit: Sit) -> None:
    """Its author thinks in English, the reader reads Russian; then the strategy gets another name."""
    author = sit("administrator")
    party_id = make_customer(author, "Act Reader")
    number = author.call("GET", f"/parties/{party_id}")["number"]
    condition = {"op": "eq", "field": "party.number", "value": number}
    segment = {"name": {"en": f"One {str(uuid4())[:4]}"}, "expression": condition}
    names = {"en": "Welcome on board", "ru": "Добро пожаловать", "uk": "Ласкаво просимо"}
    step = {"field": "party.status", "value": "SLEEPING"}
    stage = {
        "uid": str(uuid4()),
        "name": {"en": "First day", "ru": "Первый день", "uk": "Перший день"},
        "entry": condition,
        "steps": [{"uid": str(uuid4()), "step": "set_attribute", "parameters": step}],
    }
    segment_id = author.call("POST", "/segments", segment)["id"]
    draft = {"segment_id": segment_id, "stages": [stage]}
    strategy = author.call("POST", "/strategies", {"name": names, "draft": draft})["id"]
    author.call("POST", f"/strategies/{strategy}/activate", {})
    reader = sit("administrator", language="ru")
    reader.go(f"/parties/{party_id}")
    feed = reader.page.get_by_text("Добро пожаловать, ", exact=False).first
    expect(feed).to_contain_text("Первый день")
    author.call("PATCH", f"/strategies/{strategy}", {"name": {"en": "Other", "ru": "Другая"}})
    reader.page.reload()
    expect(feed).to_contain_text("Первый день")
    reader.picture("strategy-acts-feed-ru")
    reader.page.get_by_role("tab", name="История").click()
    row = reader.page.get_by_role("row").filter(has_text="Добро пожаловать").first
    expect(row).to_be_visible()
    reader.check("strategy-acts-history-ru")
    author.call("POST", f"/strategies/{strategy}/end", {})


def test_the_canvas_says_which_tag_is_added_and_which_removed(sit: Sit) -> None:
    desk = sit("administrator")
    segment = _make_segment(desk)
    added, removed = desk.call("GET", "/tags")[:2]
    steps = [
        {"uid": str(uuid4()), "step": code, "parameters": {"tag": tag["id"]}}
        for code, tag in (("add_tag", added), ("remove_tag", removed))
    ]
    stage = {"uid": str(uuid4()), "name": {"en": "Tagged"}, "entry": DEBT, "steps": steps}
    body = {
        "name": {"en": segment["name"]},
        "draft": {"segment_id": segment["id"], "stages": [stage]},
    }
    desk.go(f"/strategies/{desk.call('POST', '/strategies', body)['id']}")
    column = _column(desk, 1, "Tagged")
    expect(column).to_contain_text(f"Add a tag: {added['name']}")
    expect(column).to_contain_text(f"Remove a tag: {removed['name']}")
    desk.check("strategy-tags")


def _make_segment(desk: Desk) -> dict[str, Any]:
    expression = {"op": "in", "field": "party.status", "value": ["SLEEPING", "LEAVING"]}
    body = {"name": {"en": f"{NAME} {str(uuid4())[:4]}"}, "expression": expression}
    made: dict[str, Any] = desk.call("POST", "/segments", body)
    return made


def _create(desk: Desk, segment: str) -> str:
    page = desk.page
    desk.go("/strategies")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    desk.press("n")
    dialog = page.get_by_role("dialog", name="Create a strategy")
    dialog.get_by_label("Name, EN").fill(NAME)
    desk.choose(dialog.get_by_role("combobox", name="Segment it serves"), segment)
    desk.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/strategies/[0-9a-f-]{36}"))
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    return page.url.rsplit("/", 1)[1].split("?")[0]


def _fill_first_stage(desk: Desk) -> None:
    page = desk.page
    desk.button("Stage 1, Stage 1: open", exact=False).click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name, EN").fill("Wake up")
    desk.button("Condition", inside=drawer).click()
    _type_option(desk, "Relationship")
    desk.button("Value of Relationship", exact=False, inside=drawer).click()
    for status in ("Leaving", "Dormant"):
        page.get_by_role("option", name=status, exact=True).click()
    desk.press("Escape")
    expect(drawer.get_by_text(re.compile(r"\d+ of the segment"))).to_be_visible()
    _add_step(desk, "Create a task", "What to do, EN", "Call and ask how things are")
    desk.check("strategy-stage")
    drawer.get_by_role("button", name="Done").click()
    expect(drawer).to_have_count(0)
    _expect_saved(desk)


def _add_step(desk: Desk, kind: str, label: str, text: str) -> None:
    drawer = desk.page.get_by_role("dialog")
    desk.button("Step", inside=drawer).click()
    desk.pick(kind)
    drawer.get_by_label(label).fill(text)


def _add_other_stages_by_api(desk: Desk, strategy_id: str, segment_id: str) -> None:
    saved = desk.call("GET", f"/strategies/{strategy_id}")
    first = {key: saved["draft"]["stages"][0][key] for key in ("uid", "name", "entry", "steps")}
    assert first["name"] == {"en": "Wake up"}
    stages = [
        first,
        _stage("Long with us", OLD, notify=True),
        _stage("Owes money", DEBT, notify=False),
    ]
    body = {"draft": {"segment_id": segment_id, "stages": stages}, "revision": saved["revision"]}
    desk.call("PATCH", f"/strategies/{strategy_id}", body)


def _stage(name: str, entry: dict[str, Any], *, notify: bool) -> dict[str, Any]:
    text = {"text": {"en": f"A customer came to {name}"}, "recipient": "owner"}
    step = {"uid": str(uuid4()), "step": "notify", "parameters": text}
    return {
        "uid": str(uuid4()),
        "name": {"en": name},
        "entry": entry,
        "steps": [step] if notify else [],
    }


def _expect_named_stage_without_scenario(desk: Desk) -> None:
    said = "Stage 3 “Owes money” has no scenario: add at least one step."
    expect(_column(desk, 3, "Owes money")).to_contain_text(said)
    expect(desk.button("Activate…")).to_be_disabled()
    desk.button("1 problem").click()
    found = desk.button(said)
    expect(found).to_be_visible()
    desk.check("strategy-check")
    found.click()


def _add_scenario(desk: Desk) -> None:
    drawer = desk.page.get_by_role("dialog", name="Stage 3: Owes money")
    expect(drawer).to_be_visible()
    _add_step(desk, "Notify a colleague", "Text, EN", "Talk about the debt")
    drawer.get_by_role("button", name="Done").click()
    expect(drawer).to_have_count(0)
    expect(desk.button("Activate…")).to_be_enabled()


def _reorder_by_keys(desk: Desk) -> None:
    third = desk.button("Stage 3, Owes money", exact=False)
    third.focus()
    desk.press("Alt+ArrowLeft")
    _expect_order(desk, "Wake up", "Owes money", "Long with us")
    expect(desk.button("Stage 2, Owes money", exact=False)).to_be_focused()
    desk.press("Alt+ArrowRight")
    _expect_order(desk, "Wake up", "Long with us", "Owes money")
    _expect_saved(desk)


def _reorder_by_mouse(desk: Desk) -> None:
    desk.button("Stage 3, Owes money", exact=False).drag_to(_column(desk, 1, "Wake up"))
    _expect_order(desk, "Owes money", "Wake up", "Long with us")
    _expect_saved(desk)
    desk.page.reload()
    _expect_order(desk, "Owes money", "Wake up", "Long with us")
    desk.button("Stage 1, Owes money", exact=False).drag_to(_column(desk, 3, "Long with us"))
    _expect_order(desk, "Wake up", "Long with us", "Owes money")
    _expect_saved(desk)


def _activate(desk: Desk) -> None:
    desk.button("Activate…").click()
    dialog = desk.page.get_by_role("dialog", name=f"Activate “{NAME}”")
    button = dialog.get_by_role("button", name=re.compile(r"Activate for [1-9]"))
    expect(button).to_be_enabled()
    desk.check("strategy-activate")
    button.click()
    expect(dialog).to_have_count(0)
    expect(desk.page.get_by_text("Active, v1")).to_be_visible()


def _expect_counters(desk: Desk, members: int) -> None:
    everybody = desk.button(f"All customers of the strategy: {members}. Show them")
    expect(everybody).to_be_visible()
    counts = desk.page.get_by_role("button", name=re.compile(r"^Customers here: \d"))
    expect(counts).to_have_count(3)
    waiting = desk.page.get_by_role("button", name=re.compile(r"^\d+ waits?$")).inner_text()
    assert sum(int(text) for text in counts.all_inner_texts()) + int(waiting.split()[0]) == members


def _explain_and_refuse(desk: Desk, strategy_id: str) -> None:
    page = desk.page
    number = _column(desk, 3, "Owes money").get_by_role("button", name="Customers here")
    standing = int(number.inner_text())
    assert standing > 0
    number.click()
    listed = page.get_by_role("region", name="3 Owes money")
    expect(listed.get_by_role("listitem")).to_have_count(min(standing, 12))
    listed.get_by_role("button", name="Why?").first.click()
    why = page.get_by_role("dialog")
    for words in ("Debt is more than", "Values that decided", "₴"):
        expect(why).to_contain_text(words)
    desk.check("strategy-why")
    desk.press("Escape")

    listed.get_by_role("link", name="Open as a list").click()
    table = page.get_by_role("grid").or_(page.get_by_role("table")).first
    expect(table.get_by_role("row").nth(1)).to_be_visible()
    page.get_by_role("button", name=re.compile("^Actions: ")).first.click()
    desk.pick("1 Wake up")
    refusal = page.get_by_role("dialog", name="Stages are not set by hand")
    said = (
        f"Stages of “{NAME}” are set by rules only. To enter “Wake up” the customer must satisfy: "
    )
    expect(refusal).to_contain_text(said)
    expect(refusal).to_contain_text("Relationship")
    desk.check("strategy-refusal")
    places = desk.call("GET", f"/strategies/{strategy_id}")["places"]
    assert next(one["members"] for one in places if one["ord"] == 3) == standing
    refusal.get_by_role("button", name="Close").last.click()


def _column(desk: Desk, n: int, name: str) -> Locator:
    columns = desk.page.get_by_role("list", name="Stages").get_by_role("listitem")
    return columns.filter(has=desk.button(f"Stage {n}, {name}", exact=False))


def _expect_order(desk: Desk, *names: str) -> None:
    for n, name in enumerate(names, 1):
        expect(desk.button(f"Stage {n}, {name}", exact=False)).to_be_visible()


def _expect_saved(desk: Desk) -> None:
    expect(desk.page.get_by_text("Saved", exact=True)).to_be_visible()


def _type_option(desk: Desk, text: str) -> None:
    """The list of fields of a new row is open and takes keys."""
    expect(desk.page.locator("input:focus")).to_be_visible()
    desk.page.keyboard.type(text)
    expect(desk.page.get_by_role("option", name=text, exact=True)).to_be_visible()
    desk.press("Enter")
