"""What a strategy did is told in the language of whoever reads, by every reader of the history."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import connection

from kurator.activities.models import Notification, Task
from kurator.audit.tests.test_copies import ask, fetch
from kurator.kernel.ids import new_id
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.strategies.engine.scenarios import carry_out_due
from kurator.strategies.services.lifecycle import activate_strategy, create_strategy
from kurator.strategies.tests.builders import eq, make_segment
from kurator.strategies.tests.test_engine import turn
from kurator.tracking.models import ActWords, Change, ChangeTransaction
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["en", "ru", "uk"])
NAME = {"en": "Keep them", "ru": "Удержание", "uk": "Утримання"}
STAGE = {"en": "Call first", "ru": "Сначала звонок", "uk": "Спочатку дзвінок"}
TITLE = {"en": "Call", "ru": "Позвонить", "uk": "Зателефонувати"}


def step(code: str, **parameters: Any) -> dict[str, Any]:
    return {"uid": str(new_id()), "step": code, "parameters": parameters}


@pytest.fixture
def served(cast: Cast) -> SimpleNamespace:
    """Anna's customer, whose language her change of many set and a strategy changed afterwards."""
    party = make_party(owner=cast.anna, name="Olha", lang="en", tax_id="1")
    anna = ApiClient.logged_in(cast, "anna")
    action = {"set": {"party.status": "SLEEPING"}}
    run = anna.post("/bulk", {"selection": {"ids": [str(party.id)]}, "action": action}).json
    entry = eq("party.status", "SLEEPING")
    steps = [
        step("set_attribute", field="party.status", value="LEAVING"),
        step("create_task", title=TITLE, due_in={"n": 1, "unit": "day"}, assignee="owner"),
        step("notify", text=TITLE, recipient="owner"),
    ]
    stage = {"uid": str(new_id()), "name": STAGE, "entry": entry, "steps": steps}
    strategy = create_strategy(
        name=NAME,
        draft={
            "segment_id": str(make_segment(eq("party.kind", "PERSON")).id),
            "stages": [stage],
        },
        viewer=None,
    )
    activate_strategy(strategy_id=strategy.id, viewer=None, now=datetime.now(UTC))
    turn()
    assert carry_out_due(datetime.now(UTC) + timedelta(minutes=1)) == 3
    party.refresh_from_db()
    assert party.status == "LEAVING"
    return SimpleNamespace(party=party, strategy=strategy, run=run["id"])


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = tmp_path


@pytest.fixture
def reader(api: Api) -> Callable[[str], ApiClient]:
    def reading(language: str) -> ApiClient:
        arkady = api("arkady")
        assert arkady.patch("/session", {"language": language}).status < 300
        return arkady

    return reading


def feed(client: ApiClient, party: Party) -> Any:
    return client.get(f"/parties/{party.id}/feed").json["items"]


@LANGUAGES
def test_history_feed_and_changes(
    reader: Callable[[str], ApiClient], served: SimpleNamespace, language: str
) -> None:
    client = reader(language)
    row = client.get(f"/parties/{served.party.id}/history?field=party.status").json["items"][0]
    assert row["actor"] == {
        "kind": "strategy",
        "id": str(served.strategy.id),
        "name": NAME[language],
    }
    assert row["reason"] == STAGE[language]
    entries = [one for one in feed(client, served.party) if one["kind"] == "change"]
    told = [(one["actor"], one["details"]["reason"]) for one in entries]
    assert (NAME[language], STAGE[language]) in told
    sets = client.get("/changes?is_of_all=true").json["items"]
    told = [(one["actor_name"], one["reason"]) for one in sets if one["actor_kind"] == "strategy"]
    assert set(told) == {(NAME[language], STAGE[language])}


@LANGUAGES
def test_conflicts_say_who_was_there_before(
    reader: Callable[[str], ApiClient], api: Api, served: SimpleNamespace, language: str
) -> None:
    body = {"set": {"party.status": "ACTIVE"}, "base": {"party.status": "SLEEPING"}}
    refused = reader(language).patch(f"/parties/{served.party.id}", body)
    assert refused.json["conflicts"][0]["changed_by"] == NAME[language]
    api("anna").patch("/session", {"language": language})
    seen = api("anna").post(f"/changes/{served.run}/undo/preview").json["conflict_samples"][0]
    assert (seen["changed_by"], seen["is_changed_by_me"]) == (NAME[language], False)


@LANGUAGES
def test_tasks_notices_and_why(
    reader: Callable[[str], ApiClient], api: Api, served: SimpleNamespace, language: str
) -> None:
    client = reader(language)
    task = client.get(f"/tasks/{Task.objects.get().id}").json
    assert (task["strategy_name"], task["stage_name"]) == (NAME[language], STAGE[language])
    created = next(one for one in feed(client, served.party) if one["kind"] == "task_created")
    assert (created["actor"], created["details"]["stage_name"]) == (NAME[language], STAGE[language])
    moved = next(one for one in feed(client, served.party) if one["kind"] == "strategies.moved")
    assert (moved["actor"], moved["details"]["strategy"]) == (NAME[language], NAME[language])
    why = client.get(f"/strategies/{served.strategy.id}/members/{served.party.id}/why").json
    assert why["strategy"]["name"] == NAME[language]
    assert why["transitions"][-1]["to_name"] == STAGE[language]
    assert Notification.objects.filter(kind="strategy").exists()
    api("anna").patch("/session", {"language": language})
    notices = api("anna").get("/notifications").json["items"]
    assert TITLE[language] in [one["text"] for one in notices]


@LANGUAGES
def test_the_copy_of_the_data(
    reader: Callable[[str], ApiClient], served: SimpleNamespace, language: str
) -> None:
    client = reader(language)
    archive = fetch(client, ask(client, served.party))
    parts = orjson.loads(archive.read("customer.json"))["parts"]
    rows = next(part["items"] for part in parts if part["code"] == "history")
    told = [(one["by"], one["reason"]) for one in rows if one["by_kind"] == "strategy"]
    assert told == [(NAME[language], STAGE[language])]


def test_renamed_and_ended_strategies_stay_readable(
    reader: Callable[[str], ApiClient], served: SimpleNamespace
) -> None:
    client = reader("ru")
    path = f"/strategies/{served.strategy.id}"
    renamed = client.patch(path, {"name": {"en": "Other", "ru": "Другая"}})
    assert renamed.status == 200, renamed.json
    assert client.post(f"{path}/end", {}).status == 200
    assert latest_act(client, served.party) == (NAME["ru"], STAGE["ru"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"actor": NAME, "reason": STAGE}, (NAME["uk"], STAGE["uk"])),
        ({"actor": {"ru": "Одна"}, "reason": {}}, ("Одна", "Stage one")),
        (None, ("Gone", "Stage one")),
    ],
)
def test_what_no_strategy_is_left_of_stays_readable(
    reader: Callable[[str], ApiClient], served: SimpleNamespace, words: Any, told: tuple[str, str]
) -> None:
    """The last one is an act of an older version, which kept no words."""
    act = make_act(new_id(), "Stage one")
    if words:
        ActWords.objects.create(transaction_id=act.id, words=words)
    Change.objects.create(
        party_id=served.party.id,
        transaction_id=act.id,
        entity="party",
        entity_id=served.party.id,
        operation="U",
        diff={"party.status": ["LEAVING", "FORMER"]},
    )
    assert latest_act(reader("uk"), served.party) == told


def test_acts_of_before_get_the_words_of_today(served: SimpleNamespace) -> None:
    """By the stage's name in whichever language it was kept; of an unknown stage its text stays."""
    migration = import_module("kurator.strategies.migrations.0004_words_of_past_acts")
    acts = [make_act(served.strategy.id, reason) for reason in (STAGE["en"], STAGE["ru"], "?")]
    with connection.cursor() as cursor:
        cursor.execute(migration.WORDS)
        cursor.execute(migration.WORDS)
    found = [ActWords.objects.get(transaction_id=act.id).words for act in acts]
    assert [one["actor"] for one in found] == [NAME] * 3
    assert [one["reason"] for one in found] == [STAGE, STAGE, {}]


def test_an_edit_by_hand_keeps_no_words(cast: Cast, api: Api) -> None:
    party = make_party(owner=cast.anna)
    assert api("anna").patch(f"/parties/{party.id}", {"set": {"party.tax_id": "2"}}).status == 200
    assert not ActWords.objects.exists()


def make_act(strategy_id: UUID, reason: str) -> ChangeTransaction:
    return ChangeTransaction.objects.create(
        actor_kind="strategy", actor_id=str(strategy_id), actor_name="Gone", reason=reason
    )


def latest_act(client: ApiClient, party: Party) -> tuple[str, str]:
    row = client.get(f"/parties/{party.id}/history?field=party.status").json["items"][0]
    return row["actor"]["name"], row["reason"]
