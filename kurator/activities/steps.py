"""
Steps of scenarios: create a task, notify a colleague.

create_task: {"title": {"ru", "uk", "en"}, "due_in": {"n": 2, "unit": "day"}, "assignee": "owner"
or a user's id, "fallback": a user's id or null}. notify: {"text": {...}, "recipient", "fallback"}.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from kurator.activities.automation import Recipient, create_tasks_for_runs, notify_for_runs
from kurator.activities.selectors import find_person_name, is_unknown_person
from kurator.expressions.nodes import RelativeNow, Unit
from kurator.expressions.types import Lang
from kurator.expressions.wording import duration, quoted
from kurator.kernel.errors import FieldProblem
from kurator.kernel.ids import NOBODY_ID
from kurator.kernel.localized import LANGUAGES, LocalizedText, text_in
from kurator.platform.steps import Step, StepParameter, StepRun

OWNER = "owner"
UNITS = ("minute", "hour", "day", "week")
LONGEST = timedelta(days=3660)
MAX_TEXT = 500

TEXT_MISSING: LocalizedText = {
    "en": "Write the text in at least one language.",
    "ru": "Напишите текст хотя бы на одном языке.",
    "uk": "Напишіть текст хоча б однією мовою.",
}
TEXT_WRONG: LocalizedText = {
    "en": "Each language needs a text of at most 500 characters.",
    "ru": "На каждом языке нужен текст не длиннее 500 знаков.",
    "uk": "Кожною мовою потрібен текст не довший за 500 знаків.",
}
DURATION_WRONG: LocalizedText = {
    "en": "Give a term from 1 minute to 10 years: a whole number and a unit.",
    "ru": "Укажите срок от 1 минуты до 10 лет: целое число и единицу.",
    "uk": "Укажіть строк від 1 хвилини до 10 років: ціле число й одиницю.",
}
PERSON_WRONG: LocalizedText = {
    "en": "Choose the customer's owner or a colleague who is active.",
    "ru": "Выберите владельца клиента или работающего сотрудника.",
    "uk": "Виберіть власника клієнта або співробітника, який працює.",
}


def _text_problems(parameters: Mapping[str, Any], code: str) -> Iterator[FieldProblem]:
    texts = parameters.get(code)
    if not isinstance(texts, Mapping) or not any(str(text).strip() for text in texts.values()):
        yield FieldProblem((code,), "steps.text_missing", TEXT_MISSING)
        return
    for language, text in texts.items():
        if language not in LANGUAGES or not isinstance(text, str) or len(text) > MAX_TEXT:
            yield FieldProblem((code, str(language)), "steps.text_wrong", TEXT_WRONG)


def _duration_problems(parameters: Mapping[str, Any]) -> Iterator[FieldProblem]:
    due_in = parameters.get("due_in")
    is_right = (
        isinstance(due_in, Mapping)
        and type(due_in.get("n")) is int
        and due_in.get("unit") in UNITS
        and 0 < due_in["n"] < 6_000_000
        and _term(due_in) <= LONGEST
    )
    if not is_right:
        yield FieldProblem(("due_in",), "steps.duration_wrong", DURATION_WRONG)


def _term(due_in: Mapping[str, Any]) -> timedelta:
    return timedelta(**{f"{due_in['unit']}s": due_in["n"]})


def _person_problems(parameters: Mapping[str, Any], code: str) -> Iterator[FieldProblem]:
    chosen, fallback = parameters.get(code), parameters.get("fallback")
    if chosen != OWNER and not _is_colleague(chosen):
        yield FieldProblem((code,), "steps.person_wrong", PERSON_WRONG)
    if fallback and not _is_colleague(fallback):
        yield FieldProblem(("fallback",), "steps.person_wrong", PERSON_WRONG)


def _is_colleague(value: object) -> bool:
    try:
        user_id = UUID(str(value))
    except ValueError:
        return False
    return user_id != NOBODY_ID and not is_unknown_person(user_id)


def _recipient(parameters: Mapping[str, Any], code: str) -> Recipient:
    chosen, fallback = parameters[code], parameters.get("fallback")
    return Recipient(
        user_id=None if chosen == OWNER else UUID(chosen),
        fallback_id=UUID(fallback) if fallback else NOBODY_ID,
    )


def _person_words(value: object, language: str, words: LocalizedText) -> str:
    return words[language] if value == OWNER else find_person_name(UUID(str(value)))


def _run_create_task(runs: Sequence[StepRun], parameters: Mapping[str, Any], now: datetime) -> None:
    create_tasks_for_runs(
        runs=runs,
        title=parameters["title"],
        due_in=_term(parameters["due_in"]),
        recipient=_recipient(parameters, "assignee"),
        now=now,
    )


def _check_create_task(parameters: Mapping[str, Any]) -> list[FieldProblem]:
    return [
        *_text_problems(parameters, "title"),
        *_duration_problems(parameters),
        *_person_problems(parameters, "assignee"),
    ]


TASK_SENTENCE: LocalizedText = {
    "en": "Create the task {title} for {person}, due in {term}",
    "ru": "Поставить задачу {title}, исполнитель: {person}, срок: {term}",
    "uk": "Поставити завдання {title}, виконавець: {person}, строк: {term}",
}
ASSIGNEE_OWNER: LocalizedText = {
    "en": "the customer's owner",
    "ru": "владелец клиента",
    "uk": "власник клієнта",
}


def _say_create_task(parameters: Mapping[str, Any], language: str) -> str:
    due_in, lang = parameters["due_in"], cast(Lang, language)
    return TASK_SENTENCE[language].format(
        title=quoted(text_in(parameters["title"], language), lang),
        person=_person_words(parameters["assignee"], language, ASSIGNEE_OWNER),
        term=duration(RelativeNow(due_in["n"], Unit(due_in["unit"])), lang),
    )


def _run_notify(runs: Sequence[StepRun], parameters: Mapping[str, Any], now: datetime) -> None:
    recipient = _recipient(parameters, "recipient")
    notify_for_runs(runs=runs, texts=parameters["text"], recipient=recipient, now=now)


def _check_notify(parameters: Mapping[str, Any]) -> list[FieldProblem]:
    return [*_text_problems(parameters, "text"), *_person_problems(parameters, "recipient")]


NOTIFY_SENTENCE: LocalizedText = {
    "en": "Notify {person}: {text}",
    "ru": "Уведомить: {person}, текст {text}",
    "uk": "Сповістити: {person}, текст {text}",
}


def _say_notify(parameters: Mapping[str, Any], language: str) -> str:
    return NOTIFY_SENTENCE[language].format(
        person=_person_words(parameters["recipient"], language, ASSIGNEE_OWNER),
        text=quoted(text_in(parameters["text"], language), cast(Lang, language)),
    )


FALLBACK = StepParameter(
    "fallback",
    "user",
    {
        "en": "If the customer has no owner",
        "ru": "Если владельца нет",
        "uk": "Якщо власника немає",
    },
    is_required=False,
)
CREATE_TASK = Step(
    code="create_task",
    label={"en": "Create a task", "ru": "Поставить задачу", "uk": "Поставити завдання"},
    run=_run_create_task,
    check=_check_create_task,
    sentence=_say_create_task,
    icon="task",
    parameters=[
        StepParameter(
            "title",
            "localized_text",
            {"en": "What to do", "ru": "Что сделать", "uk": "Що зробити"},
        ),
        StepParameter(
            "due_in", "duration", {"en": "Due in", "ru": "Срок через", "uk": "Строк через"}
        ),
        StepParameter(
            "assignee",
            "person",
            {"en": "Assignee", "ru": "Исполнитель", "uk": "Виконавець"},
        ),
        FALLBACK,
    ],
)
NOTIFY = Step(
    code="notify",
    label={
        "en": "Notify a colleague",
        "ru": "Уведомить сотрудника",
        "uk": "Сповістити співробітника",
    },
    run=_run_notify,
    check=_check_notify,
    sentence=_say_notify,
    icon="bell",
    parameters=[
        StepParameter("text", "localized_text", {"en": "Text", "ru": "Текст", "uk": "Текст"}),
        StepParameter("recipient", "person", {"en": "Whom", "ru": "Кого", "uk": "Кого"}),
        FALLBACK,
    ],
)
