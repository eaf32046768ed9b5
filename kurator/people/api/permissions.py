from collections.abc import Collection

from kurator.kernel.localized import text_in
from kurator.people.schemas import PermissionGroupOut, PermissionOut
from kurator.platform.features import permission_headings, permissions


def permission_groups(
    language: str, only: Collection[str] | None = None
) -> list[PermissionGroupOut]:
    """Return the permissions of the house, or those of `only`, by domain."""
    groups: dict[str, list[PermissionOut]] = {}
    for code, permission in permissions().items():
        if only is None or code in only:
            item = PermissionOut(code=code, label=text_in(permission.label, language))
            groups.setdefault(code.partition(".")[0], []).append(item)
    headings = permission_headings()
    return [
        PermissionGroupOut(code=code, label=text_in(headings[code], language), permissions=items)
        for code, items in groups.items()
    ]
