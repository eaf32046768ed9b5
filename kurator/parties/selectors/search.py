"""One box for everything: what was typed decides where is looked."""

import re
from dataclasses import dataclass
from typing import Final

MIN_DIGITS: Final = 4
MAX_QUERY: Final = 200
MAX_FOUND: Final = 500
"""As many customers as a fragment can bring into a list."""
_NOT_PHONE: Final = re.compile(r"[^\d\s()+\-./]")
_BROKEN: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Lookup:
    """`route` is phone, email or name; `needle` is what to look for there."""

    route: str
    needle: str


def read_query(query: str) -> Lookup | None:
    """Return where to look, or None when there is nothing to look for."""
    text = " ".join(_BROKEN.sub(" ", query).split())[:MAX_QUERY]
    if not text:
        return None
    digits = re.sub(r"\D", "", text)
    if len(digits) >= MIN_DIGITS and not _NOT_PHONE.search(text):
        return Lookup("phone", _national(digits))
    if "@" in text:
        return Lookup("email", text.lower().replace(" ", ""))
    return Lookup("name", text)


def _national(digits: str) -> str:
    """Without what differs between notations: 00 before the country, 8 inside Russia."""
    if digits.startswith("00"):
        return digits[2:]
    if len(digits) == 11 and digits.startswith("8"):
        return digits[1:]
    return digits


FOUND_SQL: Final = (
    "k.search_parties(%(route)s, %(needle)s, %(max_found)s) AS f(party_id, rank)"
    " JOIN parties_party p ON p.id = f.party_id"
)


def found_params(lookup: Lookup, max_found: int = MAX_FOUND) -> dict[str, str | int]:
    return {"route": lookup.route, "needle": lookup.needle, "max_found": max_found}
