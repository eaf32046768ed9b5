"""OpenID Connect against a provider that runs on this machine, and the usual attacks."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from joserfc.jwk import RSAKey

from kurator.access.models import Session, User
from kurator.platform.limits import Rate
from kurator.sign_in.models import Provider, ProviderAccount
from kurator.sign_in.outgoing import ProviderAnswer, ProviderSession
from kurator.sign_in.tests.identity import OidcProvider
from kurator.sign_in.tests.oidc_steps import begin, come_in, finish
from tests.cast import Cast
from tests.client import ApiClient


def test_a_person_comes_in_by_the_provider(idp: OidcProvider, provider: Provider) -> None:
    buttons = ApiClient().get("/session/providers").json
    assert buttons == [{"id": str(provider.id), "name": "Firm"}]
    answer = come_in(idp, provider)
    assert answer.status == 200, answer.json
    assert answer.json["user"]["email"] == "anna@example.com"
    assert Session.objects.get().method == "oidc:Firm"
    asked = idp.seen[0]
    assert asked["code_verifier"]
    assert asked["authorization"].startswith("Basic ")


def test_one_address_does_not_have_the_provider_asked_again_and_again(
    idp: OidcProvider, provider: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.RATES, "doors", Rate(0.1, 3))
    paths = [f"/session/providers/{provider.id}"] * 3 + ["/session/passkey/options"]
    strangers = [
        ApiClient().client.post(f"/api/v1{path}", REMOTE_ADDR="198.51.100.99") for path in paths
    ]
    assert [answer.status_code for answer in strangers] == [200, 200, 200, 429]
    assert int(strangers[-1].headers["Retry-After"]) >= 1
    other = ApiClient().client.post(f"/api/v1{paths[0]}", REMOTE_ADDR="198.51.100.98")
    assert other.status_code == 200


def test_afterwards_the_providers_own_id_decides(idp: OidcProvider, provider: Provider) -> None:
    assert come_in(idp, provider).status == 200
    assert come_in(idp, provider, email="boris@example.com").json["user"]["name"] == "Anna Test"
    assert ProviderAccount.objects.count() == 1


def test_a_state_works_once_and_in_one_browser(idp: OidcProvider, provider: Provider) -> None:
    client = ApiClient()
    state, code = idp.authorize(begin(client, provider))
    stranger = ApiClient()
    assert finish(stranger, state, code).status == 401
    begin(stranger, provider)
    assert finish(stranger, state, code).json["detail"].count("state")
    assert finish(client, state, code).status == 200
    again = idp.authorize(f"?state={state}&client_id=kurator")
    assert finish(client, *again).status == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another log-in"},
        {"nonce": None},
        {"aud": "another-program"},
        {"azp": "another-program"},
        {"iss": "https://evil.example"},
        {"exp": int((datetime.now(UTC) - timedelta(minutes=5)).timestamp())},
        {"exp": None},
        {"sub": ""},
    ],
)
def test_a_token_that_is_not_whole_lets_nobody_in(
    idp: OidcProvider, provider: Provider, claims: dict[str, Any]
) -> None:
    answer = come_in(idp, provider, **claims)
    assert (answer.status, answer.json["code"]) == (401, "access.provider_refused")
    assert not Session.objects.exists()


def test_a_token_signed_by_another_key_is_refused(idp: OidcProvider, provider: Provider) -> None:
    idp.signing = RSAKey.generate_key(2048)
    assert come_in(idp, provider).status == 401


def test_the_public_key_is_no_shared_secret(idp: OidcProvider, provider: Provider) -> None:
    idp.sign_with_public_key()
    assert come_in(idp, provider).status == 401


def test_a_provider_that_names_another_issuer_is_refused(
    idp: OidcProvider, provider: Provider
) -> None:
    idp.said_issuer = "https://evil.example"
    assert ApiClient().post(f"/session/providers/{provider.id}").status == 401


def test_an_unverified_address_is_nobody(idp: OidcProvider, provider: Provider) -> None:
    answer = come_in(idp, provider, email_verified=False)
    assert (answer.status, answer.json["code"]) == (403, "access.nobody_known")


def test_a_provider_speaks_only_for_its_domains(idp: OidcProvider, provider: Provider) -> None:
    Provider.objects.update(domains=["other.example"])
    assert come_in(idp, provider).status == 403
    Provider.objects.update(domains=["example.com"])
    for unsure in (False, None, "true"):
        answer = come_in(idp, provider, email_verified=unsure)
        assert (answer.status, answer.json["code"]) == (403, "access.nobody_known")
    assert not ProviderAccount.objects.exists()
    assert come_in(idp, provider).status == 200


def test_a_disabled_person_and_a_disabled_provider_let_nobody_in(
    idp: OidcProvider, provider: Provider, cast: Cast
) -> None:
    assert come_in(idp, provider).status == 200
    User.objects.filter(id=cast.anna.id).update(is_active=False)
    assert come_in(idp, provider).status == 403
    Provider.objects.update(is_enabled=False)
    assert ApiClient().post(f"/session/providers/{provider.id}").status == 404


def test_a_provider_in_the_internal_network_is_not_called(
    idp: OidcProvider, provider: Provider, settings: Any
) -> None:
    settings.EGRESS_ALLOW = ()
    answer = ApiClient().post(f"/session/providers/{provider.id}")
    assert answer.json["code"] == "platform.address_refused"


def test_nothing_is_locked_while_the_provider_is_asked(
    idp: OidcProvider, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider may take seconds; meanwhile no transaction of the request is open."""
    depth_of_test = len(connection.savepoint_ids)
    depths: list[int] = []
    send = ProviderSession.request

    def watched(self: ProviderSession, *args: Any, **kwargs: Any) -> ProviderAnswer:
        depths.append(len(connection.savepoint_ids) - depth_of_test)
        return send(self, *args, **kwargs)

    monkeypatch.setattr(ProviderSession, "request", watched)
    assert come_in(idp, provider).status == 200
    assert len(depths) >= 4
    assert set(depths) == {0}
