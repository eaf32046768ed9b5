from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from kurator.activities.models import Notification
from kurator.activities.notices import remind_of_deadlines
from kurator.activities.tests.builders import make_customer, make_task
from kurator.platform.dispatcher import dispatch_once
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]


def test_a_colleague_hears_of_the_task_he_was_given(api: Api, cast: Cast) -> None:
    party = make_customer(cast.anna.id)
    due = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    body = {
        "party_id": party.id,
        "title": "Visit",
        "due_at": due,
        "assignee_id": cast.boris.id,
    }
    assert api("anna").post("/tasks", body).status == 201
    dispatch_once()
    boris = api("boris")
    notices = boris.get("/notifications").json["items"]
    assert [(notice["text"], notice["party_name"]) for notice in notices] == [
        ("Anna Test gave you a task: Visit", "Hartwell & Sons Ltd")
    ]
    assert boris.get("/tasks/counts").json["unread_notifications"] == 1
    assert api("anna").get("/notifications").json["items"] == []
    assert boris.post("/notifications/read", {}).json == {"count": 1}
    assert boris.get("/tasks/counts").json["unread_notifications"] == 0


def test_nobody_marks_a_colleagues_notices(api: Api, cast: Cast) -> None:
    make_task(make_customer(cast.anna.id), cast.anna.id, due_at=datetime.now(UTC))
    remind_of_deadlines(now=datetime.now(UTC), looking_back=timedelta(days=1))
    notice = Notification.objects.get()
    assert api("boris").post("/notifications/read", {"ids": [notice.id]}).json == {"count": 0}
    assert api("anna").post("/notifications/read", {"ids": [notice.id]}).json == {"count": 1}


def test_a_deadline_is_announced_once_and_anew_when_moved(cast: Cast) -> None:
    now = datetime.now(UTC)
    task = make_task(make_customer(cast.anna.id), cast.anna.id, due_at=now - timedelta(minutes=1))
    make_task(make_customer(cast.anna.id), cast.anna.id, due_at=now - timedelta(days=30))
    day = timedelta(days=1)
    assert remind_of_deadlines(now=now, looking_back=day) == 1
    assert remind_of_deadlines(now=now, looking_back=day) == 0
    task.due_at = now + timedelta(minutes=5)
    task.save()
    assert remind_of_deadlines(now=now + timedelta(minutes=6), looking_back=day) == 1


def test_a_key_reads_no_notices(api: Api, cast: Cast) -> None:
    """They name tasks and customers, also to a key that may see neither."""
    made = api("anna").post("/keys", {"name": "Robot", "scopes": ["segments.view"]}).json
    bearer, program = {"Authorization": f"Bearer {made['secret']}"}, ApiClient()
    answers = [
        program.get("/notifications", **bearer),
        program.post("/notifications/read", {}, **bearer),
    ]
    assert [(a.status, a.json["code"]) for a in answers] == [(403, "access.key_not_enough")] * 2
