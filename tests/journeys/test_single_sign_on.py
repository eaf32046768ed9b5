"""Single sign-on with real providers on this machine, from its set-up to the person who comes in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from kurator.sign_in.tests.identity import SamlProvider, metadata_server, oidc_provider
from tests.journeys.conftest import Sit
from tests.journeys.desk import Desk
from tests.journeys.product import Product

DOMAIN = "firm.example"
pytestmark = pytest.mark.requirement("R001-58")


@contextmanager
def saml_site() -> Iterator[tuple[SamlProvider, str]]:
    """A provider with its address of metadata and its page of log-in."""
    idp = SamlProvider()
    with metadata_server("", page=idp.page) as place:
        idp.sso_url = place.address.replace("/metadata", "/sso")
        place.body = idp.metadata()
        yield idp, place.address


def invite(desk: Desk, name: str) -> str:
    """Return the e-mail of somebody who has no password yet."""
    role = next(row for row in desk.call("GET", "/roles") if row["name"] == "Operator")
    email = f"{name}@{DOMAIN}"
    body = {"email": email, "name": f"{name.title()} Newcomer", "role_ids": [role["id"]]}
    desk.call("POST", "/people", {**body, "language": "en"})
    return email


def open_form(desk: Desk, protocol: str, name: str) -> None:
    desk.go("/single-sign-on")
    desk.page.get_by_role("main").get_by_role("button", name="Add a log-in provider").first.click()
    desk.page.get_by_text(protocol, exact=True).click()
    desk.page.get_by_label("Name on the button").fill(name)


def save(desk: Desk, name: str) -> None:
    desk.page.get_by_label("Domains it speaks for").fill(DOMAIN)
    desk.button("Save").click()
    expect(desk.page.get_by_role("gridcell", name=name)).to_be_visible()


def open_row(desk: Desk, name: str) -> None:
    desk.go("/single-sign-on")
    desk.page.get_by_role("gridcell", name=name).click()
    expect(desk.page.get_by_role("dialog", name=name)).to_be_visible()


def remove(desk: Desk, name: str) -> None:
    open_row(desk, name)
    desk.button("Remove").click()
    expect(desk.page.get_by_text(name)).to_have_count(0)


def come(sit: Sit, name: str) -> Desk:
    person = sit(None)
    person.go("/login")
    person.button(f"Log in with {name}").click()
    return person


def test_saml_by_the_address_of_its_metadata(sit: Sit) -> None:
    desk = sit("administrator")
    with saml_site() as (idp, address):
        open_form(desk, "SAML", "Firm by SAML")
        desk.page.get_by_label("Address of its metadata").fill(address)
        desk.button("Read and show").click()
        expect(desk.page.get_by_text("idp.example.com, until")).to_be_visible()
        expect(desk.page.get_by_label("Entity ID of the provider")).to_have_value(idp.entity_id)
        desk.check("saml-read")
        save(desk, "Firm by SAML")

        idp.email = invite(desk, "sam")
        person = come(sit, "Firm by SAML")
        expect(person.page).to_have_url(re.compile("/parties$"))
        assert person.call("GET", "/session")["user"]["email"] == idp.email

        idp.email = f"stranger@{DOMAIN}"
        stranger = come(sit, "Firm by SAML")
        expect(stranger.page.get_by_role("alert")).to_contain_text("no such person")
        stranger.check("single-sign-on-stranger")

    open_row(desk, "Firm by SAML")
    desk.button("Read now").click()
    expect(desk.page.get_by_text("The latest reading failed")).to_be_visible()
    desk.check("saml-silent")
    desk.go("/single-sign-on")
    expect(desk.page.get_by_text("metadata not read")).to_be_visible()
    remove(desk, "Firm by SAML")


def prove_in_another_tab(product: Product, person: Desk, name: str) -> None:
    """Whoever has nothing but his provider keeps what he has begun while he comes anew."""
    person.go("/account")
    me = person.call("GET", "/session")["user"]["id"]
    with product.connect() as db:
        db.execute(
            "UPDATE access_session SET proven_at = now() - interval '1 hour' WHERE user_id = %s",
            [me],
        )
    person.button("Add an authenticator app").click()
    asked = person.page.get_by_role("dialog", name="Confirm that it is you")
    expect(asked).to_contain_text("what is filled in here stays")
    with person.context.expect_page() as opened:
        person.button("Log in anew", inside=asked).click()
    expect(asked.get_by_role("status")).to_contain_text("other tab")
    person.check("proof-by-provider")
    opened.value.get_by_role("button", name=f"Log in with {name}").click()
    expect(opened.value).to_have_url(re.compile("/parties$"))
    expect(asked).to_have_count(0)
    expect(person.page.get_by_role("textbox", name="Code")).to_be_visible()


def test_openid_connect(sit: Sit, product: Product) -> None:
    desk = sit("administrator")
    with oidc_provider() as idp:
        open_form(desk, "OpenID Connect", "Firm by OIDC")
        desk.page.get_by_label("Issuer").fill(idp.issuer)
        desk.page.get_by_label("Client ID").fill("kurator")
        save(desk, "Firm by OIDC")
        idp.claims = {"email": invite(desk, "olga"), "sub": "olga"}
        person = come(sit, "Firm by OIDC")
        expect(person.page).to_have_url(re.compile("/parties$"))
        assert person.call("GET", "/session")["user"]["email"] == idp.claims["email"]
        prove_in_another_tab(product, person, "Firm by OIDC")
    remove(desk, "Firm by OIDC")
