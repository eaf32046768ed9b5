"""What strategies and the clock do for many customers at once: always exactly once per key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from kurator.activities.announcements import (
    NOTIFICATIONS_CREATED,
    announce_people,
    announce_tasks,
)
from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.kernel.localized import LANGUAGES, LocalizedText
from kurator.platform.outbox import Delivery
from kurator.platform.steps import StepRun


@dataclass(frozen=True)
class Recipient:
    """`user_id` None = the owner of the customer; `fallback_id` stands in when he has none."""

    user_id: UUID | None = None
    fallback_id: UUID = NOBODY_ID


_PERSON = """CASE WHEN %(user)s::uuid IS NOT NULL THEN %(user)s::uuid
       WHEN p.owner_id <> %(nobody)s THEN p.owner_id ELSE %(fallback)s::uuid END"""
_RUNS = """unnest(%(ids)s::uuid[], %(keys)s::text[], %(parties)s::uuid[], %(strategies)s::uuid[],
  %(strategy_names)s::jsonb[], %(stage_names)s::jsonb[])
  AS r(id, key, party_id, strategy_id, strategy_name, stage_name)
  JOIN parties_party p ON p.id = r.party_id AND p.deleted_at IS NULL"""
_CREATE_TASKS = f"""
INSERT INTO activities_task (id, party_id, title, text, due_at, assignee_id, status, result,
  creator, created_by_id, strategy_name, stage_name, source_key, created_at)
SELECT r.id, r.party_id, %(texts)s::jsonb, '', %(due)s, {_PERSON}, 'OPEN', '',
       'STRATEGY', r.strategy_id, r.strategy_name, r.stage_name, r.key, %(now)s
  FROM {_RUNS}
ON CONFLICT (source_key) DO NOTHING RETURNING party_id, assignee_id
"""
_NOTIFY = f"""
INSERT INTO activities_notification
  (id, user_id, kind, texts, party_id, source_key, created_at)
SELECT r.id, {_PERSON}, 'strategy', %(texts)s::jsonb, r.party_id, r.key, %(now)s
  FROM {_RUNS} WHERE {_PERSON} <> %(nobody)s
ON CONFLICT (source_key) DO NOTHING RETURNING user_id
"""


def _parameters(
    runs: Sequence[StepRun], recipient: Recipient, texts: LocalizedText, now: datetime
) -> dict[str, Any]:
    return {
        "ids": [new_id() for _ in runs],
        "keys": [run.key for run in runs],
        "parties": [run.party_id for run in runs],
        "strategies": [run.strategy_id for run in runs],
        "strategy_names": [orjson.dumps(dict(run.strategy_name)).decode() for run in runs],
        "stage_names": [orjson.dumps(dict(run.stage_name)).decode() for run in runs],
        "user": recipient.user_id,
        "fallback": recipient.fallback_id,
        "nobody": NOBODY_ID,
        "texts": orjson.dumps(dict(texts)).decode(),
        "now": now,
    }


def create_tasks_for_runs(
    *,
    runs: Sequence[StepRun],
    title: LocalizedText,
    due_in: timedelta,
    recipient: Recipient,
    now: datetime,
) -> int:
    """Create the tasks that do not exist yet; returns how many."""
    parameters = _parameters(runs, recipient, title, now) | {"due": now + due_in}
    with connection.cursor() as cursor:
        cursor.execute(_CREATE_TASKS, parameters)
        created = cursor.fetchall()
    if created:
        parties, people = zip(*created, strict=True)
        announce_tasks(party_ids=parties, user_ids=people)
    return len(created)


def notify_for_runs(
    *, runs: Sequence[StepRun], texts: LocalizedText, recipient: Recipient, now: datetime
) -> int:
    """Write the notices that do not exist yet; customers without a recipient are passed over."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTIFY, _parameters(runs, recipient, texts, now))
        people = [row[0] for row in cursor.fetchall()]
    announce_people(NOTIFICATIONS_CREATED, people)
    return len(people)


ASSIGNED: LocalizedText = {
    "en": "{by} gave you a task: {title}",
    "ru": "Новая задача от сотрудника {by}: {title}",
    "uk": "Нове завдання від співробітника {by}: {title}",
}
WEBHOOK_OFF: LocalizedText = {
    "en": "A webhook was switched off, its receiver does not answer: {title}",
    "ru": "Вебхук отключён, его получатель не отвечает: {title}",
    "uk": "Вебхук вимкнено, його отримувач не відповідає: {title}",
}
EXPORTED: LocalizedText = {
    "en": "The file of your export can be fetched: {title}",
    "ru": "Файл выгрузки готов: {title}",
    "uk": "Файл вивантаження готовий: {title}",
}
NOT_EXPORTED: LocalizedText = {
    "en": "The export has failed: {title}",
    "ru": "Выгрузка не удалась: {title}",
    "uk": "Вивантаження не вдалося: {title}",
}
DUE: LocalizedText = {
    "en": "The deadline has come: {title}",
    "ru": "Наступил срок задачи: {title}",
    "uk": "Настав строк завдання: {title}",
}
_WRITE = """
INSERT INTO activities_notification
  (id, user_id, kind, texts, party_id, task_id, source_key, created_at)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::jsonb[], %s::uuid[], %s::uuid[],
                     %s::text[], %s::timestamptz[])
ON CONFLICT (source_key) DO NOTHING RETURNING user_id
"""


@dataclass(frozen=True)
class Notice:
    user_id: UUID
    kind: str
    texts: LocalizedText
    party_id: UUID | None
    task_id: UUID | None
    source_key: str


def _worded(pattern: LocalizedText, title: LocalizedText, by: str = "") -> dict[str, str]:
    any_title = next((text for text in title.values() if text), "")
    return {
        language: words.replace("{by}", by).replace("{title}", title.get(language) or any_title)
        for language, words in pattern.items()
    }


def write_notices(notices: Sequence[Notice], *, now: datetime) -> int:
    if not notices:
        return 0
    columns: list[Any] = [
        [new_id() for _ in notices],
        [notice.user_id for notice in notices],
        [notice.kind for notice in notices],
        [orjson.dumps(dict(notice.texts)).decode() for notice in notices],
        [notice.party_id for notice in notices],
        [notice.task_id for notice in notices],
        [notice.source_key for notice in notices],
        [now for _ in notices],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, columns)
        people = [row[0] for row in cursor.fetchall()]
    announce_people(NOTIFICATIONS_CREATED, people)
    return len(people)


def tell_assignees(deliveries: Sequence[Delivery], *, now: datetime) -> None:
    """Write a notice for each task that somebody gave to a colleague."""
    notices = [
        Notice(
            user_id=UUID(delivery.payload["owners"][0]),
            kind="task_assigned",
            texts=_worded(ASSIGNED, delivery.payload["title"], delivery.payload["by"]),
            party_id=UUID(delivery.payload["party_id"]),
            task_id=UUID(delivery.payload["ids"][0]),
            source_key=f"event:{delivery.id}",
        )
        for delivery in deliveries
    ]
    write_notices(notices, now=now)


def tell_of_webhooks(deliveries: Sequence[Delivery], *, now: datetime) -> None:
    """Write a notice for each subscription that was switched off."""
    notices = [
        Notice(
            user_id=UUID(delivery.payload["owners"][0]),
            kind="webhook_stopped",
            texts=_worded(WEBHOOK_OFF, dict.fromkeys(LANGUAGES, delivery.payload["name"])),
            party_id=None,
            task_id=None,
            source_key=f"event:{delivery.id}",
        )
        for delivery in deliveries
    ]
    write_notices(notices, now=now)


def tell_of_exports(deliveries: Sequence[Delivery], *, now: datetime) -> None:
    """Write a notice for each file that is ready or will not come."""
    notices = [
        Notice(
            user_id=UUID(delivery.payload["owners"][0]),
            kind="export_ready",
            texts=_worded(
                EXPORTED if delivery.payload["is_done"] else NOT_EXPORTED,
                dict.fromkeys(LANGUAGES, delivery.payload["name"]),
            ),
            party_id=None,
            task_id=None,
            source_key=f"event:{delivery.id}",
        )
        for delivery in deliveries
    ]
    write_notices(notices, now=now)


def tell_people(deliveries: Sequence[Delivery], *, now: datetime) -> None:
    """Write the notices that other domains ask for."""
    notices = [
        Notice(
            user_id=UUID(user_id),
            kind=delivery.payload["kind"],
            texts=delivery.payload["texts"],
            party_id=None,
            task_id=None,
            source_key=f"{delivery.payload['key']}:{user_id}",
        )
        for delivery in deliveries
        for user_id in delivery.payload["owners"]
    ]
    write_notices(notices, now=now)


_DUE = """
SELECT t.id, t.assignee_id, t.party_id, t.title::text, k.key FROM activities_task t
  JOIN parties_party p ON p.id = t.party_id AND p.deleted_at IS NULL
 CROSS JOIN LATERAL (
   SELECT concat_ws(':', 'due', t.id, extract(epoch FROM t.due_at)::bigint) AS key) k
 WHERE t.status = 'OPEN' AND t.due_at <= %(now)s AND t.due_at > %(since)s
   AND t.assignee_id <> %(nobody)s
   AND NOT EXISTS (SELECT FROM activities_notification n WHERE n.source_key = k.key)
 ORDER BY t.due_at LIMIT 1000
"""


def remind_of_deadlines(*, now: datetime, looking_back: timedelta) -> int:
    """Write a notice for each open task whose deadline has just come; once per deadline."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"now": now, "since": now - looking_back, "nobody": NOBODY_ID})
        rows = cursor.fetchall()
    notices = [
        Notice(
            user_id=assignee_id,
            kind="task_due",
            texts=_worded(DUE, orjson.loads(title)),
            party_id=party_id,
            task_id=task_id,
            source_key=key,
        )
        for task_id, assignee_id, party_id, title, key in rows
    ]
    return write_notices(notices, now=now)
