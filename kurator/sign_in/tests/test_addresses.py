"""Log-ins lead by https, or to this very machine."""

from collections.abc import Callable
from typing import Any

import pytest

from kurator.sign_in.models import Provider
from kurator.sign_in.rules import is_safe_address
from kurator.sign_in.tests.identity import OidcProvider
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.requirement("R001-59")
PLAIN = "http://id.example.com"
OIDC = {"kind": "OIDC", "name": "Plain", "client_id": "x", "issuer": PLAIN}
SAML = {
    "kind": "SAML",
    "name": "Plain",
    "issuer": "urn:x",
    "sso_url": PLAIN,
    "metadata_url": PLAIN,
    "certificate": "x",
}


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://id.example.com", True),
        ("https://id.example.com:8443/x", True),
        ("http://127.0.0.1:9000", True),
        ("http://[::1]:9000", True),
        ("http://localhost:9000", True),
        (PLAIN, False),
        ("HTTP://id.example.com", False),
        ("http://10.0.0.7", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://localhost.evil.example", False),
        ("http://127.0.0.1@evil.example", False),
        ("ftp://127.0.0.1", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_https_and_this_machine_are_safe(address: str, is_safe: bool) -> None:
    assert is_safe_address(address) is is_safe


@pytest.mark.parametrize(
    ("draft", "fields"), [(OIDC, {"issuer"}), (SAML, {"sso_url", "metadata_url"})]
)
@pytest.mark.parametrize(
    ("language", "word"), [("en", "is needed"), ("ru", "Нужен адрес"), ("uk", "Потрібна адреса")]
)
def test_a_plain_address_is_refused_where_it_stands(
    api: Api, draft: dict[str, Any], fields: set[str], language: str, word: str
) -> None:
    arkady = api("arkady")
    assert arkady.patch("/session", {"language": language}).status == 200
    answer = arkady.post("/providers", draft)
    assert answer.status == 422
    told = {e["loc"][-1]: e["msg"] for e in answer.json["errors"] if e["code"] == "address"}
    assert set(told) == fields
    assert all(word in text and "https://" in text for text in told.values())
    assert not Provider.objects.exists()


def test_a_provider_that_sends_the_browser_elsewhere_in_plain_is_refused(
    idp: OidcProvider, provider: Provider
) -> None:
    idp.said_authorization = f"{PLAIN}/authorize"
    answer = ApiClient().post(f"/session/providers/{provider.id}")
    assert (answer.status, answer.json["code"]) == (401, "access.provider_refused")
