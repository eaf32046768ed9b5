"""Phones and e-mails of cells, read by the law of customers; the country of numbers is told."""

import re
from typing import Final

import phonenumbers

from kurator.imports.rules.cells import PHONE_KIND
from kurator.imports.types import CellProblem
from kurator.parties.contact_values import ContactValue, read_contact, without_old_prefix
from kurator.parties.values import ValueRefused

_WITH_COUNTRY: Final = re.compile(r"\s*(?:\+|00)")
_ONLY_NUMBER: Final = re.compile(r"[\d\s().\-/–]+")
_ANY_ZONE: Final = "UTC"


def read_contact_cell(kind: str, text: str, region: str) -> ContactValue | CellProblem:
    """
    Return the contact point or why it is none.

    A number without a country belongs to `region` and to no other: neighbors are not tried.
    """
    try:
        if kind != PHONE_KIND:
            return read_contact("EMAIL", text, zone=_ANY_ZONE)
        if _WITH_COUNTRY.match(text):
            return read_contact(
                "PHONE", text.strip().replace("00", "+", _starts_00(text)), zone=_ANY_ZONE
            )
        return _local_phone(text, region)
    except ValueRefused:
        return CellProblem("no_phone" if kind == PHONE_KIND else "no_email", {"region": region})


def _starts_00(text: str) -> int:
    return 1 if text.lstrip().startswith("00") else 0


def _local_phone(text: str, region: str) -> ContactValue | CellProblem:
    try:
        parsed = phonenumbers.parse(without_old_prefix(text, region), region)
    except phonenumbers.NumberParseException:
        return CellProblem("no_phone", {"region": region})
    if not phonenumbers.is_valid_number(parsed):
        return CellProblem("no_phone", {"region": region})
    norm = f"{parsed.country_code}{phonenumbers.national_significant_number(parsed)}"
    if _ONLY_NUMBER.fullmatch(text):
        return ContactValue("PHONE", text, norm)
    return _with_extension(text, norm)


def _with_extension(text: str, norm: str) -> ContactValue:
    """Words behind a number, such as an extension, are read by the law of customers."""
    first_digits = re.match(r"[\d\s().\-/–]+", text)
    rest = text[first_digits.end() :] if first_digits else ""
    read = read_contact("PHONE", f"+{norm} {rest}", zone=_ANY_ZONE)
    return ContactValue("PHONE", text, read.norm, read.extension)
