"""Whoever comes back into a stage never has two open tasks of one step."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurator.access.selectors import find_viewer
from kurator.access.types import Viewer
from kurator.activities.errors import TaskSetAnew
from kurator.activities.models import Task
from kurator.activities.services import complete_task, reopen_task
from kurator.kernel.ids import new_id
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.strategies.engine.scenarios import carry_out_due
from kurator.strategies.models import Intent
from kurator.strategies.services.lifecycle import activate_strategy, change_draft
from kurator.strategies.tests.builders import eq, make_segment, make_strategy, stage, wait_step
from kurator.strategies.tests.test_engine import turn
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _viewer(cast: Cast) -> Viewer:
    viewer = find_viewer(cast.anna.id)
    assert viewer is not None
    return viewer


def task_step(title: str) -> dict[str, Any]:
    parameters = {"title": {"en": title}, "due_in": {"n": 2, "unit": "day"}, "assignee": "owner"}
    return {"uid": str(new_id()), "step": "create_task", "parameters": parameters}


def move(party: Party, status: str, now: datetime) -> None:
    Party.objects.filter(id=party.id).update(status=status)
    turn(now)
    carry_out_due(now)


def test_the_open_task_goes_on_with_its_term(cast: Cast) -> None:
    party = make_party(owner=cast.anna, status="NEW")
    make_strategy(
        make_segment(eq("party.kind", "PERSON")),
        [stage("Call", eq("party.status", "LEAVING"), [task_step("Call"), task_step("Write")])],
        now=NOW,
    )
    turn(NOW)
    for day, status in enumerate(["LEAVING", "ACTIVE", "LEAVING"]):
        move(party, status, NOW + timedelta(days=day))
    tasks = Task.objects.order_by("title")
    assert [(task.title["en"], task.due_at) for task in tasks] == [
        ("Call", NOW + timedelta(days=2)),
        ("Write", NOW + timedelta(days=2)),
    ]
    assert set(Intent.objects.values_list("status", flat=True)) == {"DONE"}


def test_a_task_that_was_done_is_set_anew_and_the_old_one_stays_closed(cast: Cast) -> None:
    party = make_party(owner=cast.anna, status="NEW")
    make_strategy(
        make_segment(eq("party.kind", "PERSON")),
        [stage("Call", eq("party.status", "LEAVING"), [task_step("Call")])],
        now=NOW,
    )
    turn(NOW)
    move(party, "LEAVING", NOW)
    first = Task.objects.get()
    complete_task(viewer=_viewer(cast), task_id=first.id, now=NOW)
    move(party, "ACTIVE", NOW + timedelta(hours=1))
    move(party, "LEAVING", NOW + timedelta(hours=2))
    assert Task.objects.filter(status="OPEN").exclude(id=first.id).count() == 1
    with pytest.raises(TaskSetAnew):
        reopen_task(viewer=_viewer(cast), task_id=first.id)


def test_the_open_task_gets_the_words_of_the_strategy_as_it_is_now(cast: Cast) -> None:
    party = make_party(owner=cast.anna, status="NEW")
    step = task_step("Call")
    strategy = make_strategy(
        make_segment(eq("party.kind", "PERSON")),
        [stage("Call", eq("party.status", "LEAVING"), [step])],
        now=NOW,
    )
    turn(NOW)
    move(party, "LEAVING", NOW)
    step["parameters"]["title"] = {"en": "Call and offer"}
    later = NOW + timedelta(hours=1)
    draft = {**strategy.draft, "stages": [{**strategy.draft["stages"][0], "steps": [step]}]}
    change_draft(
        strategy_id=strategy.id, name=None, draft=draft, revision=None, viewer=None, now=later
    )
    activate_strategy(strategy_id=strategy.id, viewer=None, now=later)
    move(party, "ACTIVE", later)
    move(party, "LEAVING", later + timedelta(hours=1))
    assert [task.title for task in Task.objects.all()] == [{"en": "Call and offer"}]


acts = st.lists(
    st.tuples(
        st.sampled_from(["NEW", "LEAVING", "SLEEPING", "complete", "reopen"]),
        st.integers(1, 30),  # hours that pass before
    ),
    min_size=2,
    max_size=10,
)


@given(acts=acts)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_never_two_open_tasks_of_one_step(acts: Any, cast: Cast) -> None:
    with transaction.atomic():
        party = make_party(owner=cast.anna, status="NEW")
        make_strategy(
            make_segment(eq("party.kind", "PERSON")),
            [
                stage(
                    "Call",
                    eq("party.status", "LEAVING"),
                    [task_step("Call"), wait_step(1), task_step("Write")],
                ),
                stage("Wake", eq("party.status", "SLEEPING"), [task_step("Wake")]),
            ],
            now=NOW,
        )
        now = NOW
        for what, hours in acts:
            now += timedelta(hours=hours)
            if what in ("complete", "reopen"):
                _by_hand(what, _viewer(cast), now)
            else:
                move(party, what, now)
            assert_one_open_each()
        transaction.set_rollback(True)


def _by_hand(what: str, anna: Viewer, now: datetime) -> None:
    status = "OPEN" if what == "complete" else "DONE"
    task = Task.objects.filter(status=status).order_by("id").first()
    if task is None:
        return
    if what == "complete":
        complete_task(viewer=anna, task_id=task.id, now=now)
        return
    try:
        reopen_task(viewer=anna, task_id=task.id)
    except TaskSetAnew:
        return


def assert_one_open_each() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM activities_task WHERE status = 'OPEN'"
            " GROUP BY party_id, split_part(source_key, ':', 4)"
        )
        assert {row[0] for row in cursor.fetchall()} <= {1}
