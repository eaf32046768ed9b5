"""One box for everything: what was typed decides where is looked."""

import re
from dataclasses import dataclass
from typing import Final

from kurator.access.types import Viewer
from kurator.parties.contact_values import split_extension, without_extension_word

MIN_DIGITS: Final = 4
MAX_QUERY: Final = 200
MAX_FOUND: Final = 500
"""As many customers as a fragment can bring into a list."""
_NOT_PHONE: Final = re.compile(r"[^\d\s()+\-./]")
_CALLED_PHONE: Final = re.compile(r"^(?:tel|тел)[:.\s]+(?=[+(\d])", re.IGNORECASE)
_BROKEN: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Lookup:
    """`route` is phone, extension, email or name; `needle` is what to look for there."""

    route: str
    needle: str


def read_query(query: str) -> Lookup | None:
    """Return where to look, or None when there is nothing to look for."""
    text = _CALLED_PHONE.sub("", " ".join(_BROKEN.sub(" ", query).split()))[:MAX_QUERY]
    if not text:
        return None
    digits = _digits_of(text)
    if len(digits) >= MIN_DIGITS and not _NOT_PHONE.search(text):
        return Lookup("phone", _national(digits))
    if extended := _extended(text):
        return extended
    if "@" in text:
        return Lookup("email", text.lower().replace(" ", ""))
    return Lookup("name", text)


def _extended(text: str) -> Lookup | None:
    """A number with its extension, or an extension alone, as the index has them: “3094410 x801”."""
    number, extension = split_extension(text)
    if not extension:
        number = without_extension_word(text)
    digits = _digits_of(number)
    if number == text or _NOT_PHONE.search(number):
        return None
    if not extension:
        return Lookup("phone", _national(digits)) if len(digits) >= MIN_DIGITS else None
    # “X5” is a firm.
    if not digits and text[0].casefold() in "xх":
        return None
    return Lookup("extension", f"{_national(digits)} x{extension}".strip())


def _digits_of(text: str) -> str:
    """In one script: the index has those of phones and numbers as 0 to 9."""
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


def _national(digits: str) -> str:
    """Without what differs between notations: 00 before the country, 8 inside Russia."""
    if digits.startswith("00"):
        return digits[2:]
    if len(digits) == 11 and digits.startswith("8"):
        return digits[1:]
    return digits


FOUND_SQL: Final = (
    # One look-up for each that was found: the planner would rather read all that the viewer sees.
    "k.search_parties(%(route)s, %(needle)s, %(max_found)s) AS f(party_id, rank)"
    " CROSS JOIN LATERAL (SELECT * FROM parties_party one WHERE one.id = f.party_id OFFSET 0) p"
)


_SEARCHED: Final = {
    "party.external_id": "p.external_id",
    "party.tax_id": "p.tax_id",
    "party.phone": "'PHONE'",
    "party.email": "'EMAIL'",
}


def seen_match_sql(viewer: Viewer) -> str:
    """
    SQL condition that the words of the query stand in what the viewer may see.

    The index holds phones, addresses and numbers together: whoever may not see one of them could
    otherwise find out what it is by searching.
    """
    hidden = viewer.hidden_fields & _SEARCHED.keys()
    if not hidden:
        return "TRUE"
    kinds = ", ".join(_SEARCHED[f"party.{kind}"] for kind in ("phone", "email")
                      if f"party.{kind}" in hidden)  # fmt: skip
    contacts = f" AND c.kind NOT IN ({kinds})" if kinds else ""
    numbers = "".join(
        f", {_SEARCHED[code]}"
        for code in ("party.external_id", "party.tax_id")
        if code not in hidden
    )
    return (
        "NOT EXISTS (SELECT FROM string_to_table(k.fold(%(needle)s), ' ') AS w WHERE w <> '' AND strpos("
        "k.fold(concat_ws(' ', (SELECT string_agg(n.value, ' ') FROM jsonb_each_text(p.name) n),"
        f" 'k-' || p.number{numbers}, (SELECT string_agg(concat_ws(' ', c.norm,"
        " nullif('x' || c.extension, 'x')), ' ') FROM parties_contactpoint c"
        f" WHERE c.party_id = p.id{contacts}))), w) = 0)"
    )


def found_params(lookup: Lookup, max_found: int = MAX_FOUND) -> dict[str, str | int]:
    return {"route": lookup.route, "needle": lookup.needle, "max_found": max_found}
