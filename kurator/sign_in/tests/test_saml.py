"""SAML against answers that a real signer made, and the usual attacks."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kurator.access.models import Session
from kurator.sign_in.models import Provider, SeenAssertion
from kurator.sign_in.tests.builders import give_password, make_harmless
from kurator.sign_in.tests.identity import SamlProvider
from tests.cast import PASSWORD, Cast
from tests.client import ApiClient


@pytest.fixture(scope="module")
def idp() -> SamlProvider:
    return SamlProvider()


@pytest.fixture
def provider(cast: Cast, idp: SamlProvider) -> Provider:
    make_harmless(cast.anna)
    return Provider.objects.create(
        kind="SAML",
        name="Firm",
        issuer=idp.entity_id,
        sso_url="https://idp.example.com/sso",
        certificate=idp.certificate,
        domains=["example.com"],
        changed_at=datetime.now(UTC),
    )


class Browser:
    """One browser on its way to the provider and back."""

    def __init__(self, idp: SamlProvider, provider: Provider) -> None:
        self.idp, self.provider, self.client = idp, provider, ApiClient()
        root = f"http://testserver/api/v1/session/saml/{provider.id}"
        self.acs, self.entity = f"{root}/acs", f"{root}/metadata"
        answer = self.client.post(f"/session/providers/{provider.id}")
        assert answer.status == 200, answer.json
        self.request_id = idp.request_id(answer.json["address"])

    def answer(self, by: SamlProvider | None = None, **changes: Any) -> str:
        given = {"request_id": self.request_id, "acs": self.acs, "audience": self.entity}
        return (by or self.idp).respond(**{**given, **changes})

    def post(self, response: str) -> int:
        """The provider's page posts without our cookies."""
        path = f"/api/v1/session/saml/{self.provider.id}/acs"
        status: int = ApiClient().client.post(path, {"SAMLResponse": response}).status_code
        return status

    def finish(self) -> int:
        return self.client.post("/session/provider-assertion").status


Go = Callable[[], Browser]


@pytest.fixture
def go(idp: SamlProvider, provider: Provider) -> Go:
    return lambda: Browser(idp, provider)


def test_a_person_comes_in_by_a_signed_assertion(go: Go) -> None:
    browser = go()
    assert browser.post(browser.answer()) == 303
    assert browser.finish() == 200
    assert Session.objects.get().method == "saml:Firm"
    assert browser.client.get("/session").json["user"]["email"] == "anna@example.com"


def test_who_has_a_password_shows_it_before_he_is_linked(go: Go, cast: Cast) -> None:
    give_password(cast.anna)
    browser = go()
    assert browser.post(browser.answer()) == 303
    answer = browser.client.post("/session/provider-assertion")
    assert (answer.status, answer.json["code"]) == (403, "access.link_needs_log_in")
    own = {"email": "anna@example.com", "password": PASSWORD}
    assert browser.client.post("/session", own).status == 200
    SeenAssertion.objects.all().delete()
    again = go()
    assert again.post(again.answer()) == 303
    assert again.finish() == 200


def test_another_certificate_is_another_provider(go: Go, api: Callable[[str], ApiClient]) -> None:
    browser = go()
    assert browser.post(browser.answer()) == 303
    assert browser.finish() == 200
    thief = SamlProvider()
    changed = {"certificate": thief.certificate}
    assert api("arkady").patch(f"/providers/{browser.provider.id}", changed).status == 200
    SeenAssertion.objects.all().delete()
    later = go()
    assert later.post(later.answer(by=thief, email="nobody@other.example")) == 303
    assert later.finish() == 403


def test_without_domains_it_names_nobody(go: Go) -> None:
    Provider.objects.update(domains=[])
    browser = go()
    assert browser.post(browser.answer()) == 303
    assert browser.finish() == 403


def test_metadata_name_our_address(go: Go) -> None:
    browser = go()
    answer = ApiClient().get(f"/session/saml/{browser.provider.id}/metadata")
    assert browser.acs.encode() in answer.content


def test_unsigned_is_refused(go: Go) -> None:
    browser = go()
    assert browser.post(browser.answer(signed=False)) == 401
    assert browser.finish() == 401


def test_signed_by_another_is_refused(go: Go) -> None:
    browser = go()
    assert browser.post(browser.answer(by=SamlProvider())) == 401


def test_a_browser_is_told_of_a_refusal_on_our_own_page(go: Go) -> None:
    browser = go()
    path = f"/api/v1/session/saml/{browser.provider.id}/acs"
    form = {"SAMLResponse": browser.answer(signed=False)}
    answer = ApiClient().client.post(path, form, headers={"Accept": "text/html,*/*"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login/finish?saml=1")
    told = browser.client.post("/session/provider-assertion")
    assert (told.status, told.json["code"]) == (401, "access.provider_refused")


def test_for_another_audience_is_refused(go: Go) -> None:
    browser = go()
    assert browser.post(browser.answer(audience="https://other.example")) == 401


def test_for_another_address_is_refused(go: Go) -> None:
    browser = go()
    assert browser.post(browser.answer(acs="https://other.example/acs")) == 401


def test_from_another_issuer_is_refused(go: Go) -> None:
    browser = go()
    assert browser.post(browser.answer(issuer="https://evil.example")) == 401


def test_expired_is_refused(go: Go) -> None:
    browser = go()
    assert browser.post(browser.answer(ages=timedelta(minutes=20))) == 401


def test_changed_after_signing_is_refused(go: Go) -> None:
    browser = go()
    raw = base64.b64decode(browser.answer()).replace(b"anna@example.com", b"arkady@example.com")
    assert browser.post(base64.b64encode(raw).decode()) == 401


def test_a_second_assertion_wrapped_around_the_signed_one_is_refused(go: Go) -> None:
    browser = go()
    raw = base64.b64decode(browser.answer())
    start, end = raw.index(b"<saml:Assertion"), raw.index(b"</saml:Assertion>") + 17
    forged = base64.b64decode(browser.answer(signed=False, email="arkady@example.com", uid="x"))
    fstart, fend = forged.index(b"<saml:Assertion"), forged.index(b"</saml:Assertion>") + 17
    evil = forged[fstart:fend].replace(b"_assertion1", b"_evil")
    wrapped = raw[:start] + evil + raw[start:end] + raw[end:]
    assert browser.post(base64.b64encode(wrapped).decode()) == 401


def test_a_comment_in_the_name_does_not_cut_it(go: Go, idp: SamlProvider) -> None:
    browser = go()
    posted = browser.post(browser.answer(email="anna@example.com<!-- x -->.evil.example"))
    assert posted == 401 or browser.finish() == 403
    assert not Session.objects.exists()


def test_unasked_is_refused(go: Go) -> None:
    browser = go()
    assert browser.post(browser.answer(request_id="_somebody-elses")) == 401
    assert browser.post(browser.answer(request_id="")) == 401


def test_replayed_is_refused(go: Go) -> None:
    browser = go()
    answer = browser.answer()
    assert browser.post(answer) == 303
    assert browser.post(answer) == 401
    assert browser.finish() == 200
    assert browser.finish() == 401
    assert browser.post(answer) == 401


def test_an_assertion_lets_in_only_the_browser_that_asked(go: Go) -> None:
    browser, victim = go(), go()
    assert browser.post(browser.answer()) == 303
    assert victim.finish() == 401
    assert ApiClient().post("/session/provider-assertion").status == 401


@pytest.mark.parametrize(
    "text", ["", "%%%", "AAAA", base64.b64encode(b"<a/>").decode(), "A" * 300_000]
)
def test_nonsense_is_refused_calmly(go: Go, text: str) -> None:
    assert go().post(text) in (401, 422)


def test_entities_are_not_read(go: Go) -> None:
    browser = go()
    evil = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r InResponseTo="&x;"/>'
    assert browser.post(base64.b64encode(evil).decode()) == 401
