from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime

from kurator.platform.api import StrictSchema


class ShareIn(StrictSchema):
    """With a person or a team; `until` is the instant at which it ends by itself."""

    user_id: UUID | None = None
    team_id: UUID | None = None
    can_edit: bool = False
    until: AwareDatetime | None = None


class ShareOut(Schema):
    id: UUID
    user_id: UUID | None
    team_id: UUID | None
    name: str
    can_edit: bool
    until: datetime | None
    created_at: datetime
    created_by: str
    is_over: bool
