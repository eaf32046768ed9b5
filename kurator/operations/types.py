"""What the administrator's page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Queue:
    """`oldest_at` is the instant since when the first one waits."""

    code: str
    waiting: int
    oldest_at: datetime | None
    failed: int = 0
    unknown: int = 0
    running: int = 0


@dataclass(frozen=True)
class DeadEvent:
    id: UUID
    topic: str
    created_at: datetime
    attempts: int
    failure: str


@dataclass(frozen=True)
class Job:
    """`is_stalled`: a worker took it and has not been heard of since."""

    id: int
    queue: str
    task: str
    status: str
    attempts: int
    at: datetime | None
    is_stalled: bool


@dataclass(frozen=True)
class SecurityNote:
    id: UUID
    at: datetime
    kind: str
    actor: str
    addr: str
    subject: str
    label: str
    subject_name: str


@dataclass(frozen=True)
class Run:
    """A backup that was asked for."""

    id: UUID
    requested_by: str
    requested_at: datetime
    state: str
    stage: str
    share: float
    finished_at: datetime | None
    name: str
    failure: str


@dataclass(frozen=True)
class Health:
    """`archive_failed_at` is set when handing over the log failed after it last succeeded."""

    version: str
    bytes: int
    connections: int
    connections_allowed: int
    archived_at: datetime | None
    archive_failed_at: datetime | None
    deadlocks: int


@dataclass(frozen=True)
class KeptBackup:
    name: str
    kind: str
    ended_at: datetime
    bytes: int


@dataclass(frozen=True)
class BackupState:
    """`is_possible` is False on a server of one's own."""

    is_possible: bool
    place: str
    kept: Sequence[KeptBackup]
    verified: Mapping[str, Any] | None


@dataclass(frozen=True)
class RequestFigure:
    """Seconds since the start of the processes; `statements` is the mean per request."""

    operation: str
    count: int
    errors: int
    p50: float
    p95: float
    statements: float
