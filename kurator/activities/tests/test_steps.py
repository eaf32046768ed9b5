from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from kurator.activities.models import Notification, Task
from kurator.activities.steps import CREATE_TASK, NOTIFY
from kurator.activities.tests.builders import NOW, make_customer
from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.parties.models import Party
from kurator.platform.models import OutboxEvent
from kurator.platform.steps import StepRun
from tests.cast import Cast

STRATEGY_ID = new_id()


def runs_for(parties: Sequence[Party]) -> list[StepRun]:
    return [
        StepRun(
            key=f"intent:{party.id}",
            party_id=party.id,
            strategy_id=STRATEGY_ID,
            strategy_name={"en": "Retention", "ru": "Удержание", "uk": "Утримання"},
            stage_name={"en": "Call", "ru": "Звонок", "uk": "Дзвінок"},
            due_at=NOW,
        )
        for party in parties
    ]


def task_parameters(**over: Any) -> dict[str, Any]:
    title = {"en": "Offer a renewal", "ru": "Предложить продление", "uk": "Запропонувати"}
    due_in = {"n": 2, "unit": "day"}
    return {"title": title, "due_in": due_in, "assignee": "owner", **over}


def test_each_customer_gets_one_task_however_often_the_step_runs(cast: Cast) -> None:
    runs = runs_for([make_customer(cast.anna.id) for _ in range(3)])
    CREATE_TASK.run(runs, task_parameters(), NOW)
    CREATE_TASK.run(runs, task_parameters(), NOW)
    tasks = list(Task.objects.all())
    assert len(tasks) == 3
    assert {task.assignee_id for task in tasks} == {cast.anna.id}
    assert {task.due_at for task in tasks} == {NOW + timedelta(days=2)}
    assert tasks[0].strategy_name == {"en": "Retention", "ru": "Удержание", "uk": "Утримання"}


def test_without_owner_the_fallback_or_the_pool(cast: Cast) -> None:
    customer = make_customer(NOBODY_ID)
    CREATE_TASK.run(runs_for([customer]), task_parameters(), NOW)
    assert Task.objects.get().assignee_id == NOBODY_ID
    other = make_customer(NOBODY_ID)
    CREATE_TASK.run(runs_for([other]), task_parameters(fallback=str(cast.boris.id)), NOW)
    assert Task.objects.get(party=other).assignee_id == cast.boris.id


def test_thousands_of_runs_are_one_event(cast: Cast) -> None:
    parties = Party.objects.bulk_create(
        Party(number=900_000 + n, name={"en": str(n)}, owner_id=cast.anna.id) for n in range(2000)
    )
    before = OutboxEvent.objects.count()
    CREATE_TASK.run(runs_for(parties), task_parameters(), NOW)
    assert Task.objects.count() == 2000
    assert OutboxEvent.objects.count() == before + 1


def test_the_owner_is_notified_once_and_nobody_never(cast: Cast) -> None:
    runs = runs_for([make_customer(cast.anna.id), make_customer(NOBODY_ID)])
    parameters = {"text": {"en": "Look at this customer"}, "recipient": "owner"}
    NOTIFY.run(runs, parameters, NOW)
    NOTIFY.run(runs, parameters, NOW)
    assert [notice.user_id for notice in Notification.objects.all()] == [cast.anna.id]


@pytest.mark.parametrize(
    ("over", "loc"),
    [
        ({"title": {"en": " "}}, ("title",)),
        ({"title": {"de": "Anrufen"}}, ("title", "de")),
        ({"due_in": {"n": 0, "unit": "day"}}, ("due_in",)),
        ({"due_in": {"n": True, "unit": "day"}}, ("due_in",)),
        ({"due_in": {"n": 2, "unit": "year"}}, ("due_in",)),
        ({"due_in": {"n": 10**9, "unit": "day"}}, ("due_in",)),
        ({"due_in": None}, ("due_in",)),
        ({"assignee": "boss"}, ("assignee",)),
        ({"assignee": None}, ("assignee",)),
        ({"assignee": str(NOBODY_ID)}, ("assignee",)),
        ({"fallback": str(new_id())}, ("fallback",)),
    ],
)
def test_wrong_parameters_are_named(cast: Cast, over: dict[str, Any], loc: tuple[str, ...]) -> None:
    assert [problem.loc for problem in CREATE_TASK.check(task_parameters(**over))] == [loc]


def test_right_parameters_pass(cast: Cast) -> None:
    assert not CREATE_TASK.check(task_parameters(fallback=str(cast.boris.id)))
    assert not NOTIFY.check({"text": {"uk": "Так"}, "recipient": str(cast.anna.id)})


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Create the task “Offer a renewal” for the customer's owner, due in 2 days"),
        (
            "ru",
            "Поставить задачу «Предложить продление», исполнитель: владелец клиента, срок: 2 дня",
        ),
    ],
)
def test_sentence(cast: Cast, language: str, expected: str) -> None:
    assert CREATE_TASK.sentence(task_parameters(), language) == expected
