from datetime import UTC, datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from kurator.access import selectors, services
from kurator.access.schemas import (
    DemoLogIn,
    DemoOut,
    MeOut,
    PersonOut,
    SessionIn,
    SessionOut,
    SessionPatch,
    TeamOut,
    Theme,
)
from kurator.access.session import COOKIE, ApiRequest, Profile, find_profile
from kurator.access.types import Viewer
from kurator.platform.api import ANONYMOUS, ANYONE, Door
from kurator.platform.context import AUTH_ROLE, Context, open_scope

door = Door("access", "")


def initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in words[:2]).upper()


def _session_out(profile: Profile) -> SessionOut:
    viewer = profile.viewer
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
    )


@door.post("/session", permission=ANONYMOUS, response=SessionOut)
def log_in(request: HttpRequest, response: HttpResponse, payload: SessionIn) -> SessionOut:
    """Log in; sets the session cookie."""
    _refuse_foreign_page(request)
    now = datetime.now(UTC)
    addr = request.META.get("REMOTE_ADDR", "")
    request.after_refusal.append(lambda: _note(payload.email, addr, now))  # type: ignore[attr-defined]
    with open_scope(Context(actor_kind="anonymous", addr=addr), role=AUTH_ROLE):
        key = services.log_in(
            email=payload.email,
            password=payload.password,
            addr=addr,
            client=request.headers.get("User-Agent", ""),
            now=now,
        )
    response.set_cookie(
        COOKIE,
        key,
        max_age=services.SESSION_HOURS * 3600,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    get_token(request)
    profile = find_profile(key)
    if profile is None:
        raise services.LogInRefused
    return _session_out(profile)


def _refuse_foreign_page(request: HttpRequest) -> None:
    """Nobody's page logs a person in as somebody else: browsers name the page they stand on."""
    origin = request.headers.get("Origin", "")
    own = f"{request.scheme}://{request.get_host()}"
    if origin and origin != own and origin not in settings.CSRF_TRUSTED_ORIGINS:
        raise services.ForeignPage


def _note(email: str, addr: str, now: datetime) -> None:
    with open_scope(Context(actor_kind="anonymous", addr=addr), role=AUTH_ROLE):
        services.note_failure(email=email, addr=addr, now=now)


@door.get("/session", permission=ANYONE, response=SessionOut)
def get_session(request: ApiRequest) -> SessionOut:
    """Return who is logged in and what he may do."""
    get_token(request)
    return _session_out(request.profile)


@door.patch("/session", permission=ANYONE, response=SessionOut)
def change_preferences(request: ApiRequest, payload: SessionPatch) -> SessionOut:
    """Change one's own language and theme."""
    viewer = request.viewer
    with open_scope(Context(actor_kind="user", actor_id=str(viewer.user_id)), role=AUTH_ROLE):
        services.set_preferences(
            user_id=viewer.user_id, language=payload.language, theme=payload.theme
        )
    profile = find_profile(request.COOKIES[COOKIE])
    return _session_out(profile or request.profile)


@door.delete("/session", permission=ANYONE, response={204: None})
def log_out(request: ApiRequest, response: HttpResponse) -> tuple[int, None]:
    """End the session."""
    with open_scope(Context(actor_kind="user"), role=AUTH_ROLE):
        services.log_out(key=request.COOKIES[COOKIE])
    response.delete_cookie(COOKIE)
    return 204, None


@door.get("/demo", permission=ANONYMOUS, response=DemoOut)
def get_demo(request: HttpRequest) -> Any:
    """Return the log-ins of the demo company; an empty list elsewhere."""
    return DemoOut(logins=[DemoLogIn(**row) for row in settings.DEMO_LOGINS()])


@door.get("/users", permission=ANYONE, response=list[PersonOut])
def list_users(request: ApiRequest) -> list[PersonOut]:
    """Return colleagues by name; those who are not active included."""
    return [
        PersonOut(
            id=row.id,
            name=row.name,
            initials=initials(row.name),
            team_id=row.team_id,
            is_active=row.is_active,
        )
        for row in selectors.list_people(request.viewer)
    ]


@door.get("/teams", permission=ANYONE, response=list[TeamOut])
def list_teams(request: ApiRequest) -> list[TeamOut]:
    """Return the tree of teams as a flat list."""
    viewer: Viewer = request.viewer
    return [
        TeamOut(id=team.id, name=name, parent_id=team.parent_id)
        for team, name in selectors.list_teams(viewer)
    ]
