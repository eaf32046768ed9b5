from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.kernel.localized import Language
from kurator.platform.api import StrictSchema

Theme = Literal["light", "dark", "auto"]


class SessionIn(StrictSchema):
    email: str = Field(max_length=254)
    password: str = Field(max_length=300)


class SessionPatch(StrictSchema):
    language: Language | None = None
    theme: Theme | None = None


class MeOut(Schema):
    id: UUID
    name: str
    email: str
    initials: str
    language: Language
    theme: Theme


class SessionOut(Schema):
    user: MeOut
    permissions: list[str]
    scope: str
    time_zone: str


class PersonOut(Schema):
    id: UUID
    name: str
    initials: str
    team_id: UUID | None
    is_active: bool


class TeamOut(Schema):
    id: UUID
    name: str
    parent_id: UUID | None


class DemoLogIn(Schema):
    email: str
    password: str
    role: str
    name: str


class DemoOut(Schema):
    logins: list[DemoLogIn]
