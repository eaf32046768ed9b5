from typing import Literal
from uuid import UUID

from ninja import Schema

from kurator.parties.schemas.duplicates import DuplicateOut
from kurator.platform.api import StrictSchema

ContactKind = Literal["PHONE", "EMAIL", "MESSENGER", "WEBSITE", "ADDRESS"]


class ContactPointIn(StrictSchema):
    kind: ContactKind
    value: str
    extension: str = ""
    label: str = ""
    is_preferred: bool = False


class ContactPointValues(StrictSchema):
    value: str | None = None
    extension: str | None = None
    label: str | None = None
    is_preferred: bool | None = None


class ContactPointPatch(ContactPointValues):
    """`base` holds what the editor saw; of two editors none is overwritten silently."""

    base: ContactPointValues | None = None


class ContactPointOut(Schema):
    id: UUID
    kind: str
    value: str
    norm: str
    extension: str
    label: str
    is_preferred: bool


class ContactPointAdded(ContactPointOut):
    duplicates: list[DuplicateOut]
