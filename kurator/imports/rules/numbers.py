"""
Numbers and money as people write them.

`1,234` is one thousand or one and a bit: which one the column says as a whole, and if it does
not, the person is asked. Groups of thousands must be whole groups, else it is no number.
"""

import re
from collections.abc import Iterable
from typing import Final

from kurator.imports.types import CellProblem, Decimal

MAX_DIGITS: Final = 15
BLANKS: Final = frozenset({"", "-", "–", "—", "n/a", "#n/a", "null", r"\n"})
"""Cells of numbers and dates that programs write for "no value", folded."""
_SPACES: Final = " \u00a0\u202f\u2009'’"
_POINT: Final = re.compile(rf"(?:\d{{1,3}}(?:[{_SPACES},]\d{{3}})+|\d+)(?:\.\d+)?|\.\d+")
_COMMA: Final = re.compile(rf"(?:\d{{1,3}}(?:[{_SPACES}.]\d{{3}})+|\d+)(?:,\d+)?|,\d+")
_EITHER: Final = re.compile(r"\d{1,3}[.,]\d{3}")
_PLAIN: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?")
_GROUPS: Final = str.maketrans("", "", _SPACES)
CURRENCIES: Final = {
    "$": "USD", "us$": "USD", "usd": "USD", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP",
    "₴": "UAH", "uah": "UAH", "грн": "UAH", "грн.": "UAH", "гривен": "UAH", "гривень": "UAH",
    "₽": "RUB", "rub": "RUB", "руб": "RUB", "руб.": "RUB", "р.": "RUB", "zł": "PLN", "pln": "PLN",
    "₸": "KZT", "kzt": "KZT", "chf": "CHF", "czk": "CZK",
}  # fmt: skip
_SIGN: Final = re.compile(r"[-−–+]")
_MARK: Final = re.compile(r"^[^\d.,()+−–-]+|[^\d.,()\s][^\d,()]*$")
EXACT: Final = re.compile(r"\d[.,]?\d*[eе][+-]?\d+", re.IGNORECASE)


def split_money(text: str) -> tuple[str, str] | None:
    """Return (number, currency or ''); None when what stands around is no currency."""
    currency = ""
    sign = ""
    body = text.strip()
    if _SIGN.match(body) and len(body) > 1 and not body[1].isdigit():
        sign, body = body[0], body[1:].strip()
    for _ in range(2):
        mark = _MARK.search(body)
        if mark is None:
            break
        found = CURRENCIES.get(mark.group().strip().casefold())
        if found is None or (currency and currency != found):
            return None
        currency = found
        body = (body[: mark.start()] + body[mark.end() :]).strip()
    return sign + body, currency


def _unsigned(text: str) -> tuple[bool, str]:
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    if _SIGN.match(text):
        return text[0] != "+", text[1:].strip()
    return False, text


def is_number(text: str) -> bool:
    """Whether the text, or its shape with any digits, is a number in some way of writing."""
    body = _unsigned(text)[1]
    return bool(_POINT.fullmatch(body) or _COMMA.fullmatch(body))


def is_typed(text: str) -> bool:
    """Whether a workbook gives a number this form: with a point that cannot mean thousands."""
    return bool(_PLAIN.fullmatch(text)) and "." in text and not _EITHER.fullmatch(text.lstrip("-"))


def decimal_of(texts: Iterable[str]) -> tuple[Decimal | None, bool]:
    """Return the decimal mark that the texts prove, and whether the person must be asked."""
    point = comma = is_open = False
    for text in texts:
        body = _unsigned(text)[1]
        if "." not in body and "," not in body:
            continue
        if _EITHER.fullmatch(body):
            is_open = True
            continue
        as_point, as_comma = bool(_POINT.fullmatch(body)), bool(_COMMA.fullmatch(body))
        point |= as_point and not as_comma
        comma |= as_comma and not as_point
    if point != comma:
        return ("point" if point else "comma"), False
    return None, is_open or point


def plain_number(text: str, decimal: Decimal | None) -> str | CellProblem:
    """Return the number as digits with a point; raises nothing, refuses what is unclear."""
    if _PLAIN.fullmatch(text) and (decimal == "point" or "." not in text):
        return text
    if EXACT.fullmatch(text):
        return CellProblem("damaged_number")
    is_negative, body = _unsigned(text)
    if decimal is None and _EITHER.fullmatch(body):
        return CellProblem("ambiguous_number")
    if decimal is None:
        decimal = "comma" if _COMMA.fullmatch(body) and not _POINT.fullmatch(body) else "point"
    pattern, group, mark = (_POINT, ",", ".") if decimal == "point" else (_COMMA, ".", ",")
    if not pattern.fullmatch(body):
        return CellProblem("no_number")
    digits = body.replace(group, "").translate(_GROUPS).replace(mark, ".")
    if len(digits.replace(".", "").strip("0")) > MAX_DIGITS or len(digits) > 30:
        return CellProblem("number_too_long", {"limit": MAX_DIGITS})
    return f"-{digits}" if is_negative else digits


def parse_number(text: str, decimal: Decimal | None) -> int | float | CellProblem:
    digits = plain_number(text, decimal)
    if isinstance(digits, CellProblem):
        return digits
    if "." not in digits:
        return int(digits)
    value = float(digits)
    return int(value) if value.is_integer() else value


def parse_money(
    text: str, decimal: Decimal | None, *, currency: str, minor_units: int
) -> int | CellProblem:
    """Return minor units; another currency or too many decimals are refused, never rounded."""
    found = split_money(text)
    if found is None:
        return CellProblem("no_money")
    body, named = found
    if named and currency and named != currency:
        return CellProblem("other_currency", {"found": named, "currency": currency})
    digits = plain_number(body, decimal)
    if isinstance(digits, CellProblem):
        return digits
    whole, _, rest = digits.partition(".")
    rest = rest.rstrip("0")
    if len(rest) > minor_units:
        return CellProblem("too_many_decimals", {"limit": minor_units})
    return int(f"{whole}{rest.ljust(minor_units, '0')}")
