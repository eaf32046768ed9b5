"""Single sign-on: the way to a provider and back, and its set-up by an administrator."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Form

from kurator.access.session import ApiRequest
from kurator.kernel.errors import KuratorError
from kurator.kernel.localized import Language, text_in
from kurator.platform.api import ANONYMOUS
from kurator.sign_in import selectors
from kurator.sign_in.api.door import (
    FLOW_COOKIE,
    Landed,
    at_the_door,
    counted,
    door,
    land,
    now,
    on_own_rights,
    refuse_crowd,
    refuse_foreign_page,
    set_cookie,
)
from kurator.sign_in.models import Provider
from kurator.sign_in.rules import saml_addresses
from kurator.sign_in.schemas import (
    AddressOut,
    CertificateOut,
    MetadataIn,
    MetadataOut,
    ProviderButtonOut,
    ProviderCodeIn,
    ProviderIn,
    ProviderKind,
    ProviderOut,
    ProviderPatch,
    SecondStepOut,
    SessionOut,
)
from kurator.sign_in.services import metadata_refresh, provider_setup, providers
from kurator.sign_in.services.flows import FLOW_LASTS
from kurator.sign_in.services.linking import LinkNeedsLogIn, keep_wish
from kurator.sign_in.services.metadata_problems import REASONS

LANDED = {200: SessionOut, 202: SecondStepOut}
MANAGE = "sign_in.manage"


def base_of(request: HttpRequest) -> str:
    """Our own address as browsers see it."""
    return settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"


@door.get("/session/providers", permission=ANONYMOUS, response=list[ProviderButtonOut])
def list_provider_buttons(request: HttpRequest) -> list[ProviderButtonOut]:
    """Return the providers that one may log in by."""
    with at_the_door(request):
        rows = selectors.open_providers()
    return [ProviderButtonOut(id=row.id, name=row.name) for row in rows]


@door.post("/session/providers/{provider_id}", permission=ANONYMOUS, response=AddressOut)
def begin_at_provider(
    request: HttpRequest, response: HttpResponse, provider_id: UUID
) -> AddressOut:
    """Begin to log in by a provider; returns where the browser goes."""
    refuse_foreign_page(request)
    refuse_crowd(request)
    with at_the_door(request) as visitor:
        provider = providers.find_way(provider_id=provider_id, visitor=visitor, now=now())
    address, memory = providers.ask_for_address(provider=provider, base=base_of(request))
    with at_the_door(request):
        flow_key = providers.begin_journey(provider=provider, memory=memory, now=now())
    set_cookie(request, response, FLOW_COOKIE, flow_key, FLOW_LASTS.total_seconds())
    return AddressOut(address=address)


@door.post("/session/provider-code", permission=ANONYMOUS, response=LANDED)
def finish_with_provider_code(
    request: HttpRequest, response: HttpResponse, payload: ProviderCodeIn
) -> Landed:
    """Finish the log-in by what an OpenID Connect provider sent along."""
    refuse_foreign_page(request)
    flow_key = request.COOKIES.get(FLOW_COOKIE, "")
    with counted(request, way="oidc"), _keeping_wish(request):
        with at_the_door(request):
            answered = providers.use_up_journey(flow_key=flow_key, state=payload.state, now=now())
        vouched = providers.ask_who(answered=answered, code=payload.code, base=base_of(request))
        with at_the_door(request) as visitor:
            outcome = providers.enter_vouched(
                provider=answered.provider, vouched=vouched, visitor=visitor, now=now()
            )
    return land(request, response, outcome)


@door.post("/session/saml/{provider_id}/acs", permission=ANONYMOUS, response={303: None})
def take_assertion(
    request: HttpRequest,
    response: HttpResponse,
    provider_id: UUID,
    SAMLResponse: Form[str],  # noqa: N803 - the protocol's name
) -> tuple[int, None]:
    """Take what a SAML provider posts; the browser that began goes on at /login/finish."""
    try:
        with counted(request, way="saml"), at_the_door(request):
            providers.take_assertion(
                provider_id=provider_id, response=SAMLResponse, base=base_of(request), now=now()
            )
    except KuratorError:
        # A browser stands on the provider's page: it is told on ours, which finds no assertion.
        if "text/html" not in request.headers.get("Accept", ""):
            raise
    response.headers["Location"] = "/login/finish?saml=1"
    return 303, None


@door.post("/session/provider-assertion", permission=ANONYMOUS, response=LANDED)
def finish_with_assertion(request: HttpRequest, response: HttpResponse) -> Landed:
    """Finish the log-in by the assertion that was posted for this browser."""
    refuse_foreign_page(request)
    with counted(request, way="saml"), _keeping_wish(request), at_the_door(request) as visitor:
        outcome = providers.finish_with_assertion(
            flow_key=request.COOKIES.get(FLOW_COOKIE, ""), visitor=visitor, now=now()
        )
    return land(request, response, outcome)


@contextmanager
def _keeping_wish(request: HttpRequest) -> Iterator[None]:
    """Whoever must log in as before first is remembered for his browser, although he is refused."""
    try:
        yield
    except LinkNeedsLogIn as refusal:
        with at_the_door(request) as visitor:
            keep_wish(flow_key=visitor.flow_key, wish=refusal.wish, now=now())
        raise


@door.get("/session/saml/{provider_id}/metadata", permission=ANONYMOUS, response=str)
def get_saml_metadata(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """Return the description of Kurator for the provider's administrator, as XML."""
    from kurator.sign_in.services import saml

    with at_the_door(request):
        provider = selectors.open_saml_provider(provider_id)
        body = saml.metadata(provider=provider, base=base_of(request))
    return HttpResponse(body, content_type="application/samlmetadata+xml")


def _out(request: ApiRequest, row: Provider) -> ProviderOut:
    ours = saml_addresses(row.id, base_of(request))
    return ProviderOut(
        id=row.id,
        kind=cast(ProviderKind, row.kind),
        name=row.name,
        is_enabled=row.is_enabled,
        issuer=row.issuer,
        client_id=row.client_id,
        has_secret=bool(row.sealed_secret),
        sso_url=row.sso_url,
        certificate=row.certificate,
        certificates=_certificates(row.certificate),
        metadata_url=row.metadata_url,
        metadata_read_at=row.metadata_read_at,
        metadata_problem=_words(row.metadata_problem, request.viewer.language),
        domains=row.domains,
        is_second_factor=row.is_second_factor,
        makes_people=row.makes_people,
        new_team_id=row.new_team_id,
        new_role_ids=row.new_role_ids,
        callback=f"{base_of(request)}/login/finish" if row.kind == "OIDC" else ours["acs"],
        entity_id="" if row.kind == "OIDC" else ours["entity_id"],
    )


def _words(problem: str, language: Language) -> str:
    return text_in(REASONS[problem], language) if problem else ""


def _certificates(text: str) -> list[CertificateOut]:
    from kurator.sign_in.services.certificates import describe

    return [CertificateOut(**vars(one)) for one in describe(text)]


@door.post(
    "/provider-metadata",
    heeds_key=False,
    proof="never",
    permission=MANAGE,
    response=MetadataOut,
)
def read_metadata(request: ApiRequest, payload: MetadataIn) -> MetadataOut:
    """Return what a SAML provider says of itself, at an address or in a text; nothing is kept."""
    from kurator.sign_in.services import saml_metadata

    if payload.address:
        found = saml_metadata.fetch_metadata(
            address=payload.address, issuer=payload.issuer, now=now()
        )
    else:
        found = saml_metadata.read_metadata(
            xml=payload.xml.encode(), issuer=payload.issuer, now=now()
        )
    return MetadataOut(**vars(found), certificates=_certificates(found.certificate))


@door.post(
    "/providers/{provider_id}/metadata",
    heeds_key=False,
    proof="never",
    permission=MANAGE,
    response=ProviderOut,
)
def refresh_metadata(request: ApiRequest, provider_id: UUID) -> ProviderOut:
    """Read the description at the provider's address now; a failure is told in the answer."""
    metadata_refresh.refresh_provider(
        provider_id=provider_id, scope=lambda: on_own_rights(request), now=now()
    )
    with on_own_rights(request):
        return _out(request, selectors.get_provider(request.viewer, provider_id))


@door.get("/providers", permission=MANAGE, response=list[ProviderOut])
def list_providers(request: ApiRequest) -> list[ProviderOut]:
    """Return the providers of log-in, without their secrets."""
    return [_out(request, row) for row in selectors.list_providers(request.viewer)]


@door.post("/providers", proof="always", permission=MANAGE, response={201: ProviderOut})
def create_provider(request: ApiRequest, payload: ProviderIn) -> tuple[int, ProviderOut]:
    """Add a provider of log-in."""
    values = payload.dict()
    row = provider_setup.create_provider(viewer=request.viewer, values=values, now=now())
    return 201, _out(request, row)


@door.patch("/providers/{provider_id}", proof="always", permission=MANAGE, response=ProviderOut)
def change_provider(request: ApiRequest, provider_id: UUID, payload: ProviderPatch) -> ProviderOut:
    """Change a provider; an empty secret keeps the one there is."""
    values: dict[str, Any] = payload.dict(exclude_unset=True)
    row = provider_setup.change_provider(
        viewer=request.viewer, provider_id=provider_id, values=values, now=now()
    )
    return _out(request, row)


@door.delete("/providers/{provider_id}", proof="always", permission=MANAGE, response={204: None})
def delete_provider(request: ApiRequest, provider_id: UUID) -> tuple[int, None]:
    """Remove a provider; nobody logs in by it any more."""
    provider_setup.delete_provider(provider_id=provider_id)
    return 204, None
