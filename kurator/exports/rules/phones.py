"""
Phones for spreadsheets: in groups, so that they stay texts; see `kernel/defuse.py`.

The groups are read as one number by every import, ours and those of others.
"""

import re
from typing import Final

import phonenumbers

_NUMBER: Final = re.compile(r"\+(\d{5,15})(?!\d)", re.ASCII)
_TAIL: Final = (3, 2, 2)


def grouped(phones: str) -> str:
    """`+380671234567` → `+380 67 123 45 67`; what stands around the numbers stays."""
    return _NUMBER.sub(lambda match: f"+{_groups(match.group(1))}", phones)


def _groups(digits: str) -> str:
    code = _country_code(digits)
    rest, groups = digits[len(code) :], list[str]()
    for size in reversed(_TAIL):
        if len(rest) <= size:
            break
        groups.insert(0, rest[-size:])
        rest = rest[:-size]
    return " ".join([code, rest, *groups])


def _country_code(digits: str) -> str:
    """Codes are free of each other's beginnings; a number of no country is cut somewhere."""
    codes = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    return next((digits[:n] for n in (1, 2, 3) if int(digits[:n]) in codes), digits[:3])
