"""One request = one transaction that is rolled back on every answer of 400 and above."""

import re
import time
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import DisallowedHost
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse

from kurator.kernel.ids import new_id
from kurator.platform.context import open_scope
from kurator.platform.faults import fault_point
from kurator.platform.features import features
from kurator.platform.limits import end_request
from kurator.platform.metrics import REQUEST_SECONDS, REQUEST_STATEMENTS
from kurator.platform.once import keep_answer
from kurator.platform.problems import address_response, unavailable_response
from kurator.platform.sightings import note_refusal

log = structlog.get_logger("kurator.request")
Handler = Callable[[HttpRequest], HttpResponse]


def content_policy(style_nonce: str = "") -> str:
    """
    What a browser may do with an answer. The nonce is for the style elements of the component
    library; scripts have none, and text becomes markup only by the policy of web/public/guard.js.
    """
    styles = f"'self' 'nonce-{style_nonce}'" if style_nonce else "'self'"
    return (
        f"default-src 'none'; script-src 'self'; style-src {styles}; style-src-attr 'none'; "
        "img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; manifest-src 'self'; "
        "require-trusted-types-for 'script'; trusted-types default"
    )


SECURITY_HEADERS = {
    "Content-Security-Policy": content_policy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


# A load balancer asks each server by its address, which is no name that people use.
OF_ANY_HOST = frozenset({"/livez", "/readyz"})


def _is_ours(request: HttpRequest) -> bool:
    """Whether the request names a host that is served here (see KURATOR_HOSTS)."""
    if request.path in OF_ANY_HOST:
        return True
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _is_the_frameworks(request: HttpRequest, answer: HttpResponse) -> bool:
    """Whether the framework answered by itself that the API has no such address or method."""
    return (
        answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)
        and request.path.startswith("/api/")
        and answer.headers.get("Content-Type", "").startswith("text/")
    )


@cache
def _waiting_paths() -> re.Pattern[str]:
    paths = [path for feature in features() for path in feature.waiting_paths]
    parts = [path.rpartition(" ") for path in paths]
    return re.compile("|".join(f"{m or '[A-Z]+'} /api/v1{path}" for m, _, path in parts) or r"(?!)")


class StatementCount:
    """Counts what one request sends to the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


class RequestMiddleware:
    """Gives each request an id, a transaction, security headers, a log line and a metric."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request.request_id = str(new_id())  # type: ignore[attr-defined]  # Django's class is open
        request.after_refusal = []  # type: ignore[attr-defined]
        request.counted = ()  # type: ignore[attr-defined]
        statements = StatementCount()
        try:
            with connection.execute_wrapper(statements):
                response = self._answer(request) if _is_ours(request) else HttpResponse(status=400)
        finally:
            end_request(request.counted)  # type: ignore[attr-defined]
        if _is_the_frameworks(request, response):
            response = address_response(request, response)
        if response.status_code >= 400:
            for call in request.after_refusal:  # type: ignore[attr-defined]
                call()
            note_refusal(request, response)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
            self._note(request, response, time.perf_counter() - started, statements.count)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        is_waiting = bool(_waiting_paths().fullmatch(f"{request.method} {request.path}"))
        request.is_waiting = is_waiting  # type: ignore[attr-defined]
        if is_waiting or not request.path.startswith("/api/"):
            return self.get_response(request)
        fault_point("web.asked")
        try:
            with open_scope():
                response = self.get_response(request)
                if response.status_code >= 400:
                    transaction.set_rollback(True)
                else:
                    keep_answer(request, response)
        except OperationalError as error:
            return unavailable_response(request, error)
        if hasattr(request, "once"):
            fault_point("web.committed")
        return response

    def _note(
        self, request: HttpRequest, response: HttpResponse, seconds: float, statements: int
    ) -> None:
        match = request.resolver_match
        # A method that the address does not take may be any word: it gets no figure of its own.
        is_known = match is not None and response.status_code != HTTPStatus.METHOD_NOT_ALLOWED
        operation = f"{request.method} {match.route}" if match and is_known else "unknown"
        REQUEST_SECONDS.labels(operation, str(response.status_code)).observe(seconds)
        REQUEST_STATEMENTS.labels(operation).observe(statements)
        log.info(
            "request",
            request_id=request.request_id,  # type: ignore[attr-defined]
            method=request.method,
            operation=operation,
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            statements=statements,
        )
