"""Passkeys through the API, with a software authenticator; a real browser's is in the journeys."""

from collections.abc import Callable
from typing import Any

import pytest
from fido2.webauthn import AuthenticatorData

from kurator.access.models import Session, User
from kurator.sign_in.tests.builders import give_password
from kurator.sign_in.tests.soft_passkey import SoftPasskey
from tests.cast import PASSWORD, Cast
from tests.client import Answer, ApiClient

ANNA = {"email": "anna@example.com", "password": PASSWORD}
Api = Callable[[str], ApiClient]


def add(client: ApiClient, passkey: SoftPasskey, name: str = "Laptop") -> Answer:
    options = client.post("/me/passkeys/options").json["options"]
    body = {"name": name, "credential": passkey.register(options)}
    return client.post("/me/passkeys", body)


def offer(client: ApiClient) -> dict[str, Any]:
    answer = client.post("/session/passkey/options")
    assert answer.status == 200, answer.json
    options: dict[str, Any] = answer.json["options"]
    return options


@pytest.fixture
def passkey(cast: Cast, api: Api) -> SoftPasskey:
    give_password(cast.anna)
    made = SoftPasskey()
    answer = add(api("anna"), made)
    assert answer.status == 200, answer.json
    assert len(answer.json["codes"]) == 10
    return made


def test_a_passkey_logs_in_without_a_password(cast: Cast, passkey: SoftPasskey) -> None:
    client = ApiClient()
    options = offer(client)
    assert not options["publicKey"].get("allowCredentials")
    assert options["publicKey"]["userVerification"] == "required"
    done = client.post("/session/passkey", {"credential": passkey.sign(options)})
    assert done.status == 200, done.json
    assert done.json["user"]["email"] == "anna@example.com"
    session = Session.objects.latest("created_at")
    assert (session.method, session.is_strong) == ("webauthn", True)


def test_a_passkey_is_the_second_step(cast: Cast, passkey: SoftPasskey) -> None:
    client = ApiClient()
    assert client.post("/session", ANNA).json == {"ways": ["webauthn", "recovery_codes"]}
    options = offer(client)
    assert len(options["publicKey"]["allowCredentials"]) == 1
    done = client.post("/session/passkey", {"credential": passkey.sign(options)})
    assert done.status == 200, done.json


def test_a_signature_works_once(cast: Cast, passkey: SoftPasskey) -> None:
    client = ApiClient()
    signed = passkey.sign(offer(client))
    assert client.post("/session/passkey", {"credential": signed}).status == 200
    assert client.post("/session/passkey", {"credential": signed}).status == 401
    offer(client)
    assert client.post("/session/passkey", {"credential": signed}).status == 401


def test_a_challenge_belongs_to_the_browser_it_was_given_to(
    cast: Cast, passkey: SoftPasskey
) -> None:
    signed = passkey.sign(offer(ApiClient()))
    stranger = ApiClient()
    assert stranger.post("/session/passkey", {"credential": signed}).status == 401
    offer(stranger)
    assert stranger.post("/session/passkey", {"credential": signed}).status == 401


def test_a_passkey_of_another_site_is_refused(cast: Cast, passkey: SoftPasskey) -> None:
    client = ApiClient()
    passkey.origin = "https://evil.example"
    signed = passkey.sign(offer(client))
    assert client.post("/session/passkey", {"credential": signed}).status == 401


def test_without_verification_of_the_person_it_is_refused(cast: Cast, passkey: SoftPasskey) -> None:
    client = ApiClient()
    signed = passkey.sign(offer(client), flags=AuthenticatorData.FLAG.UP)
    assert client.post("/session/passkey", {"credential": signed}).status == 401


def test_another_key_in_the_name_of_the_person_is_refused(cast: Cast, passkey: SoftPasskey) -> None:
    client, forged = ApiClient(), SoftPasskey()
    forged.id, forged.handle = passkey.id, passkey.handle
    signed = forged.sign(offer(client))
    assert client.post("/session/passkey", {"credential": signed}).status == 401


def test_a_copied_key_is_noticed_by_its_counter(cast: Cast, passkey: SoftPasskey) -> None:
    client = ApiClient()
    for counter, expected in ((5, 200), (5, 401), (4, 401), (6, 200)):
        passkey.counter = counter
        answer = client.post("/session/passkey", {"credential": passkey.sign(offer(client))})
        assert answer.status == expected, counter


def test_a_disabled_person_does_not_come_in_by_a_passkey(cast: Cast, passkey: SoftPasskey) -> None:
    User.objects.filter(id=cast.anna.id).update(is_active=False)
    client = ApiClient()
    signed = passkey.sign(offer(client))
    assert client.post("/session/passkey", {"credential": signed}).status == 401


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"response": None},
        {"response": {"userHandle": "!!"}},
        {"id": 7, "rawId": "a", "response": {"userHandle": "AAAA", "clientDataJSON": "x"}},
    ],
)
def test_nonsense_is_refused_calmly(
    cast: Cast, passkey: SoftPasskey, credential: dict[str, Any], api: Api
) -> None:
    client = ApiClient()
    offer(client)
    assert client.post("/session/passkey", {"credential": credential}).status == 401
    anna = api("anna")
    anna.post("/me/passkeys/options")
    answer = anna.post("/me/passkeys", {"name": "X", "credential": credential})
    assert answer.status == 422
    anna.post("/me/proof/options")
    assert anna.post("/me/proof", {"credential": credential}).status == 422


def test_a_passkey_is_renamed_and_proves_who_one_is(
    cast: Cast, passkey: SoftPasskey, api: Api
) -> None:
    anna = api("anna")
    factor = anna.get("/me/security").json["factors"][0]
    assert anna.patch(f"/me/factors/{factor['id']}", {"name": "Phone"}).status == 204
    assert anna.get("/me/security").json["factors"][0]["name"] == "Phone"
    options = anna.post("/me/proof/options").json["options"]
    assert anna.post("/me/proof", {"credential": passkey.sign(options)}).status == 204
