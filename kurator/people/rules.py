"""What one person may do to another's rights: never beyond one's own. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from kurator.access.types import FIELD_RIGHTS, WIDTH, Scope


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


def makes_circle(
    team_id: UUID, parent_id: UUID | None, parents: Mapping[UUID, UUID | None]
) -> bool:
    """Whether `team_id` under `parent_id` would stand above itself; `parents` is the tree as it is."""
    above, seen = parent_id, set[UUID]()
    while above is not None and above not in seen:
        if above == team_id:
            return True
        seen.add(above)
        above = parents.get(above)
    return False
