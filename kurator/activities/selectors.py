"""Reads of tasks and notices; a task is seen with its customer, or by the one it is assigned to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from kurator.access.types import Viewer
from kurator.activities.rules import end_of_day
from kurator.activities.types import NotificationRow, TaskCounts, TaskList, TaskRow
from kurator.kernel.errors import NotFound
from kurator.kernel.ids import NOBODY_ID
from kurator.parties.selectors.visibility import SEEN_PARTY, seen_parameters
from kurator.platform.cursors import read_cursor, write_cursor
from kurator.platform.queries import read_rows

SEEN_TASK = f"(t.assignee_id = %(me)s OR (p.id IS NOT NULL AND {SEEN_PARTY}))"

_ROW = f"""
SELECT t.id, t.party_id, CASE WHEN {SEEN_PARTY} THEN p.display_name END,
       CASE WHEN {SEEN_PARTY} THEN p.number END, t.title::text, t.text, t.due_at,
       t.assignee_id, coalesce(a.name, ''), t.status, t.result, t.creator, t.created_by_id,
       coalesce(c.name, ''), t.strategy_name::text, t.stage_name::text, t.created_at, t.closed_at,
       coalesce(d.name, '')
  FROM activities_task t
  LEFT JOIN parties_party p ON p.id = t.party_id
  LEFT JOIN k.people() a ON a.id = t.assignee_id
  LEFT JOIN k.people() c ON c.id = t.created_by_id
  LEFT JOIN k.people() d ON d.id = t.closed_by_id
 WHERE {SEEN_TASK}
"""
_LISTS = {
    TaskList.OPEN: "t.status = 'OPEN'",
    TaskList.OVERDUE: "t.status = 'OPEN' AND t.due_at < %(now)s",
    TaskList.TODAY: "t.status = 'OPEN' AND t.due_at >= %(now)s AND t.due_at < %(tomorrow)s",
    TaskList.UPCOMING: "t.status = 'OPEN' AND t.due_at >= %(tomorrow)s",
    TaskList.DONE: "t.closed_at IS NOT NULL",
}


MAX_POOL = 1000


@dataclass(frozen=True)
class TaskQuery:
    """`assignee_id` None = of everybody; NOBODY_ID = the pool."""

    which: TaskList = TaskList.OPEN
    assignee_id: UUID | None = None
    party_id: UUID | None = None
    cursor: str = ""
    limit: int = 50


def scope_parameters(viewer: Viewer) -> dict[str, Any]:
    return {"me": viewer.user_id, **seen_parameters(viewer)}


def _task(row: Sequence[Any]) -> TaskRow:
    values = list(row)
    for place in (4, 14, 15):
        values[place] = None if values[place] is None else orjson.loads(values[place])
    return TaskRow(*values)


def list_tasks(viewer: Viewer, query: TaskQuery, *, now: datetime) -> tuple[list[TaskRow], str]:
    """Return a page and the cursor of the next one ('' = none); earliest due, latest done first."""
    is_done = query.which is TaskList.DONE
    column, order, beyond = ("closed_at", "DESC", "<") if is_done else ("due_at", "ASC", ">")
    conditions = [_LISTS[query.which]]
    if query.assignee_id is not None:
        conditions.append("t.assignee_id = %(assignee)s")
    if query.party_id is not None:
        conditions.append("t.party_id = %(party)s")
    of = f"tasks by {column}"
    at, after = read_cursor(of, query.cursor) if query.cursor else (None, None)
    if query.cursor:
        conditions.append(f"(t.{column}, t.id) {beyond} (%(at)s::timestamptz, %(after)s::uuid)")
    parameters = scope_parameters(viewer) | {
        "now": now,
        "tomorrow": end_of_day(now, viewer.time_zone),
        "assignee": query.assignee_id,
        "party": query.party_id,
        "at": at,
        "after": after,
    }
    where = " AND ".join(conditions)
    sql = f"{_ROW} AND {where} ORDER BY t.{column} {order}, t.id {order} LIMIT {query.limit + 1}"
    found = [_task(row) for row in read_rows(sql, parameters)]
    page = found[: query.limit]
    if len(found) <= query.limit:
        return page, ""
    latest = page[-1]
    return page, write_cursor(of, [getattr(latest, column).isoformat(), latest.id])


def get_task(viewer: Viewer, task_id: UUID) -> TaskRow:
    """Return one task; raises NotFound."""
    rows = read_rows(f"{_ROW} AND t.id = %(id)s", scope_parameters(viewer) | {"id": task_id})
    if not rows:
        raise NotFound
    return _task(rows[0])


# Strategy and step are what a key begins with and its fourth part; one open task of them is enough.
SAME_STEP = """t.party_id = w.party_id AND t.status = 'OPEN' AND t.creator = 'STRATEGY'
   AND t.created_by_id = w.created_by_id
   AND split_part(t.source_key, ':', 4) = split_part(w.source_key, ':', 4)"""
"""Whether `t` is the open task of what `w` is about: a customer, a strategy and a step."""
_TWIN = f"SELECT FROM activities_task t JOIN activities_task w ON w.id = %(id)s WHERE {SAME_STEP} LIMIT 1"


def has_open_twin(task_id: UUID) -> bool:
    """Whether another task of the same step is open for the same customer."""
    return bool(read_rows(_TWIN, {"id": task_id}))


_COUNTS = f"""
SELECT m.overdue, m.today, m.upcoming, pool.n, unread.n
  FROM (SELECT count(*) FILTER (WHERE due_at < %(now)s) AS overdue,
               count(*) FILTER (WHERE due_at >= %(now)s AND due_at < %(tomorrow)s) AS today,
               count(*) FILTER (WHERE due_at >= %(tomorrow)s) AS upcoming
          FROM activities_task WHERE status = 'OPEN' AND assignee_id = %(me)s) m,
       (SELECT count(*) AS n FROM (
         SELECT FROM activities_task t JOIN parties_party p ON p.id = t.party_id
          WHERE t.status = 'OPEN' AND t.assignee_id = %(nobody)s AND {SEEN_PARTY}
          LIMIT {MAX_POOL}) waiting) pool,
       (SELECT count(*) AS n FROM activities_notification
         WHERE user_id = %(me)s AND read_at IS NULL) unread
"""


def count_tasks(viewer: Viewer, *, now: datetime) -> TaskCounts:
    parameters = scope_parameters(viewer) | {
        "now": now,
        "tomorrow": end_of_day(now, viewer.time_zone),
        "nobody": NOBODY_ID,
    }
    return TaskCounts(*read_rows(_COUNTS, parameters)[0])


_NOTICES = "notices"
_NOTIFICATIONS = f"""
SELECT n.id, n.kind, n.texts::text, n.party_id, CASE WHEN {SEEN_PARTY} THEN p.display_name END,
       n.task_id, n.created_at, n.read_at
  FROM activities_notification n LEFT JOIN parties_party p ON p.id = n.party_id
 WHERE n.user_id = %(me)s
   AND (%(at)s::timestamptz IS NULL OR (n.created_at, n.id) < (%(at)s, %(after)s::uuid))
 ORDER BY n.created_at DESC, n.id DESC LIMIT %(limit)s
"""


def list_notifications(
    viewer: Viewer, *, cursor: str = "", limit: int = 50
) -> tuple[list[NotificationRow], str]:
    """Return the viewer's own notices, latest first, and the cursor of the next page."""
    at, after = read_cursor(_NOTICES, cursor) if cursor else (None, None)
    page_parameters = {"at": at, "after": after, "limit": limit + 1}
    parameters = scope_parameters(viewer) | page_parameters
    found = [
        NotificationRow(i, kind, orjson.loads(texts), *rest)
        for i, kind, texts, *rest in read_rows(_NOTIFICATIONS, parameters)
    ]
    page = found[:limit]
    more = len(found) > limit
    return page, write_cursor(
        _NOTICES, [page[-1].created_at.isoformat(), page[-1].id]
    ) if more else ""


def is_unknown_person(user_id: UUID) -> bool:
    """Whether nobody active has this id; the nil id stands for the pool and is fine."""
    rows = read_rows("SELECT FROM k.people() WHERE id = %(id)s AND is_active", {"id": user_id})
    return user_id != NOBODY_ID and not rows


def find_person_name(user_id: UUID) -> str:
    """Return the name, '' for an unknown person."""
    rows = read_rows("SELECT name FROM k.people() WHERE id = %(id)s", {"id": user_id})
    return str(rows[0][0]) if rows else ""
