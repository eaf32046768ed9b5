"""What a change of many asks of whoever starts it, and still when it goes on in the background."""

from kurator.access.types import Viewer
from kurator.bulk.types import Action
from kurator.parties.field_rights import closed_fields

TAGS = "party.tags"


def needed_permissions(action: Action) -> list[str]:
    needed = {
        "parties.edit": bool(
            action.values or action.add_tags or action.remove_tags or action.undo_of
        ),
        "parties.assign": bool(action.owner_ids),
        "parties.delete": action.recycles,
    }
    return [permission for permission, is_needed in needed.items() if is_needed]


def may_go_on(viewer: Viewer, action: Action) -> bool:
    """Whether the person may do now what he might do when he asked for it."""
    written = {*action.values, *([TAGS] if action.add_tags or action.remove_tags else [])}
    return viewer.permissions.issuperset(needed_permissions(action)) and closed_fields(
        viewer
    ).isdisjoint(written)
