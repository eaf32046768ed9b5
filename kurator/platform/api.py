"""
The API's doors. A domain declares operations on a `Door`; each names its permission, so that
the inventory of operations, their rights and their tests come from one list.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

import orjson
from django.http import HttpRequest
from ninja import NinjaAPI, Router, Schema
from ninja.renderers import BaseRenderer
from pydantic import ConfigDict

from kurator.platform.features import api_rooms
from kurator.platform.gates import (
    ANONYMOUS,
    ANYONE,
    Authenticate,
    Proof,
    RequireProof,
    Threshold,
    gates_for,
    recognize_by,
)
from kurator.platform.looking import READ_METHOD, Looking
from kurator.platform.once import header_description
from kurator.platform.parsing import StrictParser
from kurator.platform.problems import install_handlers

__all__ = [
    "ANONYMOUS",
    "ANYONE",
    "Door",
    "Operation",
    "Problem",
    "StrictSchema",
    "build_api",
    "doors",
    "operations",
]

P = ParamSpec("P")
R = TypeVar("R")
_OF_THRESHOLD = frozenset(
    {"needs_key", "rate", "max_bytes", "looking", "tells_secret", "heeds_key", "proof", "slow"}
)


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
    tells_secret: bool = False
    people_only: bool = False
    proof: Proof | None = None
    slow: bool = False


@dataclass
class Door:
    """
    Operations under `/api/v1/<prefix>`; `name` begins their operation ids.

    `needs_key=True` makes the header Idempotency-Key a condition of a POST; `rate` names a limit
    of its own beside that of all operations (settings.RATES). `looking` says what the operation is
    to somebody who sees with another person's eyes: a GET is a read, all else is closed.
    `tells_secret=True` keeps the answer out of what a repetition is answered; `heeds_key=False` is
    for what runs outside of the request's transaction, where no repetition is known. `proof` says
    whether a recent proof of who is there is asked for; whatever could give somebody access must
    say it (tests/api/test_proof.py). `slow=True` is for what may look through very many rows while
    somebody waits: of these each person has a smaller share at the same time.
    """

    name: str
    prefix: str
    people_only: bool = False
    """Whether a program's key opens none of it."""
    is_own_account: bool = False
    """Whether it is open to whoever has yet to add the factor that is asked of him."""
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
            threshold = self._threshold(method, permission, options)
            self.operations.append(
                Operation(
                    method,
                    self._address(path),
                    operation_id,
                    permission,
                    threshold.looking,
                    tells_secret=threshold.tells_secret,
                    people_only=threshold.people_only,
                    proof=threshold.proof,
                    slow=threshold.slow,
                )
            )
            add = self.router.api_operation(
                [method],
                path,
                operation_id=operation_id,
                tags=[self.name],
                openapi_extra=_description(method, threshold, options.pop("openapi_extra", {})),
                response=_with_problems(options.pop("response", None)),
                auth=gates_for(threshold),
                **options,
            )
            return add(view)

        return register

    def _threshold(self, method: str, permission: str, options: dict[str, Any]) -> Threshold:
        """Take what concerns the threshold out of the options."""
        own = {name: options.pop(name) for name in _OF_THRESHOLD & options.keys()}
        looking = own.pop("looking", "read" if method == READ_METHOD else "no")
        return Threshold(
            permission,
            people_only=self.people_only,
            is_own_account=self.is_own_account,
            looking=looking,
            **own,
        )


def _description(method: str, threshold: Threshold, extra: dict[str, Any]) -> dict[str, Any]:
    described = {"x-permission": threshold.permission, **extra}
    if threshold.proof in ("always", "sometimes"):
        described["x-proof"] = threshold.proof
    is_once = threshold.heeds_key and threshold.looking != "read"
    if method == "POST" and threshold.permission != ANONYMOUS and is_once:
        header = header_description(is_needed=threshold.needs_key)
        described["parameters"] = [*described.get("parameters", ()), header]
    return described


def _with_problems(responses: Any) -> Any:
    known = responses if isinstance(responses, dict) else {200: responses}
    return {**known, frozenset({400, 401, 403, 404, 409, 412, 422, 429, 503}): Problem}


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str)


def build_api(
    *,
    authenticate: Authenticate,
    authenticate_oneself: Authenticate,
    authenticate_key: Authenticate,
    require_proof: RequireProof,
) -> NinjaAPI:
    """
    Build the API from all doors; three turn a session's or a program's key into a viewer, the last
    refuses whoever has not proven of late who he is.
    """
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
    recognize_by(
        session=authenticate,
        session_of_oneself=authenticate_oneself,
        program_key=authenticate_key,
        proof=require_proof,
    )
    for door in doors():
        api.add_router(f"/{door.prefix}" if door.prefix else "", door.router)
    return api


def doors() -> list[Door]:
    """All doors, found as `DOORS` in the room `api` of each feature; needs Django's apps to be ready."""
    return [door for room in api_rooms() for door in import_module(room).DOORS]


def operations() -> list[Operation]:
    return [item for door in doors() for item in door.operations]
