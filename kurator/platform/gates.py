"""
Who is let in to an operation: the person behind a session or the program behind a key is
recognized, and passes the operation's threshold before any of the body is looked at.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import AuthenticationError, HttpError
from ninja.security import APIKeyCookie, HttpBearer

from kurator.kernel.errors import KeyNotEnough, KuratorError, PermissionMissing
from kurator.platform.context import (
    INTERACTIVE_SECONDS,
    STATEMENT_SECONDS,
    open_scope,
    statement_seconds,
)
from kurator.platform.limits import begin_request, limit
from kurator.platform.looking import (
    READ_METHOD,
    Looking,
    MaybeLooking,
    refuse_change,
    refuse_other_eyes,
)
from kurator.platform.once import HasRights, begin_once

ANYONE = "*"
"""Permission of operations for every user who is logged in."""
ANONYMOUS = ""
"""Permission of operations that need no log-in."""
EYES = "X-Kurator-Eyes"
"""In this header a page says as whom it was opened."""
SESSION_COOKIE = "__Host-kurator_session" if settings.SESSION_COOKIE_SECURE else "kurator_session"


class PageStale(KuratorError):
    code = "kurator.page_stale"
    status = 403
    texts = {
        "en": "This page has grown old. Reload it and repeat. Nothing was changed.",
        "ru": "Страница устарела. Обновите её и повторите. Ничего не изменено.",
        "uk": "Сторінка застаріла. Оновіть її і повторіть. Нічого не змінено.",
    }


class FactorOwed(KuratorError):
    code = "access.factor_owed"
    status = 403
    texts = {
        "en": "Set up a second factor under “My account” first: nothing else opens before.",
        "ru": "Сначала настройте второй фактор в «Моей учётной записи»: до этого ничего другое не откроется.",
        "uk": "Спершу налаштуйте другий фактор у «Моєму обліковому записі»: доти ніщо інше не відкриється.",
    }


class BodyTooLong(KuratorError):
    """Without an announced length there is no body: nobody can send more than he announced."""

    code = "kurator.body_too_long"
    status = 413
    texts = {
        "en": "This is larger than the {limit} MB that are taken here. Split it into parts.",
        "ru": "Это больше {limit} МБ, которые здесь принимаются. Разделите на части.",
        "uk": "Це більше за {limit} МБ, які тут приймаються. Розділіть на частини.",
    }


class HasPermissions(MaybeLooking, HasRights, Protocol):
    @property
    def permissions(self) -> frozenset[str]: ...

    @property
    def owes_factor(self) -> bool: ...

    @property
    def acting_id(self) -> UUID: ...


Authenticate = Callable[[HttpRequest, str], HasPermissions | None]
RequireProof = Callable[[HttpRequest], None]
Proof = Literal["always", "sometimes", "never"]
"""
Whether an operation asks for a recent proof of who is there: by itself before anything else, for
some of what it takes (then it says so itself), or not at all, although it is near those that do.
"""
_authenticate: list[Authenticate] = []
_authenticate_key: list[Authenticate] = []
_authenticate_oneself: list[Authenticate] = []
_require_proof: list[RequireProof] = []


def recognize_by(
    *,
    session: Authenticate,
    session_of_oneself: Authenticate,
    program_key: Authenticate,
    proof: RequireProof,
) -> None:
    """Say how a session's or a program's key becomes a viewer, and how he proves who he is."""
    _authenticate[:] = [session]
    _authenticate_oneself[:] = [session_of_oneself]
    _authenticate_key[:] = [program_key]
    _require_proof[:] = [proof]


@dataclass(frozen=True)
class Threshold:
    """What every caller of an operation must pass, however he was recognized."""

    permission: str
    needs_key: bool = False
    rate: str = ""
    people_only: bool = False
    is_own_account: bool = False
    max_bytes: int | None = None
    looking: Looking = "no"
    tells_secret: bool = False
    heeds_key: bool = True
    proof: Proof | None = None
    slow: bool = False

    def refuse_long_body(self, request: HttpRequest) -> None:
        """A body that is too long is refused by its announced length, before any of it is read."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if self.max_bytes is not None and (
            not announced.isdecimal() or int(announced) > self.max_bytes
        ):
            raise BodyTooLong(limit=self.max_bytes // 1024 // 1024)

    def let_in(self, request: HttpRequest, viewer: HasPermissions) -> None:
        """
        Raises TooManyRequests, TooManyAtOnce, PermissionMissing for a known person without the
        permission, OnlyLooking, FactorOwed for all but a person's own account before he has the
        factor that is asked of him, and what the proof of who is there raises.
        """
        person = str(viewer.acting_id)
        limit("api", person)
        if self.rate:
            limit(self.rate, person)
        key = str(viewer.key_id) if viewer.key_id else None
        request.counted = begin_request(person, key, is_slow=self.slow)  # type: ignore[attr-defined]
        refuse_change(viewer, self.looking)
        if viewer.owes_factor and not self.is_own_account:
            raise FactorOwed
        if self.permission != ANYONE and self.permission not in viewer.permissions:
            raise PermissionMissing(permission=self.permission)
        if self.proof == "always":
            _require_proof[0](request)
        if self.heeds_key and not viewer.is_looked_through and self.looking != "read":
            begin_once(request, viewer, is_needed=self.needs_key, tells_secret=self.tells_secret)


def _recognizing(request: HttpRequest) -> AbstractContextManager[None]:
    """Who asks is looked up in the request's transaction, or in one of its own where there is none."""
    return open_scope() if getattr(request, "is_waiting", False) else nullcontext()


class Gate(APIKeyCookie):
    """Cookie session, CSRF check and the threshold, all before the body is looked at."""

    param_name = SESSION_COOKIE

    def __init__(self, threshold: Threshold) -> None:
        super().__init__(csrf=True)
        self.threshold = threshold

    def __call__(self, request: HttpRequest) -> Any:
        self.threshold.refuse_long_body(request)
        if not request.COOKIES.get(SESSION_COOKIE):
            return (
                None  # nobody: “log in” helps a program without its key, “reload the page” does not
            )
        try:
            return super().__call__(request)
        except HttpError as refusal:  # the only one here: the page's token is missing or old
            raise PageStale from refusal

    def authenticate(self, request: HttpRequest, key: str | None) -> HasPermissions | None:
        statement_seconds.set(_patience_for(request))
        known = _authenticate_oneself if self.threshold.looking == "oneself" else _authenticate
        with _recognizing(request):
            viewer = known[0](request, key) if key else None
            if viewer is not None:
                if request.method != READ_METHOD:
                    refuse_other_eyes(viewer, request.headers.get(EYES, ""), self.threshold.looking)
                self.threshold.let_in(request, viewer)
            return viewer


class KeyGate(HttpBearer):
    """A program's key in the header: browsers never send it by themselves, so no CSRF check."""

    def __init__(self, threshold: Threshold) -> None:
        super().__init__()
        self.threshold = threshold

    def __call__(self, request: HttpRequest) -> Any:
        self.threshold.refuse_long_body(request)
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> HasPermissions:
        """A key that is shown must be right: no falling back on a cookie beside it."""
        statement_seconds.set(_patience_for(request))
        with _recognizing(request):
            viewer = _authenticate_key[0](request, token.strip())
            if viewer is None:
                raise AuthenticationError
            if self.threshold.people_only:
                raise KeyNotEnough
            self.threshold.let_in(request, viewer)
            return viewer


def gates_for(threshold: Threshold) -> list[KeyGate | Gate] | None:
    if threshold.permission == ANONYMOUS:
        return None
    return [KeyGate(threshold), Gate(threshold)]


def _patience_for(request: HttpRequest) -> int:
    """A person waits for a read; what writes, counts or previews may take its time."""
    is_interactive = request.method == "GET" or request.path.endswith("/search")
    return INTERACTIVE_SECONDS if is_interactive else STATEMENT_SECONDS
