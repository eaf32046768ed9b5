"""From a session cookie or a key to the viewer, and the binding of the transaction to his rights."""

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.http import HttpRequest

from kurator.access.selectors import viewer_with
from kurator.access.sessions import hash_session_key, refuse_without_proof
from kurator.access.types import (
    Looker,
    Viewer,
    field_settings,
)
from kurator.kernel.errors import KeyNotEnough, KuratorError
from kurator.platform.context import WEB_ROLE, Context, bind_context
from kurator.platform.gates import SESSION_COOKIE

COOKIE = SESSION_COOKIE


class KeyFromElsewhere(KuratorError):
    code = "access.key_from_elsewhere"
    status = 403
    texts = {
        "en": "This key may not be used from the address {addr}. Change the addresses of the key.",
        "ru": "Этим ключом нельзя пользоваться с адреса {addr}. Измените адреса ключа.",
        "uk": "Цим ключем не можна користуватися з адреси {addr}. Змініть адреси ключа.",
    }


@dataclass(frozen=True)
class Profile:
    """What the person's own screen shows of him."""

    viewer: Viewer
    email: str
    theme: str
    key_name: str = ""


class ApiRequest(HttpRequest):
    """A request after authentication."""

    viewer: Viewer
    profile: Profile
    request_id: str
    after_refusal: list[Callable[[], None]]


def find_profile(session_key: str) -> Profile | None:
    """
    Return whose eyes the session sees with, in one statement: the person behind it, or the one as
    whom he looks (see `Look`). None when there is no session.
    """
    row = _row("SELECT * FROM k.enter(%s)", session_key)
    if row is None:
        return None
    *person, looker_id, looker_name, until = row
    looker = None if looker_id is None else Looker(looker_id, looker_name, until)
    return _profile(person, looker=looker)


def find_own_profile(session_key: str) -> Profile | None:
    """Return the person behind the session, whomever he looks as."""
    row = _row("SELECT * FROM k.use_session(%s)", session_key)
    return None if row is None else _profile(row)


def _row(question: str, session_key: str) -> Sequence[Any] | None:
    with connection.cursor() as cursor:
        cursor.execute(question, [hash_session_key(session_key)])
        row: Sequence[Any] | None = cursor.fetchone()
    return row


def find_key_profile(key: str, addr: str) -> Profile | None:
    """Return the person for whom a program acts; raises KeyFromElsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM k.viewer_of_key(%s, %s)", [hash_session_key(key), addr])
        row = cursor.fetchone()
    if row is None:
        return None
    *person, key_id, key_name, networks = row
    if networks and not is_within(addr, networks):
        raise KeyFromElsewhere(addr=addr)
    return _profile(person, key_id=key_id, key_name=key_name)


def is_within(addr: str, networks: Sequence[str]) -> bool:
    """Whether the address belongs to one of the networks."""
    try:
        caller = ipaddress.ip_address(addr)
    except ValueError:
        return False
    return any(caller in ipaddress.ip_network(network, strict=False) for network in networks)


def _profile(
    row: Sequence[Any],
    *,
    key_id: UUID | None = None,
    key_name: str = "",
    looker: Looker | None = None,
) -> Profile:
    user_id, email, name, language, theme, *rights = row
    viewer = viewer_with(user_id, [name, language, *rights], key_id=key_id, looker=looker)
    return Profile(viewer, email, theme, key_name)


def bind_viewer(
    viewer: Viewer, *, channel: str, addr: str, client: str, request_id: str, key_name: str = ""
) -> None:
    """Switch the open transaction to the viewer's rights."""
    bind_context(
        Context(
            uid=str(viewer.user_id),
            actor_kind="user",
            actor_id=str(viewer.acting_id),
            actor_name=f"{viewer.name} (key: {key_name})" if key_name else viewer.acting_name,
            channel=channel,
            addr=addr,
            client=client,
            request_id=request_id,
            **field_settings(viewer),
        ),
        role=WEB_ROLE,
    )


def authenticate(request: HttpRequest, key: str) -> Viewer | None:
    """Find the person behind the session and switch the request's transaction to his rights."""
    return _enter(request, find_profile(key))


def authenticate_oneself(request: HttpRequest, key: str) -> Viewer | None:
    """The same for what a person does as himself, whomever he looks as: stop looking, log out."""
    return _enter(request, find_own_profile(key))


def _enter(request: HttpRequest, profile: Profile | None) -> Viewer | None:
    if profile is None:
        return None
    channel = "web" if request.headers.get("X-Kurator-Client") == "web" else "api"
    return _bind(request, profile, channel)


def authenticate_key(request: HttpRequest, key: str) -> Viewer | None:
    """The same for a program that shows an API key."""
    profile = find_key_profile(key, request.META.get("REMOTE_ADDR", ""))
    return None if profile is None else _bind(request, profile, "api")


def require_proof(request: HttpRequest) -> None:
    """
    Raise ProofNeeded unless whoever asks has shown a short while ago that it is he, and KeyNotEnough
    for a program: it has nothing to show but the key, which may have leaked.
    """
    viewer = cast(ApiRequest, request).viewer
    if viewer.key_id is not None:
        raise KeyNotEnough
    refuse_without_proof(key=request.COOKIES.get(COOKIE, ""), user_id=viewer.user_id)


def _bind(request: HttpRequest, profile: Profile, channel: str) -> Viewer:
    typed = cast(ApiRequest, request)
    typed.viewer, typed.profile = profile.viewer, profile
    bind_viewer(
        profile.viewer,
        channel=channel,
        addr=request.META.get("REMOTE_ADDR", ""),
        client=request.headers.get("User-Agent", "")[:200],
        request_id=typed.request_id,
        key_name=profile.key_name,
    )
    return profile.viewer
