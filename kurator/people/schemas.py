"""Shapes of people, teams and roles."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from kurator.access.types import Scope
from kurator.kernel.localized import Language
from kurator.platform.api import StrictSchema
from kurator.platform.shapes import NameIn

PersonState = Literal["active", "invited", "disabled"]
Way = Literal["totp", "webauthn", "recovery_codes"]
FieldRight = Literal["NONE", "READ", "EDIT"]


class PersonIn(StrictSchema):
    email: str = Field(max_length=254)
    name: str = Field(max_length=200)
    team_id: UUID | None = None
    role_ids: list[UUID] = Field(max_length=50)
    language: Language = "en"


class PersonPatch(StrictSchema):
    email: str = Field("", max_length=254)
    name: str = Field("", max_length=200)
    team_id: UUID | None = None
    role_ids: list[UUID] = Field([], max_length=50)
    language: Language = "en"


class AdministeredPersonOut(Schema):
    id: UUID
    name: str
    initials: str
    email: str
    language: Language
    team_id: UUID | None
    role_ids: list[UUID]
    state: PersonState
    last_seen_at: datetime | None
    can_change: bool


class PersonDetailOut(AdministeredPersonOut):
    """`customers` is how many customers the person answers for."""

    customers: int
    second_factors: list[Way]


class InvitedOut(Schema):
    """`link` is shown once; whoever opens it sets a password and logs in."""

    person: AdministeredPersonOut
    link: str


class LookIn(StrictSchema):
    """`user_id` is the person whose eyes they shall be."""

    user_id: UUID


class LookOut(Schema):
    user_id: UUID
    until: datetime


class TeamIn(StrictSchema):
    name: NameIn
    parent_id: UUID | None = None


class TeamPatch(StrictSchema):
    name: NameIn


class TeamMove(StrictSchema):
    parent_id: UUID | None


class TeamOut(Schema):
    id: UUID
    name: str
    names: dict[str, str]
    parent_id: UUID | None
    people: int


class RoleIn(StrictSchema):
    name: NameIn
    permissions: list[str] = Field(max_length=500)
    scope: Scope
    fields: dict[str, FieldRight] = {}
    requires_second_factor: bool = False


class RolePatch(StrictSchema):
    name: NameIn | None = None
    permissions: list[str] | None = Field(None, max_length=500)
    scope: Scope | None = None
    fields: dict[str, FieldRight] | None = None
    requires_second_factor: bool | None = None


class RoleNameOut(Schema):
    id: UUID
    name: str


class RoleOut(Schema):
    """`people` counts those who are active."""

    id: UUID
    name: str
    names: dict[str, str]
    permissions: list[str]
    scope: Scope
    fields: dict[str, FieldRight]
    requires_second_factor: bool
    is_system: bool
    people: int
    can_change: bool


class PermissionOut(Schema):
    code: str
    label: str


class PermissionGroupOut(Schema):
    code: str
    label: str
    permissions: list[PermissionOut]


class RestrictableFieldOut(Schema):
    code: str
    label: str
    group: str


class RolesOut(Schema):
    """All roles, and what a role can be made of."""

    roles: list[RoleOut]
    groups: list[PermissionGroupOut]
    fields: list[RestrictableFieldOut]


class KeyIn(StrictSchema):
    """`networks` are addresses or networks it may be used from; none = from everywhere."""

    name: str = Field(max_length=100)
    scopes: list[str] = Field(max_length=500)
    networks: list[str] = Field([], max_length=50)
    expires_at: AwareDatetime | None = None


class KeyOut(Schema):
    """`beginning` is what a key is recognized by; `scopes` narrow the rights of its owner."""

    id: UUID
    name: str
    beginning: str
    owner_id: UUID
    owner: str
    scopes: list[str]
    networks: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    last_used_addr: str
    state: Literal["active", "expired", "revoked"]


class KeyMadeOut(Schema):
    """`secret` is the key itself, shown only here."""

    key: KeyOut
    secret: str
