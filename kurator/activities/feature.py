from kurator.activities.announcements import TASK_ASSIGNED
from kurator.activities.personal_data import NOTE_DATA, TASK_DATA
from kurator.activities.records import NOTE_RECORD, TASK_RECORD
from kurator.activities.retention import NOTICES
from kurator.activities.sections import NOTES, SECTION, TASK_EVENTS
from kurator.activities.steps import CREATE_TASK, NOTIFY
from kurator.activities.tasks import (
    deliver_assignments,
    deliver_notices,
    run_reminders,
)
from kurator.platform.features import EventTopic, Feature, Loop, Permission
from kurator.platform.notices import NOTICE_WANTED
from kurator.platform.outbox import Subscriber

FEATURE = Feature(
    name="activities",
    permission_headings={
        "tasks": {"en": "Tasks", "ru": "Задачи", "uk": "Завдання"},
        "notes": {"en": "Notes", "ru": "Заметки", "uk": "Нотатки"},
    },
    permissions=[
        Permission(
            "tasks.view", {"en": "See tasks", "ru": "Видеть задачи", "uk": "Бачити завдання"}
        ),
        Permission(
            "tasks.edit",
            {
                "en": "Create, hand over and close tasks",
                "ru": "Ставить, передавать и закрывать задачи",
                "uk": "Ставити, передавати й закривати завдання",
            },
        ),
        Permission(
            "tasks.override",
            {
                "en": "Postpone, hand over and cancel tasks set by a strategy",
                "ru": "Переносить, передавать и отменять задачи стратегий",
                "uk": "Переносити, передавати й скасовувати завдання стратегій",
            },
        ),
        Permission(
            "notes.edit", {"en": "Write notes", "ru": "Писать заметки", "uk": "Писати нотатки"}
        ),
    ],
    steps=[CREATE_TASK, NOTIFY],
    subscribers=[
        Subscriber("tell_assignees", frozenset({TASK_ASSIGNED}), deliver_assignments),
        Subscriber("tell_people", frozenset({NOTICE_WANTED}), deliver_notices),
    ],
    loops=[Loop("task_reminders", run_reminders)],
    card_sections=[SECTION],
    feed_sources=[TASK_EVENTS, NOTES],
    inner_topics={
        "tasks.assigned": {
            "en": "A task was given to somebody",
            "ru": "Задачу поручили сотруднику",
            "uk": "Завдання доручили співробітнику",
        },
        "notifications.created": {
            "en": "Notices for colleagues",
            "ru": "Уведомления сотрудникам",
            "uk": "Сповіщення співробітникам",
        },
        "notices.wanted": {
            "en": "A notice is to be written",
            "ru": "Нужно написать уведомление",
            "uk": "Потрібно написати сповіщення",
        },
    },
    topics=[
        EventTopic(
            "tasks.changed",
            {
                "en": "Tasks of customers changed",
                "ru": "Задачи клиентов изменились",
                "uk": "Завдання клієнтів змінилися",
            },
            "tasks.view",
        ),
    ],
    retention=[NOTICES],
    personal_data=[TASK_DATA, NOTE_DATA],
    record_kinds=[TASK_RECORD, NOTE_RECORD],
)
