import secrets
from collections.abc import Iterable

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

from kurator.access.session import (
    authenticate,
    authenticate_key,
    authenticate_oneself,
    require_proof,
)
from kurator.config import health
from kurator.config.settings import WEB_DIST
from kurator.platform.api import build_api
from kurator.platform.middleware import content_policy

# Where web/index.html wants the nonce of its styles.
NONCE = "STYLE_NONCE"

api = build_api(
    authenticate=authenticate,
    authenticate_oneself=authenticate_oneself,
    authenticate_key=authenticate_key,
    require_proof=require_proof,
)


def page(request: HttpRequest, path: str = "") -> HttpResponse | FileResponse:
    """Every address that is no file and no API belongs to the single page."""
    index = WEB_DIST / "index.html"
    if not index.exists():
        return HttpResponse("The pages are not built yet: run `make run`.", status=503)
    nonce = secrets.token_urlsafe(16)
    body = index.read_text(encoding="utf-8").replace(NONCE, nonce)
    answer = HttpResponse(body, content_type="text/html; charset=utf-8")
    answer["Content-Security-Policy"] = content_policy(nonce)
    answer["Cache-Control"] = "no-store"
    return answer


def by_first_word(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """
    The same addresses, those that begin with the same word together: Django tries one after the
    other, and of hundreds that is felt at each request.
    """
    alone: list[URLPattern | URLResolver] = []
    groups: dict[str, list[URLPattern | URLResolver]] = {}
    for one in patterns:
        word, slash, rest = str(one.pattern).partition("/")
        if isinstance(one, URLPattern) and slash and "<" not in word:
            within = path(rest, one.callback, one.default_args, one.name)
            groups.setdefault(word, []).append(within)
        else:
            alone.append(one)
    return [*alone, *(path(f"{word}/", include(group)) for word, group in groups.items())]


_patterns, _app, _namespace = api.urls
urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/v1/openapi.json", health.openapi),
    path("api/v1/", (by_first_word(_patterns), _app, _namespace)),
    re_path(r"^(?!api/|assets/)(?P<path>.*)$", page),
]
