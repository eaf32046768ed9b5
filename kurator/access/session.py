"""From the session cookie to the viewer, and the binding of the transaction to his rights."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.db import connection
from django.http import HttpRequest

from kurator.access.sessions import hash_session_key
from kurator.access.types import Scope, Viewer
from kurator.kernel.localized import language_of
from kurator.platform.api import SESSION_COOKIE
from kurator.platform.context import WEB_ROLE, Context, bind_context

COOKIE = SESSION_COOKIE


@dataclass(frozen=True)
class Profile:
    """What the person's own screen shows of him."""

    viewer: Viewer
    email: str
    theme: str


class ApiRequest(HttpRequest):
    """A request after authentication."""

    viewer: Viewer
    profile: Profile
    request_id: str
    after_refusal: list[Callable[[], None]]


def find_profile(session_key: str) -> Profile | None:
    """Return the person behind the session, in one statement; None when there is none."""
    from django.conf import settings

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM k.enter_session(%s)", [hash_session_key(session_key)])
        row = cursor.fetchone()
    if row is None:
        return None
    user_id, email, name, language, theme, permissions, scope, owner_ids = row
    viewer = Viewer(
        user_id=user_id,
        name=name,
        language=language_of(language),
        permissions=frozenset(permissions),
        scope=Scope(scope),
        owner_ids=None if owner_ids is None else tuple(owner_ids),
        time_zone=settings.COMPANY_TIME_ZONE,
    )
    return Profile(viewer, email, theme)


def bind_viewer(viewer: Viewer, *, channel: str, addr: str, client: str, request_id: str) -> None:
    """Switch the open transaction to the viewer's rights."""
    bind_context(
        Context(
            uid=str(viewer.user_id),
            actor_kind="user",
            actor_id=str(viewer.user_id),
            actor_name=viewer.name,
            channel=channel,
            addr=addr,
            client=client,
            request_id=request_id,
        ),
        role=WEB_ROLE,
    )


def authenticate(request: HttpRequest, key: str) -> Viewer | None:
    """Find the person behind the session and switch the request's transaction to his rights."""
    profile = find_profile(key)
    if profile is None:
        return None
    typed = cast(ApiRequest, request)
    typed.viewer, typed.profile = profile.viewer, profile
    bind_viewer(
        profile.viewer,
        channel="web" if request.headers.get("X-Kurator-Client") == "web" else "api",
        addr=request.META.get("REMOTE_ADDR", ""),
        client=request.headers.get("User-Agent", "")[:200],
        request_id=typed.request_id,
    )
    return profile.viewer
