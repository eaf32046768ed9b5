"""How far the rights reached that a file was made with, and whether they still do."""

from collections.abc import Collection, Mapping
from typing import Any

Reach = Mapping[str, Any]


def reach_of(
    *,
    hidden_fields: Collection[str],
    owner_ids: Collection[Any] | None,
    shared_ids: Collection[Any],
) -> dict[str, Any]:
    """As it is kept beside the file; owners None = everybody's customers."""
    return {
        "hidden": sorted(hidden_fields),
        "owners": None if owner_ids is None else sorted(map(str, owner_ids)),
        "shared": sorted(map(str, shared_ids)),
    }


def is_within(then: Reach, now: Reach) -> bool:
    """Whether rights of now show all that those of then showed."""
    if not set(now["hidden"]) <= set(then["hidden"]):
        return False
    if now["owners"] is None:
        return True
    if then["owners"] is None:
        return False
    is_owned = set(then["owners"]) <= set(now["owners"])
    return is_owned and set(then["shared"]) <= set(now["shared"])
