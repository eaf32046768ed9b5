"""Notices to colleagues: of tasks given to them, of deadlines, and what other domains ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from kurator.activities.announcements import NOTIFICATIONS_CREATED, announce_people
from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.kernel.localized import LocalizedText
from kurator.platform.outbox import Delivery

ASSIGNED: LocalizedText = {
    "en": "{by} gave you a task: {title}",
    "ru": "Новая задача от сотрудника {by}: {title}",
    "uk": "Нове завдання від співробітника {by}: {title}",
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
    source_key: str
    party_id: UUID | None = None
    task_id: UUID | None = None


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


def tell_people(deliveries: Sequence[Delivery], *, now: datetime) -> None:
    """Write the notices that other domains ask for."""
    notices = [
        Notice(
            user_id=UUID(user_id),
            kind=delivery.payload["kind"],
            texts=delivery.payload["texts"],
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
