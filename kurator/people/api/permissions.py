from collections.abc import Collection

from kurator.kernel.localized import text_in
from kurator.people.schemas import PermissionGroupOut, PermissionOut
from kurator.people.types import domain_label
from kurator.platform.features import permissions


def permission_groups(
    language: str, only: Collection[str] | None = None
) -> list[PermissionGroupOut]:
    """Return the permissions of the house, or those of `only`, by domain."""
    groups: dict[str, list[PermissionOut]] = {}
    for code, permission in permissions().items():
        if only is None or code in only:
            item = PermissionOut(code=code, label=text_in(permission.label, language))
            groups.setdefault(code.partition(".")[0], []).append(item)
    return [
        PermissionGroupOut(
            code=code, label=text_in(domain_label(code), language), permissions=items
        )
        for code, items in groups.items()
    ]
