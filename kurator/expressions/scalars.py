"""Checks of untrusted JSON pieces; each refusal names its place."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from kurator.expressions.nodes import Literal, RelativeNow, Unit, Value
from kurator.expressions.types import Loc, Problem

MAX_LIST = 1000
MAX_STRING = 1000
MAX_BIGINT = 2**63 - 1
MAX_OFFSET = {
    Unit.MINUTE: 100_000_000,
    Unit.HOUR: 1_700_000,
    Unit.DAY: 73_000,
    Unit.WEEK: 10_400,
    Unit.MONTH: 2_400,
    Unit.YEAR: 200,
}
MAX_SHOWN = 40

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_BROKEN = re.compile("[\x00\ud800-\udfff]")


class RefusedError(Exception):
    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


def refuse(loc: Loc, code: str, **params: str | int) -> RefusedError:
    return RefusedError(Problem(loc, code, params))


def is_uuid(text: str) -> bool:
    return _UUID.fullmatch(text) is not None


def read_mapping(payload: object, loc: Loc) -> Mapping[object, object]:
    if not isinstance(payload, Mapping):
        raise refuse(loc, "not_object")
    return payload


def read_keys(payload: object, keys: frozenset[str], loc: Loc) -> dict[str, object]:
    found = read_mapping(payload, loc)
    problems = [
        Problem(loc, "unknown_key", {"key": shown(key)}) for key in found if key not in keys
    ]
    problems += [
        Problem(loc, "missing_key", {"key": key}) for key in sorted(keys) if key not in found
    ]
    if problems:
        raise RefusedError(*problems)
    return {key: found[key] for key in keys}


def read_list(payload: object, loc: Loc) -> list[object]:
    if not isinstance(payload, list | tuple):
        raise refuse(loc, "not_list")
    if not payload:
        raise refuse(loc, "empty_list")
    if len(payload) > MAX_LIST:
        raise refuse(loc, "list_too_long", max=MAX_LIST, size=len(payload))
    return list(payload)


def read_text(payload: object, loc: Loc) -> str:
    if not isinstance(payload, str):
        raise refuse(loc, "not_text")
    if len(payload) > MAX_STRING:
        raise refuse(loc, "text_too_long", max=MAX_STRING, size=len(payload))
    if _BROKEN.search(payload):
        raise refuse(loc, "bad_character")
    return payload


def read_code(payload: object, loc: Loc) -> str:
    text = read_text(payload, loc)
    if not text:
        raise refuse(loc, "empty_text")
    return text


def read_uuid(payload: object, loc: Loc) -> str:
    """In small letters, so that one thing has one name."""
    text = read_text(payload, loc)
    if not is_uuid(text):
        raise refuse(loc, "not_uuid")
    return text.lower()


def read_literal(payload: object, loc: Loc) -> Literal:
    match payload:
        case bool():
            return Literal(payload)
        case str():
            return Literal(read_text(payload, loc))
        case int():
            return Literal(_read_integer(payload, loc))
        case float():
            return Literal(_read_float(payload, loc))
        case Mapping():
            raise refuse(loc, "relative_in_list")
        case _:
            raise refuse(loc, "bad_value")


def read_value(payload: object, loc: Loc) -> Value:
    if isinstance(payload, Mapping):
        return _read_relative(payload, loc)
    return read_literal(payload, loc)


def shown(value: object) -> str:
    text = _BROKEN.sub("?", value) if isinstance(value, str) else type(value).__name__
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"


def _read_integer(payload: int, loc: Loc) -> int:
    if not -MAX_BIGINT - 1 <= payload <= MAX_BIGINT:
        raise refuse(loc, "integer_too_large")
    return payload


def _read_float(payload: float, loc: Loc) -> float:
    if not math.isfinite(payload):
        raise refuse(loc, "not_finite")
    return payload


def _read_relative(payload: object, loc: Loc) -> RelativeNow:
    inner: Loc = (*loc, "now")
    offset = read_keys(
        read_keys(payload, frozenset({"now"}), loc)["now"], frozenset({"n", "unit"}), inner
    )
    unit = _read_unit(offset["unit"], (*inner, "unit"))
    n = offset["n"]
    if isinstance(n, bool) or not isinstance(n, int):
        raise refuse((*inner, "n"), "not_integer")
    if abs(n) > MAX_OFFSET[unit]:
        raise refuse((*inner, "n"), "offset_too_large", max=MAX_OFFSET[unit])
    return RelativeNow(n, unit)


def _read_unit(payload: object, loc: Loc) -> Unit:
    if not isinstance(payload, str) or payload not in set(Unit):
        raise refuse(loc, "bad_unit", unit=shown(payload))
    return Unit(payload)
