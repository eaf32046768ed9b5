"""What a change of many asks of whoever starts it, and still when it goes on in the background."""

from kurator.access.types import Viewer
from kurator.bulk.selectors.wanted import fields_of
from kurator.bulk.types import Action
from kurator.parties.field_rights import closed_fields


def needed_permissions(action: Action) -> list[str]:
    needed = {
        "parties.edit": bool(action.is_edit or action.undo_of),
        "parties.assign": bool(action.owner_ids),
        "parties.delete": action.recycles,
    }
    return [permission for permission, is_needed in needed.items() if is_needed]


def may_go_on(viewer: Viewer, action: Action) -> bool:
    """Whether the person may do now what he might do when he asked for it."""
    return viewer.permissions.issuperset(needed_permissions(action)) and closed_fields(
        viewer
    ).isdisjoint(fields_of(action))
