"""Links that let a person in once, and the request for one."""

from typing import cast

from django.http import HttpRequest, HttpResponse

from kurator.access.links import find_link
from kurator.kernel.localized import language_of
from kurator.platform.api import ANONYMOUS
from kurator.platform.context import WEB_ROLE, Context, open_scope
from kurator.sign_in.api.door import (
    Landed,
    at_the_door,
    counted,
    door,
    land,
    now,
    refuse_foreign_page,
    visitor_of,
)
from kurator.sign_in.schemas import (
    LinkIn,
    LinkOut,
    LinkUseIn,
    Purpose,
    ResetIn,
    SecondStepOut,
    SessionOut,
)
from kurator.sign_in.services import entry

LANDED = {200: SessionOut, 202: SecondStepOut}


@door.post("/session/link", permission=ANONYMOUS, response=LinkOut)
def open_link(request: HttpRequest, payload: LinkIn) -> LinkOut:
    """Return whom a link is for, and for what; it stays unused."""
    refuse_foreign_page(request)
    with counted(request, way="link"), at_the_door(request):
        link = find_link(token=payload.token, now=now())
    user = link.user
    return LinkOut(
        purpose=cast(Purpose, link.purpose),
        email=user.email,
        name=user.name,
        language=language_of(user.language),
        expires_at=link.expires_at,
    )


@door.post("/session/link/use", permission=ANONYMOUS, response=LANDED)
def use_link(request: HttpRequest, response: HttpResponse, payload: LinkUseIn) -> Landed:
    """
    Set the password by the link, or remove lost factors by it and the password there is, and log in;
    the link works once.
    """
    refuse_foreign_page(request)

    def whose() -> str:
        return entry.account_of_link(token=payload.token, now=now())

    with counted(request, way="link", whose=whose), at_the_door(request) as visitor:
        outcome = entry.use_link(
            token=payload.token, password=payload.password, visitor=visitor, now=now()
        )
    return land(request, response, outcome)


@door.post("/session/reset", permission=ANONYMOUS, response={202: None})
def ask_for_reset(request: HttpRequest, payload: ResetIn) -> tuple[int, None]:
    """Send a link for a new password, if there is such a person; the answer does not say."""
    refuse_foreign_page(request)
    with at_the_door(request) as visitor:
        entry.refuse_many_resets(email=payload.email, addr=visitor.addr, now=now())
    visitor = visitor_of(request)
    context = Context(actor_kind="anonymous", addr=visitor.addr, request_id=visitor.request_id)
    with open_scope(context, role=WEB_ROLE):
        entry.ask_for_reset(email=payload.email)
    return 202, None
