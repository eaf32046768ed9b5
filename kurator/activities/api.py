from datetime import UTC, datetime
from uuid import UUID

from ninja import Query

from kurator.access.session import ApiRequest
from kurator.access.types import Viewer
from kurator.activities import selectors, services
from kurator.activities.schemas import (
    NoteIn,
    NoteOut,
    NotificationOut,
    NotificationPage,
    PageQuery,
    ReadIn,
    ReadOut,
    TaskCloseIn,
    TaskCountsOut,
    TaskFilter,
    TaskIn,
    TaskOut,
    TaskPage,
    TaskPatch,
)
from kurator.activities.types import NotificationRow, TaskRow
from kurator.kernel.ids import NOBODY_ID
from kurator.kernel.localized import text_in
from kurator.platform.api import ANYONE, Door

tasks_door = Door("tasks", "tasks")
notes_door = Door("notes", "notes")
# They tell of tasks, customers and the person himself, whatever a key may see.
notifications_door = Door("notifications", "notifications", people_only=True)
DOORS = (tasks_door, notes_door, notifications_door)

VIEW, EDIT, NOTES_EDIT = "tasks.view", "tasks.edit", "notes.edit"


def _task_out(row: TaskRow, viewer: Viewer, now: datetime) -> TaskOut:
    localized = {
        "title": text_in(row.title, viewer.language),
        "strategy_name": text_in(row.strategy_name or {}, viewer.language),
        "stage_name": text_in(row.stage_name or {}, viewer.language),
        "is_overdue": row.status == "OPEN" and row.due_at < now,
    }
    return TaskOut(**{**vars(row), **localized})


def _one(request: ApiRequest, task_id: UUID) -> TaskOut:
    row = selectors.get_task(request.viewer, task_id)
    return _task_out(row, request.viewer, datetime.now(UTC))


@tasks_door.get("", permission=VIEW, response=TaskPage)
def list_tasks(request: ApiRequest, filter: Query[TaskFilter]) -> TaskPage:
    """Return tasks: by default one's own open ones, earliest deadline first."""
    named = {"me": request.viewer.user_id, "pool": NOBODY_ID, "everyone": None}
    chosen = filter.assignee
    query = selectors.TaskQuery(
        which=filter.list,
        assignee_id=named[chosen] if isinstance(chosen, str) else chosen,
        party_id=filter.party_id,
        cursor=filter.cursor,
        limit=filter.limit,
    )
    now = datetime.now(UTC)
    rows, following = selectors.list_tasks(request.viewer, query, now=now)
    tasks = [_task_out(row, request.viewer, now) for row in rows]
    return TaskPage(items=tasks, next_cursor=following or None)


@tasks_door.get("/counts", permission=ANYONE, response=TaskCountsOut)
def count_tasks(request: ApiRequest) -> TaskCountsOut:
    """Return one's own open tasks by urgency, the pool, and unread notices."""
    counts = selectors.count_tasks(request.viewer, now=datetime.now(UTC))
    return TaskCountsOut(**vars(counts))


@tasks_door.post("", permission=EDIT, response={201: TaskOut})
def create_task(request: ApiRequest, payload: TaskIn) -> tuple[int, TaskOut]:
    """Create a task about a customer."""
    task_id = services.create_task(
        viewer=request.viewer,
        party_id=payload.party_id,
        title={request.viewer.language: payload.title},
        text=payload.text,
        due_at=payload.due_at,
        assignee_id=payload.assignee_id,
        now=datetime.now(UTC),
    )
    return 201, _one(request, task_id)


@tasks_door.get("/{task_id}", permission=VIEW, response=TaskOut)
def get_task(request: ApiRequest, task_id: UUID) -> TaskOut:
    """Return one task."""
    return _one(request, task_id)


@tasks_door.patch("/{task_id}", permission=EDIT, response=TaskOut)
def change_task(request: ApiRequest, task_id: UUID, payload: TaskPatch) -> TaskOut:
    """Set another deadline or assignee."""
    viewer = request.viewer
    if payload.due_at is not None:
        services.change_due(viewer=viewer, task_id=task_id, due_at=payload.due_at)
    if payload.assignee_id is not None:
        services.reassign_task(viewer=viewer, task_id=task_id, assignee_id=payload.assignee_id)
    return _one(request, task_id)


@tasks_door.post("/{task_id}/complete", permission=EDIT, response=TaskOut)
def complete_task(request: ApiRequest, task_id: UUID, payload: TaskCloseIn) -> TaskOut:
    """Close a task as done."""
    services.complete_task(
        viewer=request.viewer, task_id=task_id, result=payload.result, now=datetime.now(UTC)
    )
    return _one(request, task_id)


@tasks_door.post("/{task_id}/cancel", permission=EDIT, response=TaskOut)
def cancel_task(request: ApiRequest, task_id: UUID, payload: TaskCloseIn) -> TaskOut:
    """Close a task as not needed."""
    services.cancel_task(
        viewer=request.viewer, task_id=task_id, result=payload.result, now=datetime.now(UTC)
    )
    return _one(request, task_id)


@tasks_door.post("/{task_id}/reopen", permission=EDIT, response=TaskOut)
def reopen_task(request: ApiRequest, task_id: UUID) -> TaskOut:
    """Undo a closing."""
    services.reopen_task(viewer=request.viewer, task_id=task_id)
    return _one(request, task_id)


@notes_door.post("", permission=NOTES_EDIT, response={201: NoteOut})
def add_note(request: ApiRequest, payload: NoteIn) -> tuple[int, NoteOut]:
    """Write a note about a customer; it appears in the customer's feed."""
    note_id = services.add_note(
        viewer=request.viewer,
        party_id=payload.party_id,
        text=payload.text,
        file_ids=list(dict.fromkeys(payload.file_ids)),
        now=datetime.now(UTC),
    )
    return 201, NoteOut(id=note_id)


@notifications_door.get("", permission=ANYONE, response=NotificationPage)
def list_notifications(request: ApiRequest, page: Query[PageQuery]) -> NotificationPage:
    """Return one's own notices, latest first."""
    rows, following = selectors.list_notifications(
        request.viewer, cursor=page.cursor, limit=page.limit
    )
    notices = [_notification_out(row, request.viewer) for row in rows]
    return NotificationPage(items=notices, next_cursor=following or None)


def _notification_out(row: NotificationRow, viewer: Viewer) -> NotificationOut:
    text = text_in(row.texts, viewer.language)
    return NotificationOut(**{k: v for k, v in vars(row).items() if k != "texts"}, text=text)


@notifications_door.post("/read", proof="never", permission=ANYONE, response=ReadOut)
def mark_notifications_read(request: ApiRequest, payload: ReadIn) -> ReadOut:
    """Mark notices as read."""
    count = services.mark_notifications_read(
        viewer=request.viewer, notification_ids=payload.ids, now=datetime.now(UTC)
    )
    return ReadOut(count=count)
