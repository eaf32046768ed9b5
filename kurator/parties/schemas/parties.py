from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.parties.schemas.contacts import ContactPointIn, ContactPointOut
from kurator.parties.schemas.duplicates import DuplicateOut
from kurator.parties.schemas.shapes import Values
from kurator.platform.api import StrictSchema


class PartyIn(StrictSchema):
    """`values` by field code; `party.name` is a text or texts by language."""

    values: Values
    phones: list[str] = Field(default=[], max_length=50)
    emails: list[str] = Field(default=[], max_length=50)
    contact_points: list[ContactPointIn] = Field(default=[], max_length=50)
    tags: list[UUID] = Field(default=[], max_length=100)


class PartyCreated(Schema):
    id: UUID
    number: int
    version: int
    duplicates: list[DuplicateOut]


class PartyPatch(StrictSchema):
    """`base` holds the values that the editor saw; of two editors none is overwritten silently."""

    set: Values
    base: Values = {}


class OwnerOut(Schema):
    id: UUID
    name: str


class TagOnParty(Schema):
    id: UUID
    name: str


class CompletenessOut(Schema):
    percent: int
    missing: list[str]


class PartyOut(Schema):
    id: UUID
    number: int
    kind: str
    display_name: str
    name: dict[str, str]
    lang: str
    version: int
    owner: OwnerOut | None
    contact_points: list[ContactPointOut]
    tags: list[TagOnParty]
    completeness: CompletenessOut
    values: Values


class FeedEntryOut(Schema):
    id: str
    at: datetime
    kind: str
    actor: str
    details: dict[str, Any]


class FeedOut(Schema):
    items: list[FeedEntryOut]
    next_before: datetime | None


class CardOut(Schema):
    """`sections` by code: what each domain adds to the card."""

    party: PartyOut
    sections: dict[str, Any]
    feed: FeedOut
