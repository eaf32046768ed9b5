"""
Whoever comes back into a stage never has two open tasks of one step; over many steps this is shown by
tests/machines/test_strategies.py.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

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
from kurator.strategies.tests.builders import eq, make_segment, make_strategy, stage
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
