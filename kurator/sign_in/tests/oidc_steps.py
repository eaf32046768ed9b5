"""The steps of a browser that comes by an OpenID Connect provider."""

from typing import Any

from kurator.sign_in.models import Provider
from kurator.sign_in.tests.identity import OidcProvider
from tests.client import Answer, ApiClient


def begin(client: ApiClient, provider: Provider) -> str:
    answer = client.post(f"/session/providers/{provider.id}")
    assert answer.status == 200, answer.json
    return str(answer.json["address"])


def finish(client: ApiClient, state: str, code: str) -> Answer:
    return client.post("/session/provider-code", {"state": state, "code": code})


def come_in(idp: OidcProvider, provider: Provider, **claims: Any) -> Answer:
    client = ApiClient()
    return finish(client, *idp.authorize(begin(client, provider), **claims))
