"""What strategies do for many customers at once: always exactly once per key."""

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
from kurator.kernel.localized import LocalizedText
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
