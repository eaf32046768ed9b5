"""Request bodies: strict JSON, and no text that no text may be."""

import json
from collections.abc import Iterator
from itertools import islice
from math import isfinite
from typing import Any

import orjson
from django.http import HttpRequest
from ninja.parser import Parser

from kurator.kernel.errors import FieldProblem, InvalidInput

UNFIT = {
    "en": "Contains a character that no text may have (NUL, half of a pair), or no number.",
    "ru": "Содержит знак, недопустимый в тексте (NUL, половина пары), или не число.",
    "uk": "Містить знак, неприпустимий у тексті (NUL, половина пари), або не число.",
}
MAX_PLACES = 20


class StrictParser(Parser):
    """
    Refuses NUL, lone surrogates, NaN and numbers out of range wherever they stand.

    Raises InvalidInput that names the places; it reaches the handler as a cause.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            found = orjson.loads(request.body)
        except orjson.JSONDecodeError:
            _refuse_unfit(json.loads(request.body))
            raise
        if b"\\u0000" in request.body:
            _refuse_unfit(found)
        return found


def _refuse_unfit(value: Any) -> None:
    places = list(islice(_unfit_places(value, ()), MAX_PLACES))
    if places:
        raise InvalidInput(problems=[FieldProblem(loc, "nul", UNFIT) for loc in places])


def _unfit_places(value: Any, loc: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, str | float):
        if not _is_fit(value):
            yield loc
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not _is_fit(key):
                yield loc
            yield from _unfit_places(inner, (*loc, key if _is_fit(key) else "?"))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _unfit_places(inner, (*loc, index))


def _is_fit(value: str | float) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return "\x00" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
