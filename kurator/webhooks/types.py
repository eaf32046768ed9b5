"""What webhooks hand over between their rooms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Job:
    """A delivery that is leased to this worker while its epoch stands."""

    id: UUID
    webhook_id: UUID
    url: str
    secrets: Sequence[str]
    topic: str
    payload: Mapping[str, Any]
    attempts: int
    epoch: int
    created_at: datetime


@dataclass(frozen=True)
class Outcome:
    """What came of one call: a status, or the kind of failure."""

    milliseconds: int
    status: int | None = None
    failure: str = ""
    answer: str = ""

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """The receiver says that it will never want to hear again."""
        return self.status == 410
