"""Password, second step, passkey, log-out."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from kurator.access.session import COOKIE, ApiRequest
from kurator.platform.api import ANONYMOUS, ANYONE
from kurator.sign_in.api.door import (
    FLOW_COOKIE,
    Landed,
    at_the_door,
    counted,
    door,
    land,
    now,
    own_account,
    refuse_crowd,
    refuse_foreign_page,
    session_out,
    set_cookie,
)
from kurator.sign_in.schemas import (
    CodeIn,
    CredentialIn,
    OptionsOut,
    SecondStepOut,
    SessionIn,
    SessionOut,
    SessionPatch,
)
from kurator.sign_in.services import log_in as entering
from kurator.sign_in.services.flows import FLOW_LASTS

LANDED = {200: SessionOut, 202: SecondStepOut}


@door.post("/session", permission=ANONYMOUS, response=LANDED)
def log_in(request: HttpRequest, response: HttpResponse, payload: SessionIn) -> Landed:
    """Log in; sets the session cookie, or answers 202 when a second step must follow."""
    refuse_foreign_page(request)
    account = entering.clean_email(payload.email)
    with counted(request, way="password", whose=lambda: account), at_the_door(request) as visitor:
        outcome = entering.log_in(
            email=payload.email, password=payload.password, visitor=visitor, now=now()
        )
    return land(request, response, outcome)


@door.post("/session/code", permission=ANONYMOUS, response=LANDED)
def finish_with_code(request: HttpRequest, response: HttpResponse, payload: CodeIn) -> Landed:
    """Finish the log-in by a code of the authenticator app or by a recovery code."""
    refuse_foreign_page(request)
    flow_key = request.COOKIES.get(FLOW_COOKIE, "")

    def whose() -> str:
        return entering.begin_code(flow_key=flow_key, now=now())

    with counted(request, way="code", whose=whose), at_the_door(request) as visitor:
        outcome = entering.finish_with_code(
            flow_key=flow_key, code=payload.code, visitor=visitor, now=now()
        )
    return land(request, response, outcome)


@door.post("/session/passkey/options", permission=ANONYMOUS, response=OptionsOut)
def offer_passkey(request: HttpRequest, response: HttpResponse) -> OptionsOut:
    """Return what the browser's passkey must sign: as the second step, or instead of a password."""
    refuse_foreign_page(request)
    refuse_crowd(request)
    with at_the_door(request) as visitor:
        flow_key, options = entering.offer_passkey(
            flow_key=request.COOKIES.get(FLOW_COOKIE, ""), visitor=visitor, now=now()
        )
    set_cookie(request, response, FLOW_COOKIE, flow_key, FLOW_LASTS.total_seconds())
    return OptionsOut(options=options)


@door.post("/session/passkey", permission=ANONYMOUS, response=LANDED)
def log_in_with_passkey(
    request: HttpRequest, response: HttpResponse, payload: CredentialIn
) -> Landed:
    """Log in by what the passkey signed."""
    refuse_foreign_page(request)
    with counted(request, way="webauthn"), at_the_door(request) as visitor:
        outcome = entering.finish_with_passkey(
            flow_key=request.COOKIES.get(FLOW_COOKIE, ""),
            credential=payload.credential,
            visitor=visitor,
            now=now(),
        )
    return land(request, response, outcome)


@door.get("/session", permission=ANYONE, response=SessionOut)
def get_session(request: ApiRequest) -> SessionOut:
    """Return who is logged in and what he may do."""
    get_token(request)
    return session_out(request, request.COOKIES[COOKIE], request.profile)


@door.patch("/session", proof="never", permission=ANYONE, response=SessionOut)
def change_preferences(request: ApiRequest, payload: SessionPatch) -> SessionOut:
    """Change one's own language and theme."""
    with own_account(request) as key:
        entering.set_preferences(
            user_id=request.viewer.user_id, language=payload.language, theme=payload.theme
        )
    return session_out(request, key)


@door.delete("/session", proof="never", permission=ANYONE, looking="oneself", response={204: None})
def log_out(request: ApiRequest, response: HttpResponse) -> tuple[int, None]:
    """End the session; the browser forgets what it kept of it."""
    with own_account(request) as key:
        entering.log_out(user_id=request.viewer.user_id, key=key)
    response.delete_cookie(COOKIE)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return 204, None
