from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kurator.access.types import Scope, Viewer
from kurator.activities import services
from kurator.activities.sections import load_notes, load_open_tasks, load_task_events
from kurator.activities.tests.builders import NOW, make_customer, make_task
from kurator.platform.features import permissions
from tests.cast import Cast


def viewer_of(cast: Cast) -> Viewer:
    return Viewer(
        user_id=cast.anna.id,
        name="Anna Test",
        language="ru",
        permissions=frozenset(permissions()),
        scope=Scope.OWN,
        owner_ids=(cast.anna.id,),
    )


def test_the_card_shows_open_tasks_with_counts(cast: Cast) -> None:
    party = make_customer(cast.anna.id)
    viewer = viewer_of(cast)
    make_task(party, cast.anna.id, due_at=datetime.now(UTC) - timedelta(days=1))
    make_task(party, cast.boris.id)
    section = load_open_tasks(viewer, party.id)
    assert (section["open_count"], section["overdue_count"]) == (2, 1)
    assert section["items"][0]["title"] == "Перезвонить"
    assert load_open_tasks(replace(viewer, permissions=frozenset()), party.id) is None


def test_the_feed_tells_what_was_set_and_done(cast: Cast) -> None:
    party, viewer = make_customer(cast.anna.id), viewer_of(cast)
    task = make_task(party, cast.anna.id)
    done_at = NOW + timedelta(hours=3)
    services.complete_task(viewer=viewer, task_id=task.id, now=done_at, result="Продлил")
    services.add_note(viewer=viewer, party_id=party.id, text="Просил счёт", now=NOW)
    later = done_at + timedelta(days=1)
    events = load_task_events(viewer, party.id, later, 10)
    assert [(event.kind, event.at) for event in events] == [
        ("task_closed", done_at),
        ("task_created", NOW),
    ]
    assert events[0].details["result"] == "Продлил"
    assert [event.kind for event in load_task_events(viewer, party.id, done_at, 10)] == [
        "task_created"
    ]
    assert [note.details["text"] for note in load_notes(viewer, party.id, later, 10)] == [
        "Просил счёт"
    ]
