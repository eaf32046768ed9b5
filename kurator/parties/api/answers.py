"""Answers that are JSON-ready already go out as they are: the schema only describes them."""

from typing import Any, Final

import orjson
from django.http import HttpResponse

_OPTIONS: Final = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


def json_answer(content: Any, *, status: int = 200, version: int | None = None) -> HttpResponse:
    answer = HttpResponse(
        orjson.dumps(content, default=str, option=_OPTIONS),
        status=status,
        content_type="application/json",
    )
    if version is not None:
        answer.headers["ETag"] = f'"{version}"'
    return answer
