"""
The API's doors. A domain declares operations on a `Door`; each names its permission, so that
the inventory of operations, their rights and their tests come from one list.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, ParamSpec, Protocol, TypeVar
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest
from ninja import NinjaAPI, Router, Schema
from ninja.errors import AuthenticationError, HttpError
from ninja.renderers import BaseRenderer
from ninja.security import APIKeyCookie, HttpBearer
from pydantic import ConfigDict

from kurator.kernel.errors import KeyNotEnough, KuratorError, PermissionMissing
from kurator.platform.context import INTERACTIVE_SECONDS, STATEMENT_SECONDS, statement_seconds
from kurator.platform.features import api_rooms
from kurator.platform.limits import limit
from kurator.platform.looking import READ_METHOD, Looking, refuse_change, refuse_other_eyes
from kurator.platform.once import begin_once, header_description
from kurator.platform.parsing import StrictParser
from kurator.platform.problems import install_handlers

P = ParamSpec("P")
R = TypeVar("R")

ANYONE = "*"
EYES = "X-Kurator-Eyes"
"""In this header a page says as whom it was opened."""
"""Permission of operations for every user who is logged in."""
SESSION_COOKIE = "__Host-kurator_session" if settings.SESSION_COOKIE_SECURE else "kurator_session"
ANONYMOUS = ""
"""Permission of operations that need no log-in."""


class PageStale(KuratorError):
    code = "kurator.page_stale"
    status = 403
    texts = {
        "en": "This page has grown old. Reload it and repeat. Nothing was changed.",
        "ru": "Страница устарела. Обновите её и повторите. Ничего не изменено.",
        "uk": "Сторінка застаріла. Оновіть її і повторіть. Нічого не змінено.",
    }


class HasPermissions(Protocol):
    @property
    def permissions(self) -> frozenset[str]: ...

    @property
    def user_id(self) -> UUID: ...

    @property
    def name(self) -> str: ...

    @property
    def key_id(self) -> UUID | None: ...

    @property
    def rights_mark(self) -> str: ...

    @property
    def is_looked_through(self) -> bool: ...

    @property
    def owes_factor(self) -> bool: ...

    @property
    def acting_id(self) -> UUID: ...


class StrictSchema(Schema):
    """Input that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", str_max_length=20_000)


class Problem(Schema):
    """RFC 9457 problem document."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[dict[str, Any]]
    request_id: str


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    operation_id: str
    permission: str
    looking: Looking = "no"


@dataclass
class Door:
    """
    Operations under `/api/v1/<prefix>`; `name` begins their operation ids.

    `needs_key=True` makes the header Idempotency-Key a condition of a POST; `rate` names a limit
    of its own beside that of all operations (settings.RATES). `looking` says what the operation is
    to somebody who sees with another person's eyes: a GET is a read, all else is closed.
    `tells_secret=True` keeps the answer out of what a repetition is answered.
    """

    name: str
    prefix: str
    people_only: bool = False
    """Whether a program's key opens none of it."""
    router: Router = field(default_factory=Router)
    operations: list[Operation] = field(default_factory=list)

    def get(self, path: str, **options: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
        return self._operation("GET", path, **options)

    def post(self, path: str, **options: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
        return self._operation("POST", path, **options)

    def patch(self, path: str, **options: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
        return self._operation("PATCH", path, **options)

    def put(self, path: str, **options: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
        return self._operation("PUT", path, **options)

    def delete(self, path: str, **options: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
        return self._operation("DELETE", path, **options)

    def _address(self, path: str) -> str:
        return f"/{self.prefix}{path}" if self.prefix else path

    def _operation(
        self, method: str, path: str, *, permission: str, **options: Any
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        def register(view: Callable[P, R]) -> Callable[P, R]:
            operation_id = f"{self.name}_{view.__name__}"
            address = self._address(path)
            needs_key, rate = options.pop("needs_key", False), options.pop("rate", "")
            max_bytes = options.pop("max_bytes", None)
            tells_secret = options.pop("tells_secret", False)
            looking = options.pop("looking", "read" if method == READ_METHOD else "no")
            self.operations.append(Operation(method, address, operation_id, permission, looking))
            extra = {"x-permission": permission, **options.pop("openapi_extra", {})}
            if method == "POST" and permission != ANONYMOUS and looking != "read":
                described = header_description(is_needed=needs_key)
                extra["parameters"] = [*extra.get("parameters", ()), described]
            responses = options.pop("response", None)
            add = self.router.api_operation(
                [method],
                path,
                operation_id=operation_id,
                tags=[self.name],
                openapi_extra=extra,
                response=_with_problems(responses),
                auth=_gates(
                    Threshold(
                        permission,
                        needs_key,
                        rate,
                        self.people_only,
                        max_bytes,
                        looking,
                        tells_secret,
                    )
                ),
                **options,
            )
            return add(view)

        return register


def _with_problems(responses: Any) -> Any:
    known = responses if isinstance(responses, dict) else {200: responses}
    return {**known, frozenset({400, 401, 403, 404, 409, 412, 422, 429, 503}): Problem}


Authenticate = Callable[[HttpRequest, str], HasPermissions | None]
_authenticate: list[Authenticate] = []
_authenticate_key: list[Authenticate] = []
_authenticate_oneself: list[Authenticate] = []


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


@dataclass(frozen=True)
class Threshold:
    """What every caller of an operation must pass, however he was recognized."""

    permission: str
    needs_key: bool = False
    rate: str = ""
    people_only: bool = False
    max_bytes: int | None = None
    looking: Looking = "no"
    tells_secret: bool = False

    def refuse_long_body(self, request: HttpRequest) -> None:
        """A body that is too long is refused by its announced length, before any of it is read."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if self.max_bytes is not None and (
            not announced.isdecimal() or int(announced) > self.max_bytes
        ):
            raise BodyTooLong(limit=self.max_bytes // 1024 // 1024)

    def let_in(self, request: HttpRequest, viewer: HasPermissions) -> None:
        """
        Raises PermissionMissing for a known person without the permission, OnlyLooking, and
        FactorOwed for all but a person's own account before he has the factor that is asked of him.
        """
        limit("api", str(viewer.acting_id))
        if self.rate:
            limit(self.rate, str(viewer.acting_id))
        refuse_change(viewer, self.looking)
        if viewer.owes_factor and not self.people_only:
            raise FactorOwed
        if self.permission != ANYONE and self.permission not in viewer.permissions:
            raise PermissionMissing(permission=self.permission)
        if not viewer.is_looked_through and self.looking != "read":
            begin_once(request, viewer, is_needed=self.needs_key, tells_secret=self.tells_secret)


class Gate(APIKeyCookie):
    """Cookie session, CSRF check and the threshold, all before the body is looked at."""

    param_name = SESSION_COOKIE

    def __init__(self, threshold: Threshold) -> None:
        super().__init__(csrf=True)
        self.threshold = threshold

    def __call__(self, request: HttpRequest) -> Any:
        self.threshold.refuse_long_body(request)
        try:
            return super().__call__(request)
        except HttpError as refusal:  # the only one here: the page's token is missing or old
            raise PageStale from refusal

    def authenticate(self, request: HttpRequest, key: str | None) -> HasPermissions | None:
        statement_seconds.set(_patience_for(request))
        known = _authenticate_oneself if self.threshold.looking == "oneself" else _authenticate
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
        viewer = _authenticate_key[0](request, token.strip())
        if viewer is None:
            raise AuthenticationError
        if self.threshold.people_only:
            raise KeyNotEnough
        self.threshold.let_in(request, viewer)
        return viewer


def _gates(threshold: Threshold) -> list[KeyGate | Gate] | None:
    if threshold.permission == ANONYMOUS:
        return None
    return [KeyGate(threshold), Gate(threshold)]


def _patience_for(request: HttpRequest) -> int:
    """A person waits for a read; what writes, counts or previews may take its time."""
    is_interactive = request.method == "GET" or request.path.endswith("/search")
    return INTERACTIVE_SECONDS if is_interactive else STATEMENT_SECONDS


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str)


def build_api(
    *,
    authenticate: Authenticate,
    authenticate_oneself: Authenticate,
    authenticate_key: Authenticate,
) -> NinjaAPI:
    """Build the API from all doors; the three turn a session's or a program's key into a viewer."""
    api = NinjaAPI(
        title="Kurator",
        version="1",
        description="Everything the screens can do, other programs can do here.",
        urls_namespace="api-v1",
        renderer=OrjsonRenderer(),
        parser=StrictParser(),
        docs_url=None,
        openapi_url=None,
    )
    install_handlers(api)
    _authenticate[:] = [authenticate]
    _authenticate_key[:] = [authenticate_key]
    _authenticate_oneself[:] = [authenticate_oneself]
    for door in doors():
        api.add_router(f"/{door.prefix}" if door.prefix else "", door.router)
    return api


def doors() -> list[Door]:
    """All doors, found as `DOORS` in the room `api` of each feature; needs Django's apps to be ready."""
    return [door for room in api_rooms() for door in import_module(room).DOORS]


def operations() -> list[Operation]:
    return [item for door in doors() for item in door.operations]
