from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from kurator.activities.models import Task
from kurator.activities.tests.builders import make_customer, make_task
from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.parties.models import PartyShare
from kurator.platform.models import OutboxEvent
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]


def in_hours(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


def test_a_task_is_created_completed_and_reopened(api: Api, cast: Cast) -> None:
    party = make_customer(cast.anna.id)
    anna = api("anna")
    body = {"party_id": party.id, "title": "Call about the contract", "due_at": in_hours(1)}
    created = anna.post("/tasks", body)
    assert created.status == 201, created.json
    task = created.json
    assert (task["title"], task["assignee_name"], task["party_name"], task["status"]) == (
        "Call about the contract",
        "Anna Test",
        "Hartwell & Sons Ltd",
        "OPEN",
    )
    done = anna.post(f"/tasks/{task['id']}/complete", {"result": "Renewed"}).json
    assert (done["status"], done["result"], done["closed_by_name"]) == (
        "DONE",
        "Renewed",
        "Anna Test",
    )
    again = anna.post(f"/tasks/{task['id']}/complete", {})
    assert (again.status, again.json["code"]) == (409, "tasks.closed")
    assert anna.post(f"/tasks/{task['id']}/reopen").json["closed_at"] is None
    assert anna.post(f"/tasks/{task['id']}/reopen").json["code"] == "tasks.open"
    topics = list(OutboxEvent.objects.values_list("topic", flat=True))
    assert "tasks.changed" in topics


def test_lists_part_the_open_tasks(api: Api, cast: Cast) -> None:
    party = make_customer(cast.anna.id)
    now = datetime.now(UTC)
    late = make_task(party, cast.anna.id, due_at=now - timedelta(hours=2))
    week = make_task(party, cast.anna.id, due_at=now + timedelta(days=7))
    done = make_task(party, cast.anna.id, status="DONE", closed_at=now, closed_by_id=cast.anna.id)
    make_task(party, cast.boris.id)
    anna = api("anna")

    def ids(query: str) -> list[str]:
        return [task["id"] for task in anna.get(f"/tasks?{query}").json["items"]]

    assert ids("list=overdue") == [str(late.id)]
    assert ids("list=upcoming") == [str(week.id)]
    assert ids("list=done") == [str(done.id)]
    assert ids("") == [str(late.id), str(week.id)]
    assert len(ids(f"assignee=everyone&party_id={party.id}")) == 3
    counts = anna.get("/tasks/counts").json
    assert (counts["overdue"], counts["upcoming"]) == (1, 1)


def test_pages_meet_without_gap(api: Api, cast: Cast) -> None:
    party = make_customer(cast.anna.id)
    due = datetime.now(UTC) + timedelta(days=3)
    made = {str(make_task(party, cast.anna.id, due_at=due).id) for _ in range(5)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = api("anna").get(f"/tasks?limit=2&cursor={cursor}").json
        seen += [task["id"] for task in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert len(seen) == 5
    assert set(seen) == made
    assert api("anna").get("/tasks?cursor=nonsense").status == 422


def test_a_stranger_sees_and_changes_nothing(api: Api, cast: Cast) -> None:
    party = make_customer(cast.anna.id)
    task = make_task(party, cast.anna.id)
    viktor = api("viktor")
    assert viktor.get(f"/tasks/{task.id}").status == 404
    assert viktor.post(f"/tasks/{task.id}/complete", {}).status == 404
    assert viktor.get("/tasks?assignee=everyone").json["items"] == []
    body = {"party_id": party.id, "title": "Mine", "due_at": in_hours(1)}
    assert viktor.post("/tasks", body).status == 404
    assert viktor.post("/notes", {"party_id": party.id, "text": "Mine"}).status == 404
    assert Task.objects.get().status == "OPEN"


def test_an_assignee_sees_his_task_but_not_the_customer(api: Api, cast: Cast) -> None:
    party = make_customer(cast.anna.id)
    task = make_task(party, cast.viktor.id)
    seen = api("viktor").get(f"/tasks/{task.id}").json
    assert (seen["party_name"], seen["party_number"]) == (None, None)
    moved = api("viktor").patch(f"/tasks/{task.id}", {"assignee_id": cast.boris.id})
    assert moved.json["code"] == "tasks.not_your_customer"
    assert api("viktor").post(f"/tasks/{task.id}/complete", {}).status == 200


def test_whoever_reads_by_a_share_hands_no_task_over(api: Api, cast: Cast) -> None:
    party = make_customer(cast.anna.id)
    own, others = make_task(party, cast.viktor.id), make_task(party, cast.anna.id)
    PartyShare.objects.create(party=party, user=cast.viktor, created_by=cast.anna)
    viktor = api("viktor")
    answers = [
        viktor.patch(f"/tasks/{own.id}", {"assignee_id": cast.boris.id}),
        viktor.post(f"/tasks/{others.id}/complete", {}),
        viktor.patch(f"/tasks/{others.id}", {"due_at": in_hours(5)}),
    ]
    refused = [(answer.status, answer.json["code"]) for answer in answers]
    assert refused == [(403, "parties.only_shared")] * 3
    assert viktor.post(f"/tasks/{own.id}/complete", {}).status == 200


def test_the_pool_is_seen_with_its_customers(api: Api, cast: Cast) -> None:
    task = make_task(make_customer(cast.anna.id), NOBODY_ID)
    assert api("boris").get("/tasks/counts").json["pool"] == 1
    assert api("viktor").get("/tasks/counts").json["pool"] == 0
    taken = api("boris").patch(f"/tasks/{task.id}", {"assignee_id": cast.boris.id})
    assert taken.json["assignee_name"] == "Boris Test"


def test_an_unknown_assignee_is_named_at_the_field(api: Api, cast: Cast) -> None:
    party = make_customer(cast.anna.id)
    body = {
        "party_id": party.id,
        "title": "Call",
        "due_at": in_hours(1),
        "assignee_id": new_id(),
    }
    answer = api("anna").post("/tasks", body)
    assert answer.status == 422
    assert answer.json["errors"][0]["loc"] == ["assignee_id"]


def test_what_a_strategy_settled_is_not_changed_by_hand(api: Api, cast: Cast) -> None:
    task = make_task(
        make_customer(cast.anna.id),
        cast.anna.id,
        creator="STRATEGY",
        strategy_name={"en": "Retention"},
        stage_name={"en": "Call"},
    )
    cast_role = cast.anna.roles.get()
    cast_role.permissions = [code for code in cast_role.permissions if code != "tasks.override"]
    cast_role.save()
    refused = api("anna").patch(f"/tasks/{task.id}", {"due_at": in_hours(48)})
    assert (refused.status, refused.json["code"]) == (409, "tasks.set_by_strategy")
    assert "Retention" in refused.json["detail"]
    assert api("anna").post(f"/tasks/{task.id}/cancel", {}).status == 409
    handed = api("arkady").patch(f"/tasks/{task.id}", {"assignee_id": cast.boris.id})
    assert handed.status == 200
    assert api("boris").post(f"/tasks/{task.id}/complete", {}).status == 200


def test_without_permission_nothing_happens(api: Api, cast: Cast) -> None:
    task = make_task(make_customer(cast.nina.id), cast.nina.id)
    assert api("nina").get("/tasks").status == 403
    assert api("nina").post(f"/tasks/{task.id}/complete", {}).status == 403
    assert Task.objects.get().status == "OPEN"
