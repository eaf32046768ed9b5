"""Lost factors: whom a link is for, and its use with the password."""

from django.http import HttpRequest, HttpResponse

from kurator.access.invitations import LinkSpent
from kurator.kernel.localized import language_of
from kurator.platform.api import ANONYMOUS
from kurator.sign_in.api.door import (
    Landed,
    at_the_door,
    door,
    land,
    note_refusal,
    now,
    refuse_foreign_page,
)
from kurator.sign_in.schemas import LinkIn, LinkOut, LinkUseIn, SecondStepOut, SessionOut
from kurator.sign_in.services import factor_reset
from kurator.sign_in.services.limits import refuse_many_failures
from kurator.sign_in.services.refusals import WrongPassword

LANDED = {200: SessionOut, 202: SecondStepOut}
WAY = "factor link"


@door.post("/session/factor-reset", permission=ANONYMOUS, response=LinkOut)
def open_factor_reset(request: HttpRequest, payload: LinkIn) -> LinkOut:
    """Return whom a link for lost factors is for; it stays unused."""
    refuse_foreign_page(request)
    try:
        with at_the_door(request) as visitor:
            refuse_many_failures(account="", addr=visitor.addr, now=now())
            offer = factor_reset.find_factor_reset(token=payload.token, now=now())
    except LinkSpent:
        note_refusal(request, account="", way=WAY)
        raise
    user = offer.user
    return LinkOut(
        purpose="FACTORS",
        email=user.email,
        name=user.name,
        language=language_of(user.language),
        expires_at=offer.expires_at,
    )


@door.post("/session/factor-reset/use", permission=ANONYMOUS, response=LANDED)
def use_factor_reset(request: HttpRequest, response: HttpResponse, payload: LinkUseIn) -> Landed:
    """Remove all factors by the link and the password, and log in to set up a new one."""
    refuse_foreign_page(request)
    account = ""
    try:
        with at_the_door(request) as visitor:
            refuse_many_failures(account="", addr=visitor.addr, now=now())
            account = factor_reset.account_of_reset(token=payload.token, now=now())
            outcome = factor_reset.use_factor_reset(
                token=payload.token, password=payload.password, visitor=visitor, now=now()
            )
    except (LinkSpent, WrongPassword):
        note_refusal(request, account=account, way=WAY)
        raise
    return land(request, response, outcome)
