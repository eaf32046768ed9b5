"""A provider's word for an e-mail opens no account that could be logged in to before."""

from collections.abc import Callable
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kurator.access.models import Session, User
from kurator.sign_in.models import Provider, ProviderAccount
from kurator.sign_in.services.mail import SEND_NEWS
from kurator.sign_in.tasks import send_news
from kurator.sign_in.tests.builders import code_at, give_password
from kurator.sign_in.tests.identity import OidcProvider
from kurator.sign_in.tests.oidc_steps import begin, come_in, finish
from kurator.sign_in.tests.postman import Postman, body_of
from kurator.sign_in.tests.test_second_factor import set_up
from kurator.tracking.models import SecurityEvent
from tests.cast import PASSWORD, Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
ANNA = {"email": "anna@example.com", "password": PASSWORD}
pytestmark = pytest.mark.requirement("R001-58")


def come(idp: OidcProvider, provider: Provider, **claims: Any) -> ApiClient:
    """Return a browser whose provider named somebody that must log in first."""
    client = ApiClient()
    answer = finish(client, *idp.authorize(begin(client, provider), **claims))
    assert (answer.status, answer.json["code"]) == (403, "access.link_needs_log_in")
    assert client.get("/session").status == 401
    assert not ProviderAccount.objects.exists()
    return client


def test_who_has_a_password_shows_it_once(
    idp: OidcProvider, provider: Provider, cast: Cast, postman: Postman
) -> None:
    give_password(cast.anna)
    client = come(idp, provider)
    assert client.post("/session", ANNA).status == 200
    assert ProviderAccount.objects.get().user_id == cast.anna.id
    assert SecurityEvent.objects.filter(kind="access.provider_linked").count() == 1
    send_news(**ProcrastinateJob.objects.get(task_name=SEND_NEWS).args)
    assert "connected to a log-in provider" in body_of(postman.letters[0])
    assert come_in(idp, provider).status == 200


def test_who_has_a_factor_shows_it_too(
    idp: OidcProvider, provider: Provider, cast: Cast, api: Api
) -> None:
    give_password(cast.anna)
    secret, _ = set_up(api("anna"))
    client = come(idp, provider)
    assert client.post("/session", ANNA).status == 202
    assert not ProviderAccount.objects.exists()
    assert client.post("/session/code", {"code": code_at(secret)}).status == 200
    assert ProviderAccount.objects.get().user_id == cast.anna.id


def test_an_administrator_without_a_password_is_not_joined(
    idp: OidcProvider, provider: Provider, cast: Cast
) -> None:
    assert not User.objects.get(id=cast.arkady.id).has_usable_password()
    come(idp, provider, email="arkady@example.com")


def test_another_browser_and_another_person_make_no_link(
    idp: OidcProvider, provider: Provider, cast: Cast
) -> None:
    give_password(cast.anna)
    give_password(cast.boris)
    client = come(idp, provider)
    assert ApiClient().post("/session", ANNA).status == 200
    boris = {"email": "boris@example.com", "password": PASSWORD}
    assert client.post("/session", boris).status == 200
    assert not ProviderAccount.objects.exists()
    assert client.post("/session", ANNA).status == 200
    assert not ProviderAccount.objects.exists()


def test_a_provider_changed_meanwhile_is_not_linked(
    idp: OidcProvider, provider: Provider, cast: Cast, api: Api
) -> None:
    give_password(cast.anna)
    client = come(idp, provider)
    other = {"client_id": "another"}
    assert api("arkady").patch(f"/providers/{provider.id}", other).status == 200
    assert client.post("/session", ANNA).status == 200
    assert not ProviderAccount.objects.exists()


@pytest.mark.parametrize("change", [{"issuer": "https://other.example"}, {"client_id": "another"}])
def test_another_issuer_or_client_is_another_provider(
    idp: OidcProvider, provider: Provider, api: Api, change: dict[str, str]
) -> None:
    assert come_in(idp, provider).status == 200
    arkady = api("arkady")
    assert arkady.patch(f"/providers/{provider.id}", {"name": "Renamed"}).status == 200
    assert ProviderAccount.objects.count() == 1
    assert arkady.patch(f"/providers/{provider.id}", change).status == 200
    assert not ProviderAccount.objects.exists()
    event = SecurityEvent.objects.filter(kind="access.provider_changed").latest("at")
    assert event.details["unlinked"] == 1


def test_a_way_begun_before_the_change_ends(
    idp: OidcProvider, provider: Provider, api: Api
) -> None:
    client = ApiClient()
    steps = idp.authorize(begin(client, provider))
    assert api("arkady").patch(f"/providers/{provider.id}", {"name": "Renamed"}).status == 200
    assert finish(client, *steps).json["code"] == "access.provider_refused"
    assert not Session.objects.filter(method="oidc:Firm").exists()
