"""Request bodies: strict JSON, and no text that no text may be."""

import json
from collections.abc import Iterator
from itertools import islice
from math import isfinite
from typing import Any

import orjson
from django.http import HttpRequest
from ninja.parser import Parser

from kurator.kernel.errors import FieldProblem, InvalidInput, KuratorError

UNFIT = {
    "en": "Contains a character that no text may have (NUL, half of a pair), or no number.",
    "ru": "Содержит знак, недопустимый в тексте (NUL, половина пары), или не число.",
    "uk": "Містить знак, неприпустимий у тексті (NUL, половина пари), або не число.",
}
MAX_PLACES = 20


class BodyNotJson(KuratorError):
    """`line` and `column` begin with 1."""

    code = "kurator.not_json"
    status = 400
    texts = {
        "en": "The body of the request is not JSON: line {line}, character {column}. Nothing was changed.",
        "ru": "Тело запроса не JSON: строка {line}, знак {column}. Ничего не изменено.",
        "uk": "Тіло запиту не JSON: рядок {line}, знак {column}. Нічого не змінено.",
    }


class BodyEmpty(KuratorError):
    code = "kurator.no_body"
    status = 400
    texts = {
        "en": "The body of the request is empty; this address takes JSON. Nothing was changed.",
        "ru": "Тело запроса пустое; этот адрес принимает JSON. Ничего не изменено.",
        "uk": "Тіло запиту порожнє; ця адреса приймає JSON. Нічого не змінено.",
    }


class StrictParser(Parser):
    """
    Refuses NUL, lone surrogates, NaN and numbers out of range wherever they stand.

    Raises InvalidInput that names the places, BodyNotJson, BodyEmpty; they reach the handler as a
    cause.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            found = orjson.loads(request.body)
        except orjson.JSONDecodeError as error:
            if not request.body.strip():
                raise BodyEmpty from error
            _refuse_unfit(_read_leniently(request.body))
            raise BodyNotJson(line=error.lineno, column=error.colno) from error
        if b"\\u0000" in request.body:
            _refuse_unfit(found)
        return found


def _read_leniently(body: bytes) -> Any:
    """NaN and half characters are told by their places; what is no JSON at all has none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


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
