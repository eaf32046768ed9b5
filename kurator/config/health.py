"""Whether the process lives, whether it can serve, and its figures."""

import json

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from kurator.config.asking import FORWARDED
from kurator.operations.gauges import shared_gauges
from kurator.platform.metrics import all_processes


def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Ready when the database answers and this log-in cannot step over the rules of access."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user"
            )
            is_safe = bool((cursor.fetchone() or [False])[0])
    except Exception:
        return JsonResponse({"database": "unreachable"}, status=503)
    return JsonResponse({"database": "ok" if is_safe else "unsafe"}, status=200 if is_safe else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures of all processes and of the database, for a collector on this machine only."""
    is_near = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
    # The front takes a stranger's headers of proxies away, but tells that they were there.
    is_forwarded = request.META.get("asgi.scope", {}).get(FORWARDED, False)
    if not is_near or is_forwarded or "X-Forwarded-For" in request.headers:
        return HttpResponse(status=404)
    body = generate_latest(all_processes()) + generate_latest(shared_gauges())
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


def openapi(request: HttpRequest) -> HttpResponse:
    from kurator.config.urls import api

    body = json.dumps(api.get_openapi_schema(), default=str, ensure_ascii=False)
    return HttpResponse(body, content_type="application/json")
