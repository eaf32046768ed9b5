from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import StringConstraints

from kurator.platform.api import StrictSchema


class QueueOut(Schema):
    """`oldest_seconds` is how long the first one has been waiting."""

    code: str
    waiting: int
    oldest_seconds: float
    running: int
    failed: int
    unknown: int


class PauseOut(Schema):
    reason: str
    since: datetime
    restored_to: datetime | None


class DiskOut(Schema):
    free: int
    total: int
    room: Literal["ENOUGH", "LITTLE", "READ_ONLY", "NONE"]


class HealthOut(Schema):
    version: str
    bytes: int
    connections: int
    connections_allowed: int
    archived_at: datetime | None
    archive_failed_at: datetime | None
    deadlocks: int


class OverviewOut(Schema):
    """`attention` are codes of what a person has to see to; empty when all is well."""

    at: datetime
    version: str
    attention: Sequence[str]
    queues: Sequence[QueueOut]
    pause: PauseOut | None
    people: int
    disk: DiskOut
    database: HealthOut


class HeldOut(Schema):
    """Whether everything outgoing is held after a restore."""

    pause: PauseOut | None


class ActionOut(Schema):
    key: str
    party_id: UUID
    party_name: str
    strategy_name: str
    step: str
    step_label: str
    status: Literal["FAILED", "UNKNOWN"]
    attempts: int
    failure: str
    due_at: datetime
    at: datetime | None


class ActionPage(Schema):
    items: list[ActionOut]


class SettleIn(StrictSchema):
    outcome: Literal["retry", "done", "cancel"]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class EventOut(Schema):
    id: UUID
    topic: str
    label: str
    created_at: datetime
    attempts: int
    failure: str


class EventPage(Schema):
    items: list[EventOut]


class JobOut(Schema):
    id: int
    queue: str
    task: str
    label: str
    status: str
    attempts: int
    at: datetime | None
    is_stalled: bool


class JobPage(Schema):
    items: list[JobOut]


class RequestOut(Schema):
    """
    Seconds; since the processes started. `statements` is the mean number per request, `operation` is
    method and path.
    """

    operation: str
    count: int
    errors: int
    p50: float
    p95: float
    statements: float


class RequestPage(Schema):
    items: list[RequestOut]


class SecurityNoteOut(Schema):
    id: UUID
    at: datetime
    kind: str
    actor: str
    addr: str
    subject: str
    label: str
    subject_name: str


class NotePage(Schema):
    items: list[SecurityNoteOut]


class NoteQuery(StrictSchema):
    about: Literal["access", "exports", "operations"] = "access"


class KeptOut(Schema):
    name: str
    kind: str
    ended_at: datetime
    bytes: int


class RunOut(Schema):
    id: UUID
    requested_by: str
    requested_at: datetime
    state: str
    stage: str
    share: float
    finished_at: datetime | None
    name: str
    failure: str


class VerdictOut(Schema):
    at: datetime
    backup: str
    is_good: bool
    seconds: float
    rows: int


class BackupsOut(Schema):
    """`is_possible` is false on a server of one's own: it is backed up with its own tools."""

    is_possible: bool
    place: str
    kept: list[KeptOut]
    runs: list[RunOut]
    verified: VerdictOut | None


class BackupRequested(Schema):
    id: UUID


class Done(Schema):
    is_done: bool = True
