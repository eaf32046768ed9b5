from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from kurator.activities.types import TaskList
from kurator.platform.api import StrictSchema

Text = Annotated[str, Field(max_length=20_000)]
Title = Annotated[str, Field(min_length=1, max_length=500)]


class TaskFilter(StrictSchema):
    """`assignee`: me, pool (nobody), everyone, or a user's id."""

    list: TaskList = TaskList.OPEN
    assignee: Literal["me", "pool", "everyone"] | UUID = "me"
    party_id: UUID | None = None
    cursor: str = ""
    limit: int = Field(50, ge=1, le=200)


class TaskIn(StrictSchema):
    """Without `assignee_id` the task is one's own; the nil id puts it into the pool."""

    party_id: UUID
    title: Title
    text: Text = ""
    due_at: AwareDatetime
    assignee_id: UUID | None = None


class TaskPatch(StrictSchema):
    due_at: AwareDatetime | None = None
    assignee_id: UUID | None = None


class TaskCloseIn(StrictSchema):
    result: Text = ""


class TaskOut(Schema):
    """`party_name` is null when one sees the task, but not its customer."""

    id: UUID
    party_id: UUID
    party_name: str | None
    party_number: int | None
    title: str
    text: str
    due_at: datetime
    is_overdue: bool
    assignee_id: UUID
    assignee_name: str
    status: str
    result: str
    creator: str
    created_by_id: UUID
    created_by_name: str
    strategy_name: str
    stage_name: str
    created_at: datetime
    closed_at: datetime | None
    closed_by_name: str


class TaskPage(Schema):
    items: list[TaskOut]
    next_cursor: str | None


class TaskCountsOut(Schema):
    overdue: int
    today: int
    upcoming: int
    pool: int
    unread_notifications: int


class NoteIn(StrictSchema):
    """`file_ids`: files of one's own that wait for it; they are kept with the note, or neither is."""

    party_id: UUID
    text: Text = ""
    file_ids: Annotated[list[UUID], Field(max_length=20)] = []


class NoteOut(Schema):
    id: UUID


class PageQuery(StrictSchema):
    cursor: str = ""
    limit: int = Field(50, ge=1, le=200)


class NotificationOut(Schema):
    id: UUID
    kind: str
    text: str
    party_id: UUID | None
    party_name: str | None
    task_id: UUID | None
    created_at: datetime
    read_at: datetime | None


class NotificationPage(Schema):
    items: list[NotificationOut]
    next_cursor: str | None


class ReadIn(StrictSchema):
    """Without `ids` all one's notices are marked."""

    ids: Annotated[list[UUID], Field(max_length=1000)] | None = None


class ReadOut(Schema):
    count: int
