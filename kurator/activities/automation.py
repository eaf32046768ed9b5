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
from kurator.activities.selectors import SAME_STEP
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
WITH wanted AS MATERIALIZED (
  SELECT DISTINCT ON (r.party_id) r.id, r.key AS source_key, r.party_id, r.strategy_id AS created_by_id,
         r.strategy_name, r.stage_name, {_PERSON} AS assignee_id
    FROM {_RUNS} ORDER BY r.party_id, r.key
), going_on AS (
  UPDATE activities_task t SET title = %(texts)s::jsonb, stage_name = w.stage_name
    FROM wanted w WHERE {SAME_STEP}
     AND (t.title, t.stage_name) IS DISTINCT FROM (%(texts)s::jsonb, w.stage_name)
  RETURNING t.party_id, t.assignee_id
), made AS (
  INSERT INTO activities_task (id, party_id, title, text, due_at, assignee_id, status, result,
    creator, created_by_id, strategy_name, stage_name, source_key, created_at)
  SELECT w.id, w.party_id, %(texts)s::jsonb, '', %(due)s, w.assignee_id, 'OPEN', '',
         'STRATEGY', w.created_by_id, w.strategy_name, w.stage_name, w.source_key, %(now)s
    FROM wanted w WHERE NOT EXISTS (SELECT FROM activities_task t WHERE {SAME_STEP})
  ON CONFLICT (source_key) DO NOTHING RETURNING party_id, assignee_id
)
SELECT party_id, assignee_id FROM made UNION ALL SELECT party_id, assignee_id FROM going_on
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
    """
    Create the tasks that do not exist yet, one for each customer.

    Whoever has an open task of the same step keeps that one, with its term and its assignee, under
    today's words. Returns how many customers have something new to see.
    """
    parameters = _parameters(runs, recipient, title, now) | {"due": now + due_in}
    with connection.cursor() as cursor:
        cursor.execute(_CREATE_TASKS, parameters)
        touched = cursor.fetchall()
    if touched:
        parties, people = zip(*touched, strict=True)
        announce_tasks(party_ids=parties, user_ids=people)
    return len(touched)


def notify_for_runs(
    *, runs: Sequence[StepRun], texts: LocalizedText, recipient: Recipient, now: datetime
) -> int:
    """Write the notices that do not exist yet; customers without a recipient are passed over."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTIFY, _parameters(runs, recipient, texts, now))
        people = [row[0] for row in cursor.fetchall()]
    announce_people(NOTIFICATIONS_CREATED, people)
    return len(people)
