from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.kernel.localized import Language
from kurator.platform.api import StrictSchema

Theme = Literal["light", "dark", "auto"]
Way = Literal["totp", "webauthn", "recovery_codes"]
Purpose = Literal["INVITATION", "RESET", "FACTORS"]


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


class LookerOut(Schema):
    """Who sees with the eyes of `user`, and until when."""

    id: UUID
    name: str
    until: datetime


class SessionOut(Schema):
    """`looker` is there while an administrator sees as `user`; nothing can be changed then."""

    user: MeOut
    permissions: list[str]
    scope: str
    time_zone: str
    must_add_factor: bool
    """The person's role asks for a second factor, and this session has none: nothing else opens."""
    looker: LookerOut | None = None


class SecondStepOut(Schema):
    """The password is right; one of the ways must follow."""

    ways: list[Way]


class CodeIn(StrictSchema):
    code: str = Field(min_length=6, max_length=40)


class Empty(StrictSchema):
    pass


class OptionsOut(Schema):
    """Options of WebAuthn, as the browser's `navigator.credentials` takes them from JSON."""

    options: dict[str, Any]


class CredentialIn(StrictSchema):
    credential: dict[str, Any]


class LinkIn(StrictSchema):
    token: str = Field(min_length=20, max_length=100)


class LinkOut(Schema):
    purpose: Purpose
    email: str
    name: str
    language: Language
    expires_at: datetime


class LinkUseIn(LinkIn):
    password: str = Field(max_length=300)


class ResetIn(StrictSchema):
    email: str = Field(min_length=3, max_length=254)


class OwnNameIn(StrictSchema):
    name: str = Field(min_length=1, max_length=200)


class PasswordIn(StrictSchema):
    old_password: str = Field(default="", max_length=300)
    new_password: str = Field(max_length=300)


class FactorOut(Schema):
    id: int
    kind: Literal["totp", "webauthn"]
    name: str
    created_at: datetime
    last_used_at: datetime | None


class SecurityOut(Schema):
    has_password: bool
    factors: list[FactorOut]
    recovery_codes_left: int
    must_have_factor: bool
    proven_until: datetime
    """Until when dangerous acts need no new proof of who one is."""


class TotpOut(Schema):
    secret: str
    address: str
    svg: str
    """The address as a picture for the app's camera."""


class RecoveryCodesOut(Schema):
    """Shown once; empty when the codes that exist stay valid."""

    codes: list[str]


class PasskeyIn(CredentialIn):
    name: str = Field(min_length=1, max_length=80)


class OpenSessionOut(Schema):
    id: UUID
    device: str
    is_phone: bool
    addr: str
    method: str
    created_at: datetime
    last_seen_at: datetime
    is_this: bool


class EndedOut(Schema):
    ended: int


class ProofIn(StrictSchema):
    """One of the three."""

    password: str = Field(default="", max_length=300)
    code: str = Field(default="", max_length=40)
    credential: dict[str, Any] | None = None


class ProviderButtonOut(Schema):
    id: UUID
    name: str


class AddressOut(Schema):
    address: str


class ProviderCodeIn(StrictSchema):
    state: str = Field(min_length=1, max_length=200)
    code: str = Field(min_length=1, max_length=4000)


ProviderKind = Literal["OIDC", "SAML"]


class MetadataIn(StrictSchema):
    """One of `address` and `xml`; `issuer` chooses among several providers."""

    address: str = Field(default="", max_length=2000)
    xml: str = Field(default="", max_length=900_000)
    issuer: str = Field(default="", max_length=500)


class CertificateOut(Schema):
    name: str
    expires_at: datetime
    fingerprint: str


class MetadataOut(Schema):
    """What a SAML provider says of itself, to be looked at before it is saved."""

    issuer: str
    sso_url: str
    certificate: str
    certificates: list[CertificateOut]


class ProviderPatch(StrictSchema):
    name: str = Field(default="", min_length=1, max_length=80)
    is_enabled: bool = True
    issuer: str = Field(default="", min_length=1, max_length=500)
    client_id: str = Field(default="", max_length=500)
    client_secret: str = Field(default="", max_length=2000)
    sso_url: str = Field(default="", max_length=1000)
    certificate: str = Field(default="", max_length=40_000)
    metadata_url: str = Field(default="", max_length=2000)
    domains: list[str] = Field(default_factory=list, max_length=100)
    is_second_factor: bool = True
    makes_people: bool = False
    new_team_id: UUID | None = None
    new_role_ids: list[UUID] = Field(default_factory=list, max_length=20)


class ProviderIn(ProviderPatch):
    kind: ProviderKind
    name: str = Field(min_length=1, max_length=80)
    issuer: str = Field(min_length=1, max_length=500)


class ProviderOut(Schema):
    """`callback` and `entity_id` are what the provider's administrator enters on his side."""

    id: UUID
    kind: ProviderKind
    name: str
    is_enabled: bool
    issuer: str
    client_id: str
    has_secret: bool
    sso_url: str
    certificate: str
    certificates: list[CertificateOut]
    metadata_url: str
    metadata_read_at: datetime | None
    """When the description at `metadata_url` was last taken over; it is read each day."""
    metadata_problem: str
    """Why it could not be read the last time, in the reader's language; empty when it could."""
    domains: list[str]
    is_second_factor: bool
    makes_people: bool
    new_team_id: UUID | None
    new_role_ids: list[UUID]
    callback: str
    entity_id: str
