"""Single values, quantities and lists in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from kurator.expressions.nodes import RelativeNow
from kurator.expressions.phrases import GRAMMAR, MONTHS, UNITS
from kurator.expressions.types import Choice, FieldSpec, Kind, Lang, Vocabulary
from kurator.expressions.values import Concrete, concrete

MAX_LISTED = 5
NARROW_SPACE = "\u00a0"
HAIR_SPACE = "\u202f"
# The signs the pages use; another currency is told by its code.
SIGNS: Final = {"UAH": "₴", "RUB": "₽", "EUR": "€", "USD": "$", "GBP": "£", "KZT": "₸"}


def label_of(spec: FieldSpec, lang: Lang) -> str:
    return spec.labels.get(lang) or next(iter(spec.labels.values()), spec.code)


def plural_form(n: int, lang: Lang) -> int:
    """0 for one, 1 for few, 2 for many, by the rules of the language."""
    n = abs(n)
    if lang == "en":
        return 0 if n == 1 else 2
    if n % 10 == 1 and n % 100 != 11:
        return 0
    if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14):
        return 1
    return 2


def duration(offset: RelativeNow, lang: Lang) -> str:
    n = abs(offset.n)
    forms = UNITS[lang][offset.unit]
    return f"{grouped(Decimal(n), lang)} {forms[plural_form(n, lang)]}"


def grouped(number: Decimal, lang: Lang, places: int | None = None) -> str:
    if places is not None:
        text = f"{number:,.{places}f}"
    else:
        text = f"{number:,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    if lang == "en":
        return text
    return text.replace(",", NARROW_SPACE).replace(".", ",")


def money(units: int, spec: FieldSpec, lang: Lang) -> str:
    """As the pages write it: no empty fraction, the sign after the amount, in English before."""
    whole = units % 10**spec.minor_units == 0
    places = 0 if whole else spec.minor_units
    amount = grouped(Decimal(units).scaleb(-spec.minor_units), lang, places)
    if not spec.currency:
        return amount
    sign = SIGNS.get(spec.currency, spec.currency)
    return f"{sign}{HAIR_SPACE}{amount}" if lang == "en" else f"{amount}{NARROW_SPACE}{sign}"


def day(value: date, lang: Lang) -> str:
    """25 Nov 2026, 25 нояб 2026: the one way of a date in any sentence, here and in the pages."""
    return f"{value.day} {MONTHS[lang][value.month - 1]} {value.year}"


def instant(value: datetime, lang: Lang, zone: str = "UTC") -> str:
    """25 Nov 2026, 14:05 by the clocks of the zone; UTC is named, because nobody lives by it."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date(), lang)}, {local:%H:%M}{' UTC' if zone == 'UTC' else ''}"


def value_text(spec: FieldSpec, value: object, lang: Lang, vocabulary: Vocabulary) -> str:
    plain = plain_text(spec, value, lang, vocabulary.time_zone)
    if plain is not None:
        return plain
    found = concrete(spec.kind, value)
    return str(value) if found is None else _named(spec, found, lang, vocabulary)


def plain_text(spec: FieldSpec, value: object, lang: Lang, zone: str = "UTC") -> str | None:
    """A date, an instant, yes or no, money or a number; None for what has a name or is a text."""
    found = concrete(spec.kind, value)
    if isinstance(found, date):
        return instant(found, lang, zone) if isinstance(found, datetime) else day(found, lang)
    if isinstance(found, bool):
        return yes_or_no(found, lang)
    if isinstance(found, int):
        return money(found, spec, lang)
    return grouped(found, lang) if isinstance(found, Decimal) else None


def yes_or_no(value: bool, lang: Lang) -> str:
    return GRAMMAR[lang]["yes" if value else "no"]


def _named(spec: FieldSpec, found: Concrete, lang: Lang, vocabulary: Vocabulary) -> str:
    value = str(found)
    if spec.kind is Kind.USER:
        return vocabulary.user_label(value)
    if spec.kind is Kind.TAGS:
        return quoted(vocabulary.tag_label(value, lang), lang)
    named = _choice_label((*spec.choices, *spec.value_names), value, lang)
    return named if spec.kind is Kind.CHOICE else quoted(named, lang)


def _choice_label(choices: Sequence[Choice], value: str, lang: Lang) -> str:
    for choice in choices:
        if choice.value == value:
            return choice.labels.get(lang) or next(iter(choice.labels.values()), value)
    return value


def quoted(text: str, lang: Lang) -> str:
    return GRAMMAR[lang]["quoted"].format(v=text)


def listed(parts: Sequence[str], joint: str, lang: Lang) -> str:
    """Parts as one phrase; past the fifth they are only counted."""
    words = GRAMMAR[lang]
    shown = list(parts[:MAX_LISTED])
    rest = len(parts) - len(shown)
    if rest:
        return f"{', '.join(shown)} {words['more'].format(n=rest)}"
    head, tail = shown[:-1], shown[-1]
    return f"{', '.join(head)} {words[joint]} {tail}" if head else tail
