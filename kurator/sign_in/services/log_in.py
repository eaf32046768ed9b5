"""Coming in and leaving: password, second step, passkey; all of it as `kurator_auth`."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from kurator.access.models import User
from kurator.access.sessions import close_session, open_session
from kurator.platform.context import Context, bind_context
from kurator.sign_in.codes import accept_code
from kurator.sign_in.selectors import second_factors
from kurator.sign_in.services import passkeys
from kurator.sign_in.services.flows import begin_flow, count_attempt, end_flow, find_flow, keep_flow
from kurator.sign_in.services.linking import fulfil_wish, has_wish
from kurator.sign_in.services.refusals import CodeRefused, FlowOver, LogInRefused
from kurator.tracking.security import note_security_event

SECOND_STEP = "second_step"
PASSKEY_STEP = "passkey"


@dataclass(frozen=True)
class Visitor:
    """Who stands at the door: nothing of it is trusted but the address."""

    addr: str
    client: str
    host: str
    request_id: str
    channel: str
    old_key: str = ""
    flow_key: str = ""


@dataclass(frozen=True)
class Entered:
    key: str


@dataclass(frozen=True)
class SecondStep:
    """The password is right; one of `ways` must follow."""

    flow_key: str
    ways: tuple[str, ...]


@cache
def _waste_hash() -> str:
    """An unknown e-mail must take as long as a wrong password."""
    return make_password(secrets.token_urlsafe())


def clean_email(email: str) -> str:
    return email.strip().lower()


def log_in(*, email: str, password: str, visitor: Visitor, now: datetime) -> Entered | SecondStep:
    """Raises LogInRefused."""
    email = clean_email(email)
    user = User.objects.filter(email=email, is_active=True, is_system=False).first()
    usable = user if user is not None and user.has_usable_password() else None
    fits = check_password(password, usable.password if usable else _waste_hash())
    if not fits or usable is None:
        raise LogInRefused
    return enter_or_ask(user=usable, method="password", visitor=visitor, now=now)


def enter_or_ask(
    *, user: User, method: str, visitor: Visitor, now: datetime
) -> Entered | SecondStep:
    """Let the person in, or ask for the second factor he has."""
    ways = second_factors(user_id=user.id)
    if not ways:
        return enter(user=user, method=method, is_strong=False, visitor=visitor, now=now)
    memory = {"method": method}
    key = visitor.flow_key
    if has_wish(flow_key=key, now=now):
        keep_flow(key=key, purpose=SECOND_STEP, user_id=user.id, memory=memory, now=now)
    else:
        key = begin_flow(purpose=SECOND_STEP, user_id=user.id, memory=memory, now=now)
    return SecondStep(key, ways)


def begin_code(*, flow_key: str, now: datetime) -> str:
    """Count a code before it is looked at and return whose it is, his e-mail; raises FlowOver."""
    return _active(count_attempt(key=flow_key, purpose=SECOND_STEP, now=now).user).email


def finish_with_code(*, flow_key: str, code: str, visitor: Visitor, now: datetime) -> Entered:
    """Raises FlowOver, CodeRefused."""
    flow = find_flow(key=flow_key, purpose=SECOND_STEP, now=now)
    user = _active(flow.user)
    way = accept_code(user_id=user.id, code=code, now=now)
    if not way:
        raise CodeRefused
    method = f"{flow.memory['method']}+{way}"
    end_flow(flow)
    return enter(user=user, method=method, is_strong=True, visitor=visitor, now=now)


def offer_passkey(*, flow_key: str, visitor: Visitor, now: datetime) -> tuple[str, dict[str, Any]]:
    """Return (flow key, options): for the second step where one is open, else to log in by it."""
    user = None
    if flow_key:
        try:
            user = find_flow(key=flow_key, purpose=SECOND_STEP, now=now).user
        except FlowOver:
            user = None
    options, memory = passkeys.offer_authentication(user=user, host=visitor.host)
    user_id = user.id if user else None
    if user is None and not has_wish(flow_key=flow_key, now=now):
        flow_key = begin_flow(purpose=PASSKEY_STEP, user_id=None, memory=memory, now=now)
    else:
        keep_flow(key=flow_key, purpose=PASSKEY_STEP, user_id=user_id, memory=memory, now=now)
    return flow_key, options


def finish_with_passkey(
    *, flow_key: str, credential: dict[str, Any], visitor: Visitor, now: datetime
) -> Entered:
    """Raises FlowOver, PasskeyRefused."""
    flow = find_flow(key=flow_key, purpose=PASSKEY_STEP, now=now)
    user = _active(flow.user) if flow.user else passkeys.owner_of(credential)
    passkeys.accept(
        user=user, credential=credential, memory=flow.memory, host=visitor.host, now=now
    )
    method = "password+webauthn" if flow.user else "webauthn"
    end_flow(flow)
    return enter(user=user, method=method, is_strong=True, visitor=visitor, now=now)


def _active(user: User | None) -> User:
    if user is None or not user.is_active or user.is_system:
        raise FlowOver
    return user


def enter(*, user: User, method: str, is_strong: bool, visitor: Visitor, now: datetime) -> Entered:
    """Open a new session; the one that the browser brought ends."""
    bind_person(user, visitor)
    if visitor.old_key:
        close_session(key=visitor.old_key)
    key = open_session(
        user_id=user.id,
        method=method,
        is_strong=is_strong,
        addr=visitor.addr,
        client=visitor.client,
        now=now,
    )
    note_security_event("access.logged_in", subject=str(user.id), details={"way": method})
    fulfil_wish(flow_key=visitor.flow_key, user=user, now=now)
    return Entered(key)


def bind_person(user: User, visitor: Visitor) -> None:
    """From here on the transaction's acts are this person's."""
    bind_context(
        Context(
            uid=str(user.id),
            actor_kind="user",
            actor_id=str(user.id),
            actor_name=user.name,
            channel=visitor.channel,
            addr=visitor.addr,
            client=visitor.client[:200],
            request_id=visitor.request_id,
        )
    )


def log_out(*, user_id: UUID, key: str) -> None:
    close_session(key=key)
    note_security_event("access.logged_out", subject=str(user_id))


def set_preferences(*, user_id: UUID, language: str | None, theme: str | None) -> None:
    changes = {"language": language, "theme": theme}
    User.objects.filter(id=user_id).update(**{k: v for k, v in changes.items() if v is not None})
