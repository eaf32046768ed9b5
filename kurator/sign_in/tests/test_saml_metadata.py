"""A SAML provider by the address of its description, against a real server on this machine."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest

from kurator.sign_in.models import Provider, ProviderAccount, SeenAssertion
from kurator.sign_in.rules import certificates_in
from kurator.sign_in.services.metadata_refresh import READ_AGAIN, TRY_AGAIN, claim_due_provider
from kurator.sign_in.tasks import read_next
from kurator.sign_in.tests.builders import make_harmless
from kurator.sign_in.tests.identity import MetadataServer, SamlProvider, metadata_server
from kurator.sign_in.tests.test_saml import Browser
from kurator.tracking.models import SecurityEvent
from tests.cast import Cast
from tests.client import ApiClient

Api = Callable[[str], ApiClient]
pytestmark = pytest.mark.requirement("R001-58")
NOW = datetime.now(UTC)


@pytest.fixture
def idp() -> SamlProvider:
    return SamlProvider()


@pytest.fixture
def place(idp: SamlProvider, settings: Any) -> Iterator[MetadataServer]:
    settings.EGRESS_ALLOW = (ip_network("127.0.0.0/8"),)
    with metadata_server(idp.metadata()) as place:
        yield place


@pytest.fixture
def provider(cast: Cast, place: MetadataServer, api: Api) -> Provider:
    """As the page sets it up: read, looked at, saved; then read by the worker."""
    make_harmless(cast.anna)
    found = read(api, address=place.address).json
    body = {"kind": "SAML", "name": "Firm", "domains": ["example.com"]}
    body |= {name: found[name] for name in ("issuer", "sso_url", "certificate")}
    answer = api("arkady").post("/providers", {**body, "metadata_url": place.address})
    assert answer.status == 201, answer.json
    assert answer.json["metadata_read_at"] is None
    assert read_next(now=NOW)
    return Provider.objects.get()


def read(api: Api, **body: str) -> Any:
    return api("arkady").post("/provider-metadata", body)


def shown(api: Api) -> Any:
    return api("arkady").get("/providers").json[0]


def come(idp: SamlProvider, provider: Provider, **changes: Any) -> int:
    """Return the status of the last step that was reached."""
    SeenAssertion.objects.all().delete()
    browser = Browser(idp, provider)
    posted = browser.post(browser.answer(**changes))
    return browser.finish() if posted == 303 else posted


def signed_by(one: SamlProvider) -> SamlProvider:
    """The provider as it is now, with the key that it has now."""
    twin = object.__new__(SamlProvider)
    twin.__dict__.update(one.__dict__)
    return twin


def test_a_description_is_read_at_its_address_and_shown_before_it_is_saved(
    api: Api, place: MetadataServer, idp: SamlProvider
) -> None:
    answer = read(api, address=place.address)
    assert answer.status == 200, answer.json
    assert (answer.json["issuer"], answer.json["sso_url"]) == (
        idp.entity_id,
        "https://idp.example.com/sso",
    )
    assert answer.json["certificate"] == idp.certificate
    assert [one["name"] for one in answer.json["certificates"]] == ["idp.example.com"]
    assert not Provider.objects.exists()


def test_a_pasted_description_says_the_same(
    api: Api, place: MetadataServer, idp: SamlProvider
) -> None:
    pasted = read(api, xml=idp.metadata())
    assert pasted.json == read(api, address=place.address).json
    assert place.asked == 1


def test_a_person_comes_in_by_it(provider: Provider, idp: SamlProvider, api: Api) -> None:
    assert come(idp, provider) == 200
    assert shown(api)["metadata_read_at"] is not None


def test_keys_roll_over(
    provider: Provider, idp: SamlProvider, place: MetadataServer, api: Api
) -> None:
    old = signed_by(idp)
    assert come(old, provider) == 200
    account = ProviderAccount.objects.get()
    idp.renew()
    assert come(idp, provider) == 401, "nobody has told of the new key yet"

    place.body = idp.metadata()
    assert read_next(now=NOW + READ_AGAIN + timedelta(seconds=1))
    assert [come(one, provider) for one in (old, idp)] == [200, 200]
    assert len(shown(api)["certificates"]) == 2

    del idp.shown[0]
    place.body = idp.metadata()
    assert read_next(now=NOW + 2 * READ_AGAIN + timedelta(seconds=2))
    assert [come(one, provider) for one in (old, idp)] == [401, 200]
    assert ProviderAccount.objects.get() == account, "people stay known"
    noted = SecurityEvent.objects.filter(kind="access.provider_keys_changed").order_by("at", "id")
    assert [(len(row.details["came"]), len(row.details["went"])) for row in noted] == [
        (1, 0),
        (0, 1),
    ]


def test_it_is_read_once_a_day_and_by_one_worker(provider: Provider, place: MetadataServer) -> None:
    asked = place.asked
    assert not read_next(now=NOW + READ_AGAIN - timedelta(minutes=1))
    assert place.asked == asked
    later = NOW + READ_AGAIN + timedelta(minutes=1)
    assert claim_due_provider(now=later) == provider.id
    assert claim_due_provider(now=later) is None
    assert read_next(now=NOW - timedelta(days=30)), "after the clock was put back"


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (500, "", "answers with an error"),
        (302, "", "leads elsewhere"),
        (200, "<html/>", "no SAML metadata"),
        (200, "x" * 1_100_000, "larger than a megabyte"),
    ],
)
def test_a_failure_keeps_what_is_there_and_is_shown(
    provider: Provider,
    idp: SamlProvider,
    place: MetadataServer,
    api: Api,
    status: int,
    body: str,
    words: str,
) -> None:
    right, place.status, place.body = place.body, status, body
    before = shown(api)
    later = NOW + READ_AGAIN + timedelta(minutes=1)
    assert read_next(now=later)
    after = shown(api)
    assert words in after["metadata_problem"]
    assert after | {"metadata_problem": ""} == before
    assert come(idp, provider) == 200
    assert not read_next(now=later + TRY_AGAIN - timedelta(minutes=1))
    place.status, place.body = 200, right
    assert read_next(now=later + TRY_AGAIN + timedelta(minutes=1))
    assert shown(api)["metadata_problem"] == ""
    assert shown(api)["metadata_read_at"] > before["metadata_read_at"]


def test_a_silent_server_is_told_in_the_readers_language(
    provider: Provider, api: Api, cast: Cast
) -> None:
    Provider.objects.update(metadata_url="http://127.0.0.1:9/metadata")
    arkady = api("arkady")
    arkady.patch("/session", {"language": "uk"})
    answer = arkady.post(f"/providers/{provider.id}/metadata")
    assert (answer.status, answer.json["metadata_problem"]) == (200, "адреса не відповідає")


def test_it_can_be_read_now(provider: Provider, place: MetadataServer, api: Api) -> None:
    before, asked = shown(api)["metadata_read_at"], place.asked
    answer = api("arkady").post(f"/providers/{provider.id}/metadata")
    assert answer.status == 200, answer.json
    assert place.asked == asked + 1
    assert answer.json["metadata_read_at"] > before
    assert api("arkady").post(f"/providers/{provider.id}/metadata").status == 200


def test_another_provider_at_the_address_is_not_taken_over(
    provider: Provider, place: MetadataServer, idp: SamlProvider, api: Api
) -> None:
    place.body = SamlProvider("https://evil.example").metadata()
    assert read_next(now=NOW + 2 * READ_AGAIN)
    assert "another identity provider" in shown(api)["metadata_problem"]
    assert come(idp, provider) == 200


def test_the_first_reading_of_an_address_with_other_keys_makes_people_known_anew(
    provider: Provider, place: MetadataServer, idp: SamlProvider, api: Api
) -> None:
    assert come(idp, provider) == 200
    stranger = SamlProvider(idp.entity_id)
    with metadata_server(stranger.metadata()) as other:
        changed = {"metadata_url": other.address}
        assert api("arkady").patch(f"/providers/{provider.id}", changed).status == 200
        assert ProviderAccount.objects.exists()
        assert read_next(now=NOW + timedelta(minutes=1))
    assert certificates_in(Provider.objects.get().certificate) == certificates_in(
        stranger.certificate
    )
    assert not ProviderAccount.objects.exists()


def test_an_inner_address_is_not_called(api: Api, place: MetadataServer, settings: Any) -> None:
    settings.EGRESS_ALLOW = ()
    answer = read(api, address=place.address)
    assert (answer.status, answer.json["code"]) == (422, "access.metadata_refused")
    assert "may not call" in answer.json["detail"]
    assert place.asked == 0


ENTITY = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: "", "no SAML metadata"),
        (lambda one: ENTITY + one.metadata(), "no SAML metadata"),
        (lambda one: one.metadata(extra='validUntil="2020-01-01T00:00:00Z"'), "no longer valid"),
        (lambda one: one.metadata(extra='validUntil="nonsense"'), "no longer valid"),
        (lambda one: one.metadata(binding="HTTP-POST"), "no log-in address"),
        (lambda one: one.metadata().replace("https://idp", "javascript:idp"), "no log-in address"),
        (lambda one: one.metadata().replace("MII", "AAA"), "no signing certificate"),
        (lambda one: one.metadata().replace('use="signing"', 'use="encryption"'), "no signing"),
        (lambda one: one.metadata().replace("SAML:2.0:protocol", "SAML:1.1:protocol"), "no SAML"),
    ],
)
def test_what_is_no_whole_description_is_refused(
    api: Api, idp: SamlProvider, change: Callable[[SamlProvider], str], words: str
) -> None:
    answer = read(api, xml=change(idp))
    assert (answer.status, answer.json["code"]) == (422, "access.metadata_refused")
    assert words in answer.json["detail"]


def test_among_several_the_entity_id_chooses(api: Api, idp: SamlProvider) -> None:
    other = SamlProvider("https://other.example")
    head = '<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">'
    both = f"{head}{idp.metadata()}{other.metadata()}</md:EntitiesDescriptor>"
    assert "several" in read(api, xml=both).json["detail"]
    assert read(api, xml=both, issuer=other.entity_id).json["certificate"] == other.certificate
    assert "another" in read(api, xml=both, issuer="https://third.example").json["detail"]
