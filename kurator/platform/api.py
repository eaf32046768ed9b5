"""
The API's doors. A domain declares operations on a `Door`; each names its permission, so that
the inventory of operations, their rights and their tests come from one list.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar, cast

import orjson
from django.http import HttpRequest
from ninja import NinjaAPI, Router, Schema
from ninja.renderers import BaseRenderer
from pydantic import ConfigDict

from kurator.kernel.errors import PermissionMissing
from kurator.platform.problems import install_handlers

P = ParamSpec("P")
R = TypeVar("R")

ANYONE = "*"
"""Permission of operations for every user who is logged in."""
ANONYMOUS = ""
"""Permission of operations that need no log-in."""


class HasPermissions(Protocol):
    permissions: frozenset[str]


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


@dataclass
class Door:
    """Operations under `/api/v1/<prefix>`; `name` begins their operation ids."""

    name: str
    prefix: str
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

    def _operation(
        self, method: str, path: str, *, permission: str, **options: Any
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        def register(view: Callable[P, R]) -> Callable[P, R]:
            operation_id = f"{self.name}_{view.__name__}"
            self.operations.append(
                Operation(method, f"/{self.prefix}{path}", operation_id, permission)
            )
            extra = {"x-permission": permission, **options.pop("openapi_extra", {})}
            if permission == ANONYMOUS:
                options["auth"] = None
            responses = options.pop("response", None)
            add = self.router.api_operation(
                [method],
                path,
                operation_id=operation_id,
                tags=[self.name],
                openapi_extra=extra,
                response=_with_problems(responses),
                **options,
            )
            return cast(Callable[P, R], add(_guarded(view, permission)))

        return register


def _with_problems(responses: Any) -> Any:
    known = responses if isinstance(responses, dict) else {200: responses}
    return {**known, frozenset({400, 401, 403, 404, 409, 412, 422}): Problem}


def _guarded(view: Callable[P, R], permission: str) -> Callable[P, R]:
    if permission in (ANONYMOUS, ANYONE):
        return view

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        viewer = cast(HasPermissions, cast(Any, args[0]).viewer)
        if permission not in viewer.permissions:
            raise PermissionMissing(permission=permission)
        return view(*args, **kwargs)

    return guarded


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str)


def build_api(*, auth: Any) -> NinjaAPI:
    """Build the API from all features' doors."""
    from kurator.platform.features import features

    api = NinjaAPI(
        title="Kurator",
        version="1",
        description="Everything the screens can do, other programs can do here.",
        urls_namespace="api-v1",
        renderer=OrjsonRenderer(),
        auth=auth,
        docs_url=None,
        openapi_url=None,
    )
    install_handlers(api)
    for feature in features():
        for door in feature.doors:
            api.add_router(f"/{door.prefix}" if door.prefix else "", door.router)
    return api


def operations() -> list[Operation]:
    from kurator.platform.features import features

    return [item for feature in features() for door in feature.doors for item in door.operations]
