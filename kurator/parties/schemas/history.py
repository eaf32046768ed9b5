from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from kurator.platform.api import StrictSchema


class ActorOut(Schema):
    kind: str
    id: str
    name: str


class FieldChangeOut(Schema):
    field: str
    label: str
    old: Any
    new: Any
    old_label: str
    new_label: str


class ChangeOut(Schema):
    id: UUID
    at: datetime
    actor: ActorOut
    channel: str
    addr: str
    reason: str
    undoes_id: UUID | None
    entity: str
    operation: str
    changes: list[FieldChangeOut]
    can_undo: bool


class HistoryPage(Schema):
    items: list[ChangeOut]
    next_cursor: str | None


class UndoIn(StrictSchema):
    """Without a field the whole change is taken back."""

    field: str | None = None
