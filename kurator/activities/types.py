"""What of tasks, notes and notices leaves the house."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class TaskList(StrEnum):
    """OVERDUE, TODAY and UPCOMING part the open tasks without overlap."""

    OPEN = "open"
    OVERDUE = "overdue"
    TODAY = "today"
    UPCOMING = "upcoming"
    DONE = "done"


@dataclass(frozen=True)
class TaskRow:
    """`party_name` is None when the reader sees the task, but not its customer."""

    id: UUID
    party_id: UUID
    party_name: str | None
    party_number: int | None
    title: Mapping[str, str]
    text: str
    due_at: datetime
    assignee_id: UUID
    assignee_name: str
    status: str
    result: str
    creator: str
    created_by_id: UUID
    created_by_name: str
    strategy_name: Mapping[str, str] | None
    stage_name: Mapping[str, str] | None
    created_at: datetime
    closed_at: datetime | None
    closed_by_name: str


@dataclass(frozen=True)
class TaskCounts:
    """
    Of the reader's own open tasks; `pool` counts those of nobody among his customers, up to 1000.
    """

    overdue: int
    today: int
    upcoming: int
    pool: int
    unread_notifications: int


@dataclass(frozen=True)
class NotificationRow:
    """`party_name` is None when the customer is not, or no longer, the reader's."""

    id: UUID
    kind: str
    texts: Mapping[str, str]
    party_id: UUID | None
    party_name: str | None
    task_id: UUID | None
    created_at: datetime
    read_at: datetime | None
