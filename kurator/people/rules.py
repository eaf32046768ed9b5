"""The tree of teams. Pure."""

from collections.abc import Mapping
from uuid import UUID


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
