"""
Contact points as people type them, brought to the one form in which they are compared.

Law: the same number or address written differently has the same `norm`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import phonenumbers

from kurator.parties.values import ValueRefused, read_text

MAX_VALUE: Final = 300
_EXTENSION_WORDS: Final = (
    r"доб(?:ав(?:очный)?)?|доп(?:олнительный)?|дод(?:атковий)?"
    r"|вн(?:утр(?:енний|ішній)?)?(?:\.?\s*тел)?|extension|extn?|x|х|#"
)
_EXTENSION: Final = re.compile(
    rf"[\s,;(\[]*(?:{_EXTENSION_WORDS})[\s.:=№]*(\d{{1,10}})\s*[)\]]?\s*$", re.IGNORECASE
)
# A comma is the pause after which a telephone dials the rest.
_AFTER_PAUSE: Final = re.compile(r"(?<=\d),{1,3}(\d{1,6})#?\s*$")
_WITHOUT_DIGITS: Final = re.compile(rf"[\s,;(\[]*(?:{_EXTENSION_WORDS})[\s.:=№]*$", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]+\.[^\s@<>,;\".]{2,}")
_NOT_EMAIL: Final = re.compile(r"\.\.|^\.|\.@|@[.-]")
# A name with a dot before the colon is a host with its port.
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+-]*):", re.IGNORECASE)
# Browsers pass over these in an address.
_PASSED_OVER: Final = re.compile(r"[\s\x00-\x20]+")
# A number without its country is tried in the company's country, then in these.
_IN_FULL: Final = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
_KINDS: Final = (
    "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip",
    "pager", "uan", "voicemail",
)  # fmt: skip
_NEIGHBORS: Final = ("UA", "RU", "GB")


_OLD_PREFIX: Final = re.compile(r"\s*8[\s.\-–]*(?=\(?0\d\d\)?(?:[\s.\-–]*\d){7}(?!\d))", re.ASCII)


@dataclass(frozen=True)
class ContactValue:
    """`norm` is E.164 digits or the lower-case address."""

    kind: str
    value: str
    norm: str
    extension: str = ""


def read_contact(kind: str, value: object, *, zone: str, extension: object = None) -> ContactValue:
    """Return the contact point; raises ValueRefused. `zone` tells the country of short numbers."""
    text = read_text(value, limit=MAX_VALUE)
    if text is None:
        raise ValueRefused("parties.required")
    if kind == "PHONE":
        return read_phone(text, zone=zone, extension=read_text(extension, limit=10) or "")
    if kind == "EMAIL":
        return read_email(text)
    if kind == "WEBSITE":
        return read_website(text)
    return ContactValue(kind, text, text.lower())


def read_website(text: str) -> ContactValue:
    """A host as people write it, or an address of http: no other kind may become a link."""
    scheme = _SCHEME.match(_PASSED_OVER.sub("", text))
    if scheme and scheme[1].lower() not in ("http", "https"):
        raise ValueRefused("parties.not_a_website")
    return ContactValue("WEBSITE", text, text.lower())


def read_phone(text: str, *, zone: str, extension: str = "") -> ContactValue:
    number, found = split_extension(text)
    for region in dict.fromkeys((region_of(zone), *_NEIGHBORS)):
        norm = _valid_norm(number, region)
        if norm:
            return ContactValue("PHONE", text, norm, extension or found)
    raise ValueRefused("parties.not_a_phone")


def split_extension(text: str) -> tuple[str, str]:
    match = _EXTENSION.search(text) or _AFTER_PAUSE.search(text)
    return (text[: match.start()], match.group(1)) if match else (text, "")


def without_extension_word(text: str) -> str:
    """“309-44-10 доб.” before its digits are typed."""
    return _WITHOUT_DIGITS.sub("", text, count=1)


def _valid_norm(number: str, region: str) -> str:
    if (digits := _plain_digits(number)) is not None:
        return digits
    try:
        parsed = phonenumbers.parse(without_old_prefix(number, region), region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)[1:]


def without_old_prefix(number: str, region: str) -> str:
    """
    “8 (067) 000-99-88” is 067 000 99 88: so numbers of Ukraine were written while an 8 led out of
    the city, and many lists still hold them. The library knows only the 0.
    """
    return (
        _OLD_PREFIX.sub("", number, count=1)
        if region == "UA" and _OLD_PREFIX.match(number)
        else number
    )


def _plain_digits(number: str) -> str | None:
    """
    The digits of a valid number that is written in full without any marks but spaces, None when the
    number is not of that kind or the library must decide. What most files hold, and twenty times
    cheaper.
    """
    number = number.replace(" ", "")
    if not _IN_FULL.fullmatch(number):
        return None
    digits = number[1:]
    for length in (1, 2, 3):
        code = int(digits[:length])
        if code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            shape = _shape_of(code)
            return digits if shape and shape.fullmatch(digits, length) else None
    return None


@cache
def _shape_of(country_code: int) -> re.Pattern[str] | None:
    """National numbers of a country that has its code for itself and no prefix to strip."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[country_code]
    if len(regions) != 1 or regions[0] == "001":
        return None
    facts = phonenumbers.PhoneMetadata.metadata_for_region(regions[0])
    if facts is None or not _lengths(facts.general_desc):
        return None
    kinds = [_lengths(getattr(facts, name)) for name in _KINDS]
    either = "|".join(f"(?:{kind})" for kind in kinds if kind)
    prefix = facts.national_prefix_for_parsing
    bare = f"(?!{prefix})" if prefix else ""
    general = _lengths(facts.general_desc)
    return re.compile(rf"(?!0){bare}(?=(?:{general})\Z)(?:{either})") if either else None


def _lengths(kind: phonenumbers.PhoneNumberDesc | None) -> str:
    """The pattern of a kind of number, held to its possible lengths."""
    if kind is None or not kind.national_number_pattern:
        return ""
    lengths = "|".join(f"\\d{{{n}}}" for n in kind.possible_length if n > 0)
    return (
        f"(?=(?:{lengths})\\Z)(?:{kind.national_number_pattern})"
        if lengths
        else kind.national_number_pattern
    )


def read_email(text: str) -> ContactValue:
    norm = text.removeprefix("mailto:").lower()
    if len(norm) > 254 or not _EMAIL.fullmatch(norm) or _NOT_EMAIL.search(norm):
        raise ValueRefused("parties.not_an_email")
    return ContactValue("EMAIL", text, norm)


@cache
def _regions() -> Mapping[str, str]:
    """Country by time zone, from the table that comes with the zones."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {cell[2]: cell[0] for cell in cells}


def region_of(zone: str) -> str:
    return _regions().get(zone, "UA")
