"""Who sees whose customers, whose rights are within whose, what an address is. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from kurator.access.types import FIELD_RIGHTS, WIDTH, Scope

LONGEST_ADDRESS: Final = 254
_ATOM: Final = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS: Final = re.compile(rf"(?=[^@]{{1,64}}@){_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})+")


def subtree_of(team_id: UUID, parents: Mapping[UUID, UUID | None]) -> frozenset[UUID]:
    """Return the team and all teams below it; `parents` maps each team to its parent."""
    found = {team_id}
    while True:
        more = {team for team, parent in parents.items() if parent in found} - found
        if not more:
            return frozenset(found)
        found |= more


def initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in words[:2]).upper()


@dataclass(frozen=True)
class Rights:
    """`fields` maps the narrowed fields of the catalogue to NONE or READ."""

    permissions: frozenset[str]
    scope: Scope
    fields: Mapping[str, str] = field(default_factory=dict)


def field_right(rights: Rights, code: str) -> int:
    return FIELD_RIGHTS.index(rights.fields.get(code, "EDIT"))


def is_within(other: Rights, own: Rights) -> bool:
    """Whether `other` allows nothing that `own` does not allow."""
    return (
        other.permissions <= own.permissions
        and WIDTH[other.scope] <= WIDTH[own.scope]
        and all(field_right(other, code) <= field_right(own, code) for code in own.fields)
    )


def read_address(text: str) -> str:
    """
    Return the address by which a person may be known here, in small letters; "" for what is none.

    Only ASCII, checked before letters are made small: a look-alike letter, a direction mark or a
    wide form must neither pass for another address nor become it. A domain in another script is
    written as its xn-- form.
    """
    text = text.strip(" \t\r\n")
    if not text.isascii() or len(text) > LONGEST_ADDRESS:
        return ""
    text = text.lower()
    return text if _ADDRESS.fullmatch(text) else ""
