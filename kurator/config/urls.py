from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path

from kurator.access.session import authenticate, authenticate_key
from kurator.config import health
from kurator.config.settings import WEB_DIST
from kurator.platform.api import build_api

api = build_api(authenticate=authenticate, authenticate_key=authenticate_key)


def page(request: HttpRequest, path: str = "") -> HttpResponse | FileResponse:
    """Every address that is no file and no API belongs to the single page."""
    index = WEB_DIST / "index.html"
    if not index.exists():
        return HttpResponse("The pages are not built yet: run `make run`.", status=503)
    return HttpResponse(index.read_bytes(), content_type="text/html; charset=utf-8")


urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/v1/openapi.json", health.openapi),
    path("api/v1/", api.urls),
    re_path(r"^(?!api/|assets/)(?P<path>.*)$", page),
]
