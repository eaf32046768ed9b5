"""Whether the process lives, whether it can serve, and its figures."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from kurator.config import readiness
from kurator.config.asking import FORWARDED
from kurator.operations.gauges import shared_gauges
from kurator.platform.metrics import all_processes


def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """
    Whether requests may be sent here, for load balancers. Strangers are told no more than the names
    of the checks that failed; this machine is told all of them.
    """
    is_near = _is_near(request)
    checks = readiness.look_closely() if is_near else readiness.look()
    failed = readiness.failures(checks)
    told = {"failed": failed} if failed else {}
    answer = JsonResponse(
        {"ready": not failed, **told, **({"checks": checks} if is_near else {})},
        status=503 if failed else 200,
    )
    answer["Cache-Control"] = "no-store"
    if failed:
        answer["Retry-After"] = "2"
    return answer


def _is_near(request: HttpRequest) -> bool:
    """Asked by this machine itself, and through no proxy."""
    # The front takes a stranger's headers of proxies away, but tells that they were there.
    is_forwarded = request.META.get("asgi.scope", {}).get(FORWARDED, False)
    is_local = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
    return is_local and not is_forwarded and "X-Forwarded-For" not in request.headers


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures of all processes and of the database, for a collector on this machine only."""
    if not _is_near(request):
        return HttpResponse(status=404)
    body = generate_latest(all_processes()) + generate_latest(shared_gauges())
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


def openapi(request: HttpRequest) -> HttpResponse:
    from kurator.config.urls import api

    body = json.dumps(api.get_openapi_schema(), default=str, ensure_ascii=False)
    return HttpResponse(body, content_type="application/json")
