"""The administrator's page: what is shown, what can be done about it, and who may."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from kurator.operations.models import BackupRun
from kurator.platform.dispatcher import dispatch_once
from kurator.platform.models import OutboxEvent
from kurator.platform.outbound import pause_outbound
from kurator.strategies.models import Intent, Strategy
from kurator.tracking.models import SecurityEvent
from kurator.tracking.security import note_security_event
from kurator.webhooks.models import Delivery, Webhook
from tests.api.operated import make_intent
from tests.api.world import World, make_world
from tests.cast import Cast
from tests.client import ApiClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def waiting(api: Callable[[str], ApiClient], code: str) -> dict[str, Any]:
    shown = api("arkady").get("/operations").json
    found: dict[str, Any] = next(one for one in shown["queues"] if one["code"] == code)
    return found | {"attention": shown["attention"]}


def test_steps_that_are_not_due_do_not_wait(world: World, api: Callable[[str], ApiClient]) -> None:
    assert world.running is not None
    Intent.objects.filter(status="PLANNED").delete()
    make_intent(world.ids["party_id"], world.running, status="PLANNED", seq=97)
    Intent.objects.filter(seq=97).update(due_at=datetime.now(UTC) + timedelta(hours=1))
    assert waiting(api, "actions")["waiting"] == 0
    Intent.objects.filter(seq=97).update(due_at=datetime.now(UTC) - timedelta(minutes=20))
    due = waiting(api, "actions")
    assert due["waiting"] == 1
    assert 1200 <= due["oldest_seconds"] < 1260


def test_an_altered_past_needs_a_person(world: World, api: Callable[[str], ApiClient]) -> None:
    assert "altered" not in api("arkady").get("/operations").json["attention"]
    note_security_event("audit.seal_broken", subject="changes")
    assert "altered" in api("arkady").get("/operations").json["attention"]
    note_security_event("audit.seals_verified", details={"days": 3})
    assert "altered" not in api("arkady").get("/operations").json["attention"]


def test_messages_that_a_webhook_does_not_take_need_a_person(
    world: World, api: Callable[[str], ApiClient]
) -> None:
    hook = Webhook.objects.create(
        name="Deaf", url="https://deaf.example", topics=[], secret=b"s", owner_id=world.cast.anna.id
    )
    now = datetime.now(UTC)
    Delivery.objects.filter(state="WAITING").delete()
    Delivery.objects.create(
        webhook=hook, topic="parties.changed", payload={}, attempts=3,
        created_at=now - timedelta(minutes=6), next_at=now + timedelta(hours=1),
        expires_at=now + timedelta(days=1),
    )  # fmt: skip
    queue = waiting(api, "webhooks")
    assert (queue["waiting"], "webhooks" in queue["attention"]) == (1, True)
    assert queue["oldest_seconds"] >= 360
    Webhook.objects.filter(id=hook.id).update(is_active=False)
    assert waiting(api, "webhooks")["waiting"] == 0


def kinds() -> list[str]:
    return list(SecurityEvent.objects.order_by("id").values_list("kind", flat=True))


def test_the_overview_names_what_needs_a_person(
    world: World, api: Callable[[str], ApiClient]
) -> None:
    shown = api("arkady").get("/operations").json
    assert {"held", "failed_actions", "dead_events", "failed_jobs"} <= set(shown["attention"])
    queues = {one["code"]: one for one in shown["queues"]}
    assert queues["outbox"]["failed"] == 1
    assert queues["actions"]["failed"] == 1
    assert queues["jobs:default"]["failed"] == 1
    assert shown["people"] >= 1
    assert shown["disk"]["total"] > shown["disk"]["free"] > 0
    assert shown["database"]["connections"] >= 1


def test_an_action_is_repeated_or_settled_with_a_reason(
    world: World, api: Callable[[str], ApiClient]
) -> None:
    arkady = api("arkady")
    assert world.running is not None
    unknown = make_intent(world.ids["party_id"], world.running, status="UNKNOWN", seq=98)
    listed = arkady.get("/operations/actions").json["items"]
    assert {one["status"] for one in listed} == {"FAILED", "UNKNOWN"}
    assert {one["step"] for one in listed} == {"add_tag"}
    path = f"/operations/actions/{unknown}/settle"
    assert arkady.post(path, {"outcome": "done", "reason": "  "}).status == 422
    assert arkady.post(path, {"outcome": "done", "reason": "Seen at the peer"}).status == 200
    late = arkady.post(path, {"outcome": "retry", "reason": "Again"})
    assert (late.status, late.json["code"]) == (409, "strategies.action_settled")
    failed = f"/operations/actions/{world.ids['action_key']}/settle"
    assert arkady.post(failed, {"outcome": "retry", "reason": "The peer is back"}).status == 200
    found = dict(Intent.objects.filter(seq__in=(98, 99)).values_list("seq", "status"))
    assert found == {98: "DONE", 99: "PLANNED"}
    noted = SecurityEvent.objects.filter(kind="operations.action_settled").order_by("at", "id")
    assert [one.details["outcome"] for one in noted] == ["done", "retry"]
    assert noted[0].details["reason"] == "Seen at the peer"
    assert (
        arkady.post(
            "/operations/actions/nonsense/settle", {"outcome": "done", "reason": "x"}
        ).status
        == 404
    )


def test_what_an_ended_strategy_wanted_is_not_repeated(
    world: World, api: Callable[[str], ApiClient]
) -> None:
    arkady = api("arkady")
    Strategy.objects.update(state="ENDED")
    path = f"/operations/actions/{world.ids['action_key']}/settle"
    refused = arkady.post(path, {"outcome": "retry", "reason": "Again"})
    assert (refused.status, refused.json["code"]) == (409, "strategies.ended")
    assert arkady.post(path, {"outcome": "cancel", "reason": "Too late"}).status == 200


def test_a_dead_event_is_replayed_and_delivered(
    world: World, api: Callable[[str], ApiClient]
) -> None:
    """A poison message stops only itself; once its cause is gone it goes its way."""
    arkady, event = api("arkady"), world.ids["event_id"]
    assert [one["id"] for one in arkady.get("/operations/events").json["items"]] == [str(event)]
    assert arkady.post(f"/operations/events/{event}/replay").status == 200
    assert arkady.post(f"/operations/events/{event}/replay").status == 404
    while dispatch_once():
        pass
    assert not OutboxEvent.objects.filter(id=event).exists()


def test_a_failed_job_and_one_of_a_silent_worker_run_again(
    world: World, api: Callable[[str], ApiClient]
) -> None:
    arkady = api("arkady")
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            "  VALUES (now() - interval '1 hour') RETURNING id)"
            " INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id)"
            " SELECT 'default', 'imports.run', 'doing', id FROM w RETURNING id"
        )
        stalled = cursor.fetchone()[0]
    listed = {one["id"]: one["is_stalled"] for one in arkady.get("/operations/jobs").json["items"]}
    assert listed == {world.ids["job_id"]: False, stalled: True}
    for job in listed:
        assert arkady.post(f"/operations/jobs/{job}/retry").status == 200
    assert arkady.get("/operations/jobs").json["items"] == []
    assert arkady.post(f"/operations/jobs/{stalled}/retry").status == 404


@pytest.mark.parametrize(
    ("language", "step", "event", "job"),
    [
        ("en", "Add a tag", "Files of customers changed", "Import of a file"),
        ("ru", "Добавить тег", "Файлы клиентов изменились", "Импорт файла"),
        ("uk", "Додати тег", "Файли клієнтів змінилися", "Імпорт файлу"),
    ],
)
def test_what_failed_has_names_and_no_codes(
    world: World, api: Callable[[str], ApiClient], language: str, step: str, event: str, job: str
) -> None:
    assert world.running is not None
    arkady = api("arkady")
    arkady.patch("/session", {"language": language})
    make_intent(world.ids["party_id"], world.running, status="FAILED", seq=96)
    OutboxEvent.objects.create(topic="files.changed", payload={}, is_dead=True, attempts=5)
    OutboxEvent.objects.create(topic="gone.changed", payload={}, is_dead=True, attempts=5)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " VALUES ('long', 'imports.run', '{}', 'failed', 3)"
        )
    steps = {one["step_label"] for one in arkady.get("/operations/actions").json["items"]}
    events = {one["topic"]: one["label"] for one in arkady.get("/operations/events").json["items"]}
    jobs = {one["task"]: one["label"] for one in arkady.get("/operations/jobs").json["items"]}
    assert step in steps
    assert (events["files.changed"], events["gone.changed"]) == (event, "gone.changed")
    assert jobs["imports.run"] == job


def test_a_backup_is_asked_for_once(world: World, api: Callable[[str], ApiClient]) -> None:
    arkady = api("arkady")
    assert arkady.post("/operations/backups").status == 202
    again = arkady.post("/operations/backups")
    assert (again.status, again.json["code"]) == (409, "operations.backup_under_way")
    run = BackupRun.objects.get()
    assert (run.state, run.requested_by) == ("WAITING", "Arkady Test")
    shown = arkady.get("/operations/backups").json
    assert [one["state"] for one in shown["runs"]] == ["WAITING"]
    assert "operations.backup_requested" in kinds()


def test_everybody_is_told_of_the_hold_and_who_may_releases_it(
    world: World, api: Callable[[str], ApiClient]
) -> None:
    assert api("nina").get("/operations/held").json["pause"]["reason"] == "restored"
    assert api("nina").post("/operations/held/release").status == 403
    assert api("arkady").post("/operations/held/release").status == 200
    assert api("nina").get("/operations/held").json == {"pause": None}
    assert api("arkady").post("/operations/held/release").status == 409


def test_while_held_no_scenario_acts(cast: Cast) -> None:
    from kurator.strategies.engine.outward import send_ready
    from kurator.strategies.engine.scenarios import carry_out_due

    pause_outbound(reason="restored", restored_to=None, now=datetime.now(UTC))
    world = make_world(cast)
    assert world.running is not None
    make_intent(world.ids["party_id"], world.running, status="PLANNED", seq=97)
    assert carry_out_due() == 0
    assert send_ready() == 0
    assert Intent.objects.get(seq=97).status == "PLANNED"


@pytest.mark.parametrize("path", ["events", "jobs", "security"])
def test_the_database_asks_for_the_permission_itself(
    world: World, api: Callable[[str], ApiClient], path: str
) -> None:
    """Even a page that forgot to ask would be shown nothing."""
    from kurator.access.policies import SCOPED
    from kurator.platform.context import Context, open_scope

    calls = {
        "events": "k.dead_events()",
        "jobs": "k.troubled_jobs()",
        "security": "k.told_security_notes('')",
    }
    for user, expected in ((world.cast.arkady, True), (world.cast.nina, False)):
        with open_scope(Context(uid=str(user.id)), role=SCOPED), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {calls[path]}")
            assert bool(cursor.fetchone()[0]) is expected or path == "security"
