"""Changes of tasks, notes and notices by people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.activities.announcements import (
    NOTIFICATIONS_CREATED,
    TASK_ASSIGNED,
    announce_people,
    announce_tasks,
)
from kurator.activities.errors import (
    NotYourCustomer,
    TaskClosed,
    TaskOpen,
    TaskSetAnew,
    TaskSetByStrategy,
)
from kurator.activities.models import Note, Notification, Task
from kurator.activities.rules import is_settled_by_strategy
from kurator.activities.selectors import (
    SEEN_TASK,
    has_open_twin,
    is_unknown_person,
    scope_parameters,
)
from kurator.kernel.errors import FieldProblem, InvalidInput, NotFound
from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.kernel.localized import LocalizedText
from kurator.parties.selectors.visibility import (
    SEEN_PARTY,
    refuse_only_shared,
    require_editable_party,
)
from kurator.platform.attachments import attach_files
from kurator.platform.outbox import publish
from kurator.platform.queries import read_row

OVERRIDE = "tasks.override"
NOTE = "note"
UNKNOWN_PERSON: LocalizedText = {
    "en": "No such colleague, or no longer active.",
    "ru": "Такого сотрудника нет, или он уже не работает.",
    "uk": "Такого співробітника немає, або він уже не працює.",
}
BLANK: LocalizedText = {
    "en": "Write at least a word.",
    "ru": "Напишите хотя бы слово.",
    "uk": "Напишіть хоча б слово.",
}


@dataclass(frozen=True)
class _Locked:
    task: Task
    is_party_seen: bool


def _refuse_unknown_person(user_id: UUID) -> None:
    if is_unknown_person(user_id):
        problem = FieldProblem(("assignee_id",), "tasks.unknown_person", UNKNOWN_PERSON)
        raise InvalidInput(problems=[problem])


def _refuse_blank(text: str, field: str) -> None:
    if not text.strip():
        raise InvalidInput(problems=[FieldProblem((field,), "missing", BLANK)])


_LOCK = f"""
SELECT t.id, p.id IS NOT NULL AND {SEEN_PARTY} FROM activities_task t
  LEFT JOIN parties_party p ON p.id = t.party_id
 WHERE t.id = %(id)s AND {SEEN_TASK} FOR UPDATE OF t
"""

_PARTY = f"""
SELECT t.party_id FROM activities_task t LEFT JOIN parties_party p ON p.id = t.party_id
 WHERE t.id = %(id)s AND {SEEN_TASK}
"""


def _lock_task(viewer: Viewer, task_id: UUID) -> _Locked:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, scope_parameters(viewer) | {"id": task_id})
        row = cursor.fetchone()
    if row is None:
        _refuse_reader(viewer, task_id)
        raise NotFound
    return _Locked(Task.objects.get(id=task_id), row[1])


def _refuse_reader(viewer: Viewer, task_id: UUID) -> None:
    """The database locks nothing for whoever only reads; he sees the task, so he is told why."""
    row = read_row(_PARTY, scope_parameters(viewer) | {"id": task_id})
    if row is not None:
        refuse_only_shared(viewer, row[0])


def create_task(
    *,
    viewer: Viewer,
    party_id: UUID,
    title: LocalizedText,
    due_at: datetime,
    now: datetime,
    text: str = "",
    assignee_id: UUID | None = None,
) -> UUID:
    """Create a task, by default for the viewer himself; NOBODY_ID puts it into the pool."""
    _refuse_blank("".join(title.values()), "title")
    assignee_id = viewer.user_id if assignee_id is None else assignee_id
    _refuse_unknown_person(assignee_id)
    require_editable_party(viewer, party_id)
    task = Task(
        id=new_id(),
        party_id=party_id,
        title=dict(title),
        text=text,
        due_at=due_at,
        assignee_id=assignee_id,
        created_by_id=viewer.user_id,
        created_at=now,
    )
    Task.objects.bulk_create([task])
    _tell_assignee(viewer, task)
    announce_tasks(party_ids=[party_id], user_ids=[viewer.user_id, assignee_id])
    return task.id


def _tell_assignee(viewer: Viewer, task: Task) -> None:
    """The notice is written by the dispatcher: nobody may write into a colleague's box himself."""
    if task.assignee_id in (NOBODY_ID, viewer.user_id):
        return
    publish(
        TASK_ASSIGNED,
        {
            "ids": [str(task.id)],
            "owners": [str(task.assignee_id)],
            "by": viewer.name,
            "title": task.title,
            "party_id": str(task.party_id),
        },
    )


def complete_task(*, viewer: Viewer, task_id: UUID, now: datetime, result: str = "") -> None:
    """Close a task as done; raises NotFound, TaskClosed."""
    _close(viewer, task_id, status=Task.Status.DONE, result=result, now=now)


def cancel_task(*, viewer: Viewer, task_id: UUID, now: datetime, result: str = "") -> None:
    """Close a task as not needed; raises NotFound, TaskClosed, TaskSetByStrategy."""
    _close(viewer, task_id, status=Task.Status.CANCELLED, result=result, now=now)


def _close(
    viewer: Viewer, task_id: UUID, *, status: Task.Status, result: str, now: datetime
) -> None:
    task = _lock_task(viewer, task_id).task
    if task.status != Task.Status.OPEN:
        raise TaskClosed
    if status is Task.Status.CANCELLED:
        _refuse_settled(viewer, task, is_taking=False)
    task.status, task.result = status, result
    task.closed_at, task.closed_by_id = now, viewer.user_id
    _save(task, viewer, fields=["status", "result", "closed_at", "closed_by_id"])


def reopen_task(*, viewer: Viewer, task_id: UUID) -> None:
    """Undo a closing; the result stays as written. Raises NotFound, TaskOpen, TaskSetAnew."""
    task = _lock_task(viewer, task_id).task
    if task.status == Task.Status.OPEN:
        raise TaskOpen
    if task.source_key is not None and has_open_twin(task.id):
        raise TaskSetAnew
    task.status, task.closed_at, task.closed_by_id = Task.Status.OPEN, None, None
    _save(task, viewer, fields=["status", "closed_at", "closed_by_id"])


def reassign_task(*, viewer: Viewer, task_id: UUID, assignee_id: UUID) -> None:
    """Hand a task over; raises NotFound, TaskClosed, TaskSetByStrategy, NotYourCustomer, OnlyShared."""
    locked = _lock_task(viewer, task_id)
    task, former = locked.task, locked.task.assignee_id
    if task.status != Task.Status.OPEN:
        raise TaskClosed
    if not locked.is_party_seen:
        raise NotYourCustomer
    refuse_only_shared(viewer, task.party_id)
    _refuse_unknown_person(assignee_id)
    if assignee_id == former:
        return
    _refuse_settled(viewer, task, is_taking=True)
    task.assignee_id = assignee_id
    _save(task, viewer, fields=["assignee_id"], others=[former])
    _tell_assignee(viewer, task)


def change_due(*, viewer: Viewer, task_id: UUID, due_at: datetime) -> None:
    """Set another deadline; raises NotFound, TaskClosed, TaskSetByStrategy."""
    task = _lock_task(viewer, task_id).task
    if task.status != Task.Status.OPEN:
        raise TaskClosed
    _refuse_settled(viewer, task, is_taking=False)
    task.due_at = due_at
    _save(task, viewer, fields=["due_at"])


def _refuse_settled(viewer: Viewer, task: Task, *, is_taking: bool) -> None:
    is_in_pool = task.assignee_id == NOBODY_ID
    if OVERRIDE in viewer.permissions or not is_settled_by_strategy(
        creator=task.creator, is_in_pool=is_in_pool, is_taking=is_taking
    ):
        return
    raise TaskSetByStrategy(strategy=task.strategy_name or {}, stage=task.stage_name or {})


def _save(
    task: Task, viewer: Viewer, *, fields: Sequence[str], others: Sequence[UUID] = ()
) -> None:
    task.save(update_fields=fields)
    people = [viewer.user_id, task.assignee_id, *others]
    announce_tasks(party_ids=[task.party_id], user_ids=people)


def add_note(
    *, viewer: Viewer, party_id: UUID, text: str, now: datetime, file_ids: Sequence[UUID] = ()
) -> UUID:
    """
    Write a note about a customer, with the files that wait for it: both are kept or neither.

    Raises NotFound, OnlyShared, InvalidInput.
    """
    if not file_ids:
        _refuse_blank(text, "text")
    require_editable_party(viewer, party_id)
    note = Note(id=new_id(), party_id=party_id, text=text, author_id=viewer.user_id, created_at=now)
    Note.objects.bulk_create([note])
    if file_ids:
        attach_files(
            viewer=viewer,
            record_kind=NOTE,
            record_id=note.id,
            party_id=party_id,
            file_ids=file_ids,
            now=now,
        )
    publish("parties.changed", {"ids": [str(party_id)]})
    return note.id


def mark_notifications_read(
    *, viewer: Viewer, now: datetime, notification_ids: Sequence[UUID] | None = None
) -> int:
    """Mark the named notices, or all, as read; returns how many were unread."""
    unread = Notification.objects.filter(user_id=viewer.user_id, read_at=None)
    if notification_ids is not None:
        unread = unread.filter(id__in=notification_ids)
    count = unread.update(read_at=now)
    if count:
        announce_people(NOTIFICATIONS_CREATED, [viewer.user_id])
    return count


_HAND_OVER = """
UPDATE activities_task t SET assignee_id = g.new_owner
  FROM (SELECT p.id, p.owner_id, g.new_owner
          FROM unnest(%(parties)s::uuid[], %(owners)s::uuid[]) AS g(id, new_owner)
          JOIN parties_party p ON p.id = g.id WHERE p.owner_id <> g.new_owner) g
 WHERE t.party_id = g.id AND t.status = 'OPEN' AND t.assignee_id = g.owner_id
RETURNING t.id, g.owner_id, g.new_owner, t.party_id
"""
_GIVE_BACK = """
UPDATE activities_task t SET assignee_id = g.before
  FROM unnest(%(tasks)s::uuid[], %(before)s::uuid[], %(after)s::uuid[]) AS g(id, before, after)
 WHERE t.id = g.id AND t.party_id = ANY(%(parties)s) AND t.status = 'OPEN'
   AND t.assignee_id = g.after
RETURNING t.id, g.after, g.before, t.party_id
"""


def hand_over_tasks(
    *, viewer: Viewer, party_ids: Sequence[UUID], owner_ids: Sequence[UUID]
) -> list[tuple[UUID, UUID, UUID]]:
    """
    Give the open tasks that customers' owners have to the new owners at the same places.

    Returns each task with who had it and who has it; must come before the customers themselves.
    """
    return _move_tasks(_HAND_OVER, {"parties": list(party_ids), "owners": list(owner_ids)})


def give_back_tasks(
    *, viewer: Viewer, party_ids: Sequence[UUID], moved: Sequence[tuple[UUID, UUID, UUID]]
) -> list[tuple[UUID, UUID, UUID]]:
    """Give moved tasks of these customers back, where they are still open and unmoved."""
    if not moved or not party_ids:
        return []
    tasks, before, after = (list(column) for column in zip(*moved, strict=True))
    parameters = {"tasks": tasks, "before": before, "after": after, "parties": list(party_ids)}
    return _move_tasks(_GIVE_BACK, parameters)


def _move_tasks(sql: str, parameters: dict[str, Any]) -> list[tuple[UUID, UUID, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    if rows:
        people = [person for row in rows for person in row[1:3]]
        announce_tasks(party_ids=[row[3] for row in rows], user_ids=people)
    return [(task_id, before, after) for task_id, before, after, _ in rows]
