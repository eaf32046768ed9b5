from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.platform.api import StrictSchema


class DuplicateOut(Schema):
    """
    A customer with the same contact point or number. Of one who belongs to others only `team` is
    told: whom to ask.
    """

    matched: str
    value: str
    party_id: UUID | None
    number: int | None
    display_name: str | None
    team: str
    is_recycled: bool


class DuplicatesIn(StrictSchema):
    phones: list[str] = Field(default=[], max_length=50)
    emails: list[str] = Field(default=[], max_length=50)
    tax_id: str = ""
    external_id: str = ""
