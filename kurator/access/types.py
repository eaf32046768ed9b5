"""The viewer: on whose rights a read or write happens."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kurator.kernel.localized import Language


class Scope(StrEnum):
    """Whose customers a person sees; ordered from narrow to wide."""

    OWN = "OWN"
    TEAM = "TEAM"
    SUBTREE = "SUBTREE"
    ALL = "ALL"


WIDTH = {Scope.OWN: 0, Scope.TEAM: 1, Scope.SUBTREE: 2, Scope.ALL: 3}


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

    def sees_owner(self, owner_id: UUID) -> bool:
        return self.owner_ids is None or owner_id in self.owner_ids
