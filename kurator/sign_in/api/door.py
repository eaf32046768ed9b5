"""What the operations of log-in share: the visitor, the cookies, the role of the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from kurator.access.links import LinkSpent
from kurator.access.rules import initials
from kurator.access.session import COOKIE, ApiRequest, Profile, bind_viewer, find_profile
from kurator.access.sessions import ABSOLUTE_LIMIT
from kurator.kernel.errors import KuratorError
from kurator.platform.api import Door
from kurator.platform.context import AUTH_ROLE, Context, open_scope
from kurator.platform.limits import limit
from kurator.sign_in import selectors
from kurator.sign_in.schemas import LookerOut, MeOut, SecondStepOut, SessionOut, Theme, Way
from kurator.sign_in.services.flows import FLOW_LASTS
from kurator.sign_in.services.limits import begin_attempt, forgive_attempt, note_failure
from kurator.sign_in.services.log_in import Entered, SecondStep, Visitor
from kurator.sign_in.services.refusals import (
    CodeRefused,
    FlowOver,
    ForeignPage,
    LogInRefused,
    OwnCodeRefused,
    OwnFlowOver,
    OwnPasskeyRefused,
    PasskeyRefused,
    WrongPassword,
)
from kurator.sign_in.services.vouching import ProviderRefused

door = Door("sign_in", "", people_only=True, is_own_account=True)
FLOW_COOKIE = COOKIE.replace("session", "flow")
Landed = tuple[int, SessionOut | SecondStepOut]
GUESSES = (
    LogInRefused,
    WrongPassword,
    CodeRefused,
    PasskeyRefused,
    LinkSpent,
    ProviderRefused,
)
"""Refusals of what somebody may have guessed; after any other one the attempt is forgiven."""


def now() -> datetime:
    return datetime.now(UTC)


def visitor_of(request: HttpRequest) -> Visitor:
    return Visitor(
        addr=request.META.get("REMOTE_ADDR", ""),
        client=request.headers.get("User-Agent", ""),
        host=request.get_host(),
        request_id=request.request_id,  # type: ignore[attr-defined]  # by the middleware
        channel="web" if request.headers.get("X-Kurator-Client") == "web" else "api",
        old_key=request.COOKIES.get(COOKIE, ""),
        flow_key=request.COOKIES.get(FLOW_COOKIE, ""),
    )


@contextmanager
def at_the_door(request: HttpRequest) -> Iterator[Visitor]:
    """Act for somebody who is not known yet."""
    visitor = visitor_of(request)
    context = Context(
        actor_kind="anonymous",
        channel=visitor.channel,
        addr=visitor.addr,
        client=visitor.client[:200],
        request_id=visitor.request_id,
    )
    with open_scope(context, role=AUTH_ROLE):
        yield visitor


@contextmanager
def own_account(request: ApiRequest) -> Iterator[str]:
    """Act on the viewer's own account; yields the session's key."""
    visitor, viewer = visitor_of(request), request.viewer
    context = Context(
        uid=str(viewer.user_id),
        actor_kind="user",
        actor_id=str(viewer.user_id),
        actor_name=viewer.name,
        channel=visitor.channel,
        addr=visitor.addr,
        client=visitor.client[:200],
        request_id=visitor.request_id,
    )
    key = request.COOKIES[COOKIE]
    with _session_goes_on(), open_scope(context, role=AUTH_ROLE):
        yield key


@contextmanager
def on_own_rights(request: ApiRequest) -> Iterator[None]:
    """Open a transaction on the viewer's rights, where the request itself has none."""
    visitor = visitor_of(request)
    with open_scope():
        bind_viewer(
            request.viewer,
            channel=visitor.channel,
            addr=visitor.addr,
            client=visitor.client[:200],
            request_id=visitor.request_id,
        )
        yield


@contextmanager
def _session_goes_on() -> Iterator[None]:
    """A mistyped code ends no session, so it must not answer as one that is over."""
    try:
        yield
    except CodeRefused as refusal:
        raise OwnCodeRefused from refusal
    except PasskeyRefused as refusal:
        raise OwnPasskeyRefused from refusal
    except FlowOver as refusal:
        raise OwnFlowOver from refusal


@contextmanager
def counted(
    request: HttpRequest, *, way: str, whose: Callable[[], str] = lambda: ""
) -> Iterator[None]:
    """
    Count an attempt before it is looked at, in a transaction of its own, so that those side by side
    see each other; `whose` tells the account's e-mail, where there is one. The operation stands
    among the feature's `waiting_paths`: the count must not go when the request is rolled back.

    Raises TooManyAttempts, and what `whose` raises.
    """
    with at_the_door(request) as visitor:
        account = whose()
        attempt = begin_attempt(account=account, addr=visitor.addr, now=now())
    try:
        yield
    except GUESSES:
        with at_the_door(request):
            note_failure(account=account, way=way, now=now())
        raise
    except KuratorError:
        _forgive(request, attempt)
        raise
    _forgive(request, attempt)


def _forgive(request: HttpRequest, attempt: UUID) -> None:
    with at_the_door(request):
        forgive_attempt(attempt)


def refuse_foreign_page(request: HttpRequest) -> None:
    """Nobody's page logs a person in as somebody else: browsers name the page they stand on."""
    origin = request.headers.get("Origin", "")
    own = f"{request.scheme}://{request.get_host()}"
    if origin and origin != own and origin not in settings.CSRF_TRUSTED_ORIGINS:
        raise ForeignPage


def set_cookie(
    request: HttpRequest, response: HttpResponse, name: str, value: str, seconds: float
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=int(seconds),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE or request.is_secure(),
    )


def land(request: HttpRequest, response: HttpResponse, outcome: Entered | SecondStep) -> Landed:
    """Turn the outcome into cookies and an answer: 200 is in, 202 asks for the second step."""
    get_token(request)
    if isinstance(outcome, SecondStep):
        seconds = FLOW_LASTS.total_seconds()
        set_cookie(request, response, FLOW_COOKIE, outcome.flow_key, seconds)
        return 202, SecondStepOut(ways=cast(list[Way], list(outcome.ways)))
    set_cookie(request, response, COOKIE, outcome.key, ABSOLUTE_LIMIT.total_seconds())
    response.delete_cookie(FLOW_COOKIE)
    return 200, session_out(request, outcome.key)


def session_out(request: HttpRequest, key: str, profile: Profile | None = None) -> SessionOut:
    """`profile` is what the session opens, where that is known already."""
    profile = profile or find_profile(key)
    if profile is None:
        raise LogInRefused
    viewer = profile.viewer
    must_add = False
    if not viewer.permissions and viewer.looker is None:
        with open_scope(Context(uid=str(viewer.user_id)), role=AUTH_ROLE):
            must_add = selectors.must_add_factor(viewer, key=key)
    me = MeOut(
        id=viewer.user_id,
        name=viewer.name,
        email=profile.email,
        initials=initials(viewer.name),
        language=viewer.language,
        theme=cast(Theme, profile.theme),
    )
    return SessionOut(
        user=me,
        permissions=sorted(viewer.permissions),
        scope=viewer.scope,
        time_zone=viewer.time_zone,
        must_add_factor=must_add,
        looker=LookerOut(**vars(viewer.looker)) if viewer.looker else None,
    )


def refuse_crowd(request: HttpRequest) -> None:
    """Raise TooManyRequests when one address begins log-in after log-in: each costs more than a look."""
    limit("doors", request.META.get("REMOTE_ADDR", ""))
