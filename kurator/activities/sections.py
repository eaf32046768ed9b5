"""Tasks and notes on a customer's card and in its feed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.activities.selectors import SEEN_PARTY, SEEN_TASK, scope_parameters
from kurator.kernel.localized import text_in
from kurator.platform.sections import CardSection, FeedEntry, FeedSource

VIEW = "tasks.view"
MAX_OPEN = 20

_OPEN = f"""
SELECT t.id, t.title::text, t.due_at, t.assignee_id, coalesce(a.name, ''), t.creator,
       t.strategy_name::text, count(*) OVER (), count(*) FILTER (WHERE t.due_at < now()) OVER ()
  FROM activities_task t
  LEFT JOIN parties_party p ON p.id = t.party_id
  LEFT JOIN k.people() a ON a.id = t.assignee_id
 WHERE t.party_id = %(party)s AND t.status = 'OPEN' AND {SEEN_TASK}
 ORDER BY t.due_at, t.id LIMIT {MAX_OPEN}
"""


def _rows(sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def load_open_tasks(viewer: Viewer, party_id: UUID) -> Any:
    """Return the customer's open tasks, earliest due first, with their counts."""
    if VIEW not in viewer.permissions:
        return None
    rows = _rows(_OPEN, scope_parameters(viewer) | {"party": party_id})
    tasks = [
        {
            "id": task_id,
            "title": text_in(orjson.loads(title), viewer.language),
            "due_at": due_at,
            "assignee_id": assignee_id,
            "assignee_name": name,
            "creator": creator,
            "strategy_name": text_in(orjson.loads(strategy or "{}"), viewer.language),
        }
        for task_id, title, due_at, assignee_id, name, creator, strategy, *_ in rows
    ]
    open_count, overdue_count = rows[0][-2:] if rows else (0, 0)
    return {"items": tasks, "open_count": open_count, "overdue_count": overdue_count}


_EVENTS = f"""
SELECT e.kind, e.at, e.actor, t.id, t.title::text, t.status, t.due_at, t.result, t.creator,
       t.strategy_name::text, t.stage_name::text, t.assignee_id, coalesce(a.name, '')
  FROM activities_task t
  LEFT JOIN parties_party p ON p.id = t.party_id
  LEFT JOIN k.people() a ON a.id = t.assignee_id
  LEFT JOIN k.people() c ON c.id = t.created_by_id
  LEFT JOIN k.people() d ON d.id = t.closed_by_id
 CROSS JOIN LATERAL (VALUES ('task_created', t.created_at, c.name),
                            ('task_closed', t.closed_at, d.name))
   AS e(kind, at, actor)
 WHERE t.party_id = %(party)s AND e.at < %(before)s AND {SEEN_TASK}
 ORDER BY e.at DESC, t.id DESC LIMIT %(limit)s
"""


def load_task_events(
    viewer: Viewer, party_id: UUID, before: datetime, limit: int
) -> list[FeedEntry]:
    if VIEW not in viewer.permissions:
        return []
    parameters = {"party": party_id, "before": before, "limit": limit}
    return [
        _task_entry(viewer, row) for row in _rows(_EVENTS, scope_parameters(viewer) | parameters)
    ]


def _task_entry(viewer: Viewer, row: tuple[Any, ...]) -> FeedEntry:
    kind, at, actor, task_id, title, status, due_at, result, creator, strategy, stage, *assignee = (
        row
    )
    strategy_name = text_in(orjson.loads(strategy or "{}"), viewer.language)
    return FeedEntry(
        id=f"{kind}:{task_id}",
        at=at,
        kind=kind,
        actor=actor or (strategy_name if kind == "task_created" else ""),
        details={
            "task_id": task_id,
            "title": text_in(orjson.loads(title), viewer.language),
            "status": status,
            "due_at": due_at,
            "result": result,
            "creator": creator,
            "strategy_name": strategy_name,
            "stage_name": text_in(orjson.loads(stage or "{}"), viewer.language),
            "assignee_id": assignee[0],
            "assignee_name": assignee[1],
        },
    )


_NOTES = f"""
SELECT n.id, n.created_at, coalesce(a.name, ''), n.text FROM activities_note n
  JOIN parties_party p ON p.id = n.party_id
  LEFT JOIN k.people() a ON a.id = n.author_id
 WHERE n.party_id = %(party)s AND n.created_at < %(before)s AND {SEEN_PARTY}
 ORDER BY n.created_at DESC, n.id DESC LIMIT %(limit)s
"""


def load_notes(viewer: Viewer, party_id: UUID, before: datetime, limit: int) -> list[FeedEntry]:
    parameters = {"party": party_id, "before": before, "limit": limit}
    rows = _rows(_NOTES, scope_parameters(viewer) | parameters)
    return [
        FeedEntry(id=f"note:{note_id}", at=at, kind="note", actor=author, details={"text": text})
        for note_id, at, author, text in rows
    ]


SECTION = CardSection("tasks", load_open_tasks)
TASK_EVENTS = FeedSource("tasks", load_task_events)
NOTES = FeedSource("notes", load_notes)
