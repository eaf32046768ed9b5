"""A provider that makes people: for its domains, with harmless roles, and never administrators."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kurator.access.models import Role, Session, User, UserRole
from kurator.access.services import create_role
from kurator.sign_in.models import Provider
from kurator.sign_in.tests.identity import OidcProvider
from kurator.sign_in.tests.oidc_steps import come_in
from kurator.tracking.models import SecurityEvent
from tests.cast import Cast
from tests.client import Answer, ApiClient

Api = Callable[[str], ApiClient]
NEW = {"sub": "person-9", "email": "Petro@Example.com", "name": " Petro  New ", "locale": "uk-UA"}
WRONG_ADDRESSES = (
    "\u212aate@example.com",
    "\uff58@example.com",
    "p\u0435tro@example.com",
    "a\u202eb@example.com",
    "petro\u200b@example.com",
    "x@evil.example@example.com",
    "a,b@example.com",
    "<img src=x>@example.com",
    "a\nBcc: v@example.com",
    "@example.com",
    "y" * 250 + "@example.com",
)
pytestmark = pytest.mark.requirement("R001-58")


@pytest.fixture
def role(cast: Cast) -> Role:
    return create_role(
        code="caller", name={"en": "Caller"}, permissions=["parties.view"], scope="OWN"
    )


@pytest.fixture
def maker(api: Api, cast: Cast, provider: Provider, role: Role) -> Provider:
    """The provider, set up by the administrator to make people of example.com."""
    answer = change(api, provider, domains=["example.com"], role=role, cast=cast)
    assert answer.status == 200, answer.json
    return provider


def change(api: Api, provider: Provider, *, cast: Cast, role: Role, **values: Any) -> Answer:
    body = {
        "makes_people": True,
        "new_team_id": str(cast.anna.team_id),
        "new_role_ids": [str(role.id)],
        **values,
    }
    return api("arkady").patch(f"/providers/{provider.id}", body)


def test_by_default_nobody_is_made(idp: OidcProvider, provider: Provider, cast: Cast) -> None:
    Provider.objects.update(domains=["example.com"])
    before = User.objects.count()
    assert come_in(idp, provider, **NEW).json["code"] == "access.nobody_known"
    assert User.objects.count() == before


def test_a_new_person_has_the_team_and_the_roles_of_the_provider(
    idp: OidcProvider, maker: Provider, cast: Cast, role: Role
) -> None:
    answer = come_in(idp, maker, **NEW)
    assert answer.status == 200, answer.json
    assert answer.json["permissions"] == ["parties.view"]
    made = User.objects.get(email="petro@example.com")
    assert (made.name, made.language, made.team_id) == ("Petro New", "uk", cast.anna.team_id)
    assert not made.has_usable_password()
    event = SecurityEvent.objects.get(kind="access.person_by_provider")
    assert (event.subject, event.details["roles"]) == (str(made.id), ["caller"])
    assert come_in(idp, maker, **NEW).status == 200
    assert User.objects.filter(email="petro@example.com").count() == 1


def test_another_domain_makes_nobody(idp: OidcProvider, maker: Provider) -> None:
    answer = come_in(idp, maker, **{**NEW, "email": "petro@other.example"})
    assert answer.json["code"] == "access.nobody_known"
    lookalike = {**NEW, "email": "petro@example.com.other.example"}
    assert come_in(idp, maker, **lookalike).json["code"] == "access.nobody_known"


def test_an_unverified_address_makes_nobody(idp: OidcProvider, maker: Provider) -> None:
    answer = come_in(idp, maker, **NEW, email_verified=False)
    assert answer.json["code"] == "access.nobody_known"


@pytest.mark.parametrize("email", WRONG_ADDRESSES)
def test_an_address_that_is_none_or_a_lookalike_makes_nobody(
    idp: OidcProvider, maker: Provider, email: str
) -> None:
    before = User.objects.count()
    answer = come_in(idp, maker, **{**NEW, "email": email})
    assert (answer.status, answer.json["code"]) == (403, "access.nobody_known")
    assert User.objects.count() == before


def test_a_name_keeps_no_hidden_marks(idp: OidcProvider, maker: Provider) -> None:
    assert come_in(idp, maker, **{**NEW, "name": "Pe\u202etro \x07 New\u200b"}).status == 200
    assert User.objects.get(email="petro@example.com").name == "Petro  New"


def test_a_disabled_person_is_not_made_anew(idp: OidcProvider, maker: Provider, cast: Cast) -> None:
    User.objects.filter(id=cast.boris.id).update(is_active=False)
    answer = come_in(idp, maker, **{**NEW, "email": "boris@example.com"})
    assert answer.json["code"] == "access.nobody_known"


@pytest.mark.parametrize("permission", ["people.manage", "people.roles", "sign_in.manage"])
def test_a_role_that_administers_cannot_be_set(
    api: Api, provider: Provider, cast: Cast, permission: str
) -> None:
    strong = create_role(code="strong", name={"en": "S"}, permissions=[permission], scope="ALL")
    answer = change(api, provider, cast=cast, role=strong, domains=["example.com"])
    assert (answer.status, answer.json["errors"][0]["loc"]) == (422, ["new_role_ids"])


def test_a_wider_role_than_ones_own_cannot_be_set(
    api: Api, provider: Provider, cast: Cast, role: Role
) -> None:
    own = UserRole.objects.get(user=cast.arkady).role
    Role.objects.filter(id=own.id).update(scope="TEAM", fields={"party.segment": "NONE"})
    domains = ["example.com"]
    full = create_role(code="f", name={"en": "F"}, permissions=["parties.view"], scope="OWN")
    open_fields = change(api, provider, cast=cast, role=full, domains=domains)
    assert open_fields.json["errors"][0]["loc"] == ["new_role_ids"]
    Role.objects.filter(id=own.id).update(fields={})
    elsewhere = change(api, provider, cast=cast, role=full, domains=domains)
    assert elsewhere.json["errors"][0]["loc"] == ["new_team_id"]
    there = str(cast.arkady.team_id)
    wide = create_role(code="w", name={"en": "W"}, permissions=["parties.view"], scope="ALL")
    answer = change(api, provider, cast=cast, role=wide, domains=domains, new_team_id=there)
    assert answer.json["errors"][0]["loc"] == ["new_role_ids"]
    answer = change(api, provider, cast=cast, role=full, domains=domains, new_team_id=there)
    assert answer.status == 200, answer.json


def test_a_role_that_became_powerful_later_is_not_given(
    idp: OidcProvider, maker: Provider, role: Role
) -> None:
    Role.objects.filter(id=role.id).update(permissions=["parties.view", "people.roles"])
    assert come_in(idp, maker, **NEW).json["permissions"] == []
    made = User.objects.get(email="petro@example.com")
    assert not UserRole.objects.filter(user=made).exists()


def test_without_domains_it_is_not_switched_on(
    api: Api, provider: Provider, cast: Cast, role: Role
) -> None:
    answer = change(api, provider, cast=cast, role=role, domains=[])
    assert (answer.status, answer.json["errors"][0]["loc"]) == (422, ["domains"])
    gone = change(api, provider, cast=cast, role=role, domains=["a.b"], new_team_id=str(role.id))
    assert gone.json["errors"][0]["loc"] == ["new_team_id"]


def test_providers_are_changed_only_after_a_recent_proof(api: Api, provider: Provider) -> None:
    arkady = api("arkady")
    Session.objects.update(proven_at=datetime.now(UTC) - timedelta(minutes=16))
    path = f"/providers/{provider.id}"
    new = {"kind": "OIDC", "name": "Evil", "issuer": "https://evil.example", "client_id": "x"}
    for answer in (
        arkady.post("/providers", new),
        arkady.patch(path, {"issuer": "https://evil.example"}),
        arkady.delete(path),
    ):
        assert (answer.status, answer.json["code"]) == (403, "access.proof_needed")
    assert Provider.objects.get().issuer == provider.issuer
