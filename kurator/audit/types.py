"""What of the audit may be known outside."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class ViewRow:
    """A person looked at a customer on one day."""

    day: date
    user_id: UUID
    user_name: str
    channel: str
    addr: str
    views: int
    first_at: datetime
    last_at: datetime


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
