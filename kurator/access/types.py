"""The viewer: on whose rights a read or write happens."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kurator.kernel.localized import Language


class Scope(StrEnum):
    """Whose customers a person sees; ordered from narrow to wide."""

    OWN = "OWN"
    TEAM = "TEAM"
    SUBTREE = "SUBTREE"
    ALL = "ALL"


FIELD_RIGHTS = ("NONE", "READ", "EDIT")
"""What a role may do with a field; the widest of a person's roles counts."""

WIDTH = {Scope.OWN: 0, Scope.TEAM: 1, Scope.SUBTREE: 2, Scope.ALL: 3}


OWES_FACTOR = "access.owes_factor"
"""Stands for all permissions in a session that lacks the second factor; also in sql/viewer.sql."""


@dataclass(frozen=True)
class Looker:
    """Who really looks, while Kurator is seen with another person's eyes."""

    id: UUID
    name: str
    until: datetime


@dataclass(frozen=True)
class Viewer:
    """`owner_ids` are the users whose customers are visible; None = of all, also of nobody."""

    user_id: UUID
    name: str
    language: Language
    permissions: frozenset[str]
    scope: Scope
    owner_ids: tuple[UUID, ...] | None
    time_zone: str = "UTC"
    hidden_fields: frozenset[str] = frozenset()
    """Fields of the catalogue that this person never sees."""
    read_only_fields: frozenset[str] = frozenset()
    """Fields that this person sees and may not change; those hidden are not among them."""
    shared_ids: tuple[UUID, ...] = ()
    """Customers of others that are shared with this person."""
    shared_to_edit: frozenset[UUID] = frozenset()
    """Those of them that the person may also change."""
    key_id: UUID | None = None
    """The API key by which a program acts for this person."""
    looker: Looker | None = None
    """The administrator who sees what this person sees, and may change nothing."""
    owes_factor: bool = False
    """Whether nothing but his own account is open, until he sets up a second factor."""

    @property
    def is_looked_through(self) -> bool:
        return self.looker is not None

    @property
    def acting_id(self) -> UUID:
        """Who is really there: what is read is read by him."""
        return self.looker.id if self.looker else self.user_id

    @property
    def acting_name(self) -> str:
        return f"{self.looker.name} (as {self.name})" if self.looker else self.name

    @property
    def rights_mark(self) -> str:
        """The same for the same rights: what was told to other rights is not told again."""
        owners = self.owner_ids
        rights = [
            sorted(self.permissions),
            self.scope.value,
            owners if owners is None else sorted(map(str, owners)),
            sorted(self.hidden_fields),
            sorted(map(str, self.shared_ids)),
        ]
        return hashlib.sha256(repr(rights).encode()).hexdigest()

    def sees_owner(self, owner_id: UUID) -> bool:
        return self.owner_ids is None or owner_id in self.owner_ids


def narrowed_fields(rights: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the fields that are hidden, and those that may only be read."""
    hidden = frozenset(code for code, right in rights.items() if right == "NONE")
    return hidden, frozenset(code for code, right in rights.items() if right == "READ")


def field_settings(viewer: Viewer) -> dict[str, str]:
    """Return what a transaction on this person's rights is bound to; parts of `Context`."""
    return {
        "hidden_fields": ",".join(sorted(viewer.hidden_fields)),
        "read_only_fields": ",".join(sorted(viewer.read_only_fields)),
    }


def shared_parties(
    shares: Mapping[str, bool], scope: Scope
) -> tuple[tuple[UUID, ...], frozenset[UUID]]:
    """Return who is shared, and who to be changed too; whoever sees all needs no shares."""
    if scope is Scope.ALL:
        return (), frozenset()
    ids = tuple(sorted(UUID(party_id) for party_id in shares))
    return ids, frozenset(UUID(party_id) for party_id, can_edit in shares.items() if can_edit)
