"""Who sees whose customers, as a pure function of teams and roles (reference for the SQL)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kurator.access.types import WIDTH, Scope


@dataclass(frozen=True)
class Person:
    id: UUID
    team_id: UUID | None
    scopes: tuple[Scope, ...]


def widest_scope(scopes: Iterable[Scope]) -> Scope:
    return max(scopes, key=WIDTH.__getitem__, default=Scope.OWN)


def subtree_of(team_id: UUID, parents: Mapping[UUID, UUID | None]) -> frozenset[UUID]:
    """Return the team and all teams below it; `parents` maps each team to its parent."""
    found = {team_id}
    while True:
        more = {team for team, parent in parents.items() if parent in found} - found
        if not more:
            return frozenset(found)
        found |= more


def visible_owners(
    viewer: Person, people: Iterable[Person], parents: Mapping[UUID, UUID | None], nobody: UUID
) -> frozenset[UUID]:
    """Return the users whose customers `viewer` sees; `nobody` stands for those without one."""
    people = tuple(people)
    scope = widest_scope(viewer.scopes)
    if scope is Scope.ALL:
        return frozenset({nobody, *(person.id for person in people)})
    if scope is Scope.OWN or viewer.team_id is None:
        return frozenset({viewer.id})
    teams = {viewer.team_id}
    if scope is Scope.SUBTREE:
        teams |= subtree_of(viewer.team_id, parents)
    return frozenset({viewer.id, *(person.id for person in people if person.team_id in teams)})


def initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in words[:2]).upper()
