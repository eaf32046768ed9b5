"""Tasks and notes on a customer's card and in its feed."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from kurator.access.types import Viewer
from kurator.activities.selectors import SEEN_TASK, scope_parameters
from kurator.kernel.localized import text_in
from kurator.parties.selectors.visibility import SEEN_PARTY
from kurator.platform.prepared import read_prepared
from kurator.platform.sections import CardSection, FeedEntry, FeedSource

VIEW = "tasks.view"
MAX_OPEN = 20

_OPEN = f"""
WITH found AS MATERIALIZED (
  SELECT t.id, t.title, t.due_at, t.assignee_id, t.creator, t.strategy_name,
         count(*) OVER () AS open_count,
         count(*) FILTER (WHERE t.due_at < now()) OVER () AS overdue_count
    FROM activities_task t
    LEFT JOIN parties_party p ON p.id = t.party_id
   WHERE t.party_id = %(party)s AND t.status = 'OPEN' AND {SEEN_TASK}
   ORDER BY t.due_at, t.id LIMIT {MAX_OPEN})
SELECT f.id, f.title::text, f.due_at, f.assignee_id, coalesce(a.name, ''), f.creator,
       f.strategy_name::text, f.open_count, f.overdue_count
  FROM found f
  LEFT JOIN k.names_of_people(ARRAY(SELECT assignee_id FROM found)) a ON a.id = f.assignee_id
 ORDER BY f.due_at, f.id
"""


def load_open_tasks(viewer: Viewer, party_id: UUID) -> Any:
    """Return the customer's open tasks, earliest due first, with their counts."""
    if VIEW not in viewer.permissions:
        return None
    rows = read_prepared(_OPEN, scope_parameters(viewer) | {"party": party_id})
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
WITH found AS MATERIALIZED (
  SELECT e.event, e.at, e.person_id, t.id, t.title, t.status, t.due_at, t.result, t.creator,
         t.strategy_name, t.stage_name, t.assignee_id
    FROM activities_task t
    LEFT JOIN parties_party p ON p.id = t.party_id
   CROSS JOIN LATERAL (VALUES ('task_created', t.created_at, t.created_by_id),
                              ('task_closed', t.closed_at, t.closed_by_id))
     AS e(event, at, person_id)
   WHERE t.party_id = %(party)s AND e.at < %(before)s AND {SEEN_TASK}
   ORDER BY e.at DESC, t.id DESC LIMIT %(limit)s),
people AS MATERIALIZED (
  SELECT n.id, n.name FROM k.names_of_people(
    ARRAY(SELECT person_id FROM found UNION SELECT assignee_id FROM found)) n)
SELECT f.event, f.at, w.name, f.id, f.title::text, f.status, f.due_at, f.result, f.creator,
       f.strategy_name::text, f.stage_name::text, f.assignee_id, coalesce(a.name, '')
  FROM found f
  LEFT JOIN people w ON w.id = f.person_id
  LEFT JOIN people a ON a.id = f.assignee_id
 ORDER BY f.at DESC, f.id DESC
"""


def load_task_events(
    viewer: Viewer, party_id: UUID, before: datetime, limit: int
) -> list[FeedEntry]:
    if VIEW not in viewer.permissions:
        return []
    parameters = {"party": party_id, "before": before, "limit": limit}
    return [
        _task_entry(viewer, row)
        for row in read_prepared(_EVENTS, scope_parameters(viewer) | parameters)
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
WITH found AS MATERIALIZED (
  SELECT n.id, n.created_at, n.author_id, n.text FROM activities_note n
    JOIN parties_party p ON p.id = n.party_id
   WHERE n.party_id = %(party)s AND n.created_at < %(before)s AND {SEEN_PARTY}
   ORDER BY n.created_at DESC, n.id DESC LIMIT %(limit)s)
SELECT f.id, f.created_at, coalesce(a.name, ''), f.text
  FROM found f
  LEFT JOIN k.names_of_people(ARRAY(SELECT author_id FROM found)) a ON a.id = f.author_id
 ORDER BY f.created_at DESC, f.id DESC
"""


def load_notes(viewer: Viewer, party_id: UUID, before: datetime, limit: int) -> list[FeedEntry]:
    parameters = {"party": party_id, "before": before, "limit": limit}
    rows = read_prepared(_NOTES, scope_parameters(viewer) | parameters)
    return [
        FeedEntry(id=f"note:{note_id}", at=at, kind="note", actor=author, details={"text": text})
        for note_id, at, author, text in rows
    ]


SECTION = CardSection("tasks", load_open_tasks)
TASK_EVENTS = FeedSource("tasks", load_task_events)
NOTES = FeedSource("notes", load_notes)
