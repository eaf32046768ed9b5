"""What of the audit may be known outside."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class ViewRow:
    """A person looked at a customer on one day; `seen_as_name` is with whose eyes, if not his own."""

    day: date
    user_id: UUID
    user_name: str
    channel: str
    addr: str
    views: int
    first_at: datetime
    last_at: datetime
    seen_as_name: str


@dataclass(frozen=True)
class EventRow:
    """`subject_kind` tells what the subject is where it can be told: a person or a customer."""

    id: UUID
    at: datetime
    kind: str
    actor_kind: str
    actor_id: str
    actor_name: str
    channel: str
    addr: str
    client: str
    request_id: str
    subject: str
    subject_name: str
    subject_kind: str
    details: Any
    label: str


@dataclass(frozen=True)
class KindRow:
    code: str
    label: str


@dataclass(frozen=True)
class ReadingRow:
    """How much a person read on a day, against the median of the days before."""

    user_id: UUID
    user_name: str
    cards: int
    views: int
    rows_listed: int
    median: int
    days: int
    alarmed_at: datetime | None


@dataclass(frozen=True)
class SealState:
    """A sealed day that is as it was."""

    stream: str
    day: date
    rows: int
    digest: str


@dataclass(frozen=True)
class Fault:
    """The first broken day of a stream: `missing`, `chain`, `key` or `content`."""

    stream: str
    day: date
    reason: str

    @property
    def sentence(self) -> str:
        return REASONS[self.reason]


REASONS = {
    "missing": "its seal is missing",
    "chain": "its seal is not the one that was made: it was altered, or one before it was",
    "key": "it was sealed with a key that this installation does not have",
    "content": "its rows are not those that were sealed",
}


@dataclass(frozen=True)
class RetentionRow:
    """`days` None = kept for ever; `least_days` is the shortest that may be set."""

    code: str
    label: str
    hint: str
    days: int | None
    default_days: int | None
    least_days: int
    is_changed: bool


@dataclass(frozen=True)
class SealSummary:
    """How far a stream is sealed, and whether that was right the last time it was verified."""

    stream: str
    days: int
    first_day: date | None
    last_day: date | None
    digest: str
    verified_at: datetime | None
    broken_day: date | None
    broken_reason: str


@dataclass(frozen=True)
class PurposeState:
    """What holds for one purpose, by channel; channels never asked about are left out."""

    purpose_id: UUID
    code: str
    name: str
    text: str
    is_active: bool
    channels: Any


@dataclass(frozen=True)
class ConsentStatement:
    statement_id: UUID
    purpose_id: UUID
    channels: list[str]
    state: str
    at: datetime
    source: str
    evidence: str
    user_name: str
    recorded_at: datetime
    undoes_id: UUID | None
    undone_by_id: UUID | None


@dataclass(frozen=True)
class ConsentCard:
    purposes: list[PurposeState]
    statements: list[ConsentStatement]
