"""
An import gives nobody more rights than he has elsewhere: not when its columns are mapped, and not
later, when it is checked, started, gone on with, or recalled from a file of before.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.imports import selectors
from kurator.imports.models import Import
from kurator.imports.services.refusals import mapping_problem
from kurator.imports.types import OWNER, TAGS
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.kernel.ids import NOBODY_ID

DEFINE: Final = selectors.DEFINE
MANAGE_TAGS: Final = selectors.MANAGE_TAGS
ASSIGN: Final = "parties.assign"
_OF_ROWS: Final = ("me", "column")
"""Options of the owner that name nobody else."""


def right_problems(
    *, viewer: Viewer, columns: Sequence[Mapping[str, Any]], options: Mapping[str, Any]
) -> list[FieldProblem]:
    """Name each column and option that takes a right which the viewer does not have."""
    found = []
    for place, column in enumerate(columns):
        target = column.get("target")
        if isinstance(target, Mapping) and DEFINE not in viewer.permissions:
            found.append(mapping_problem("imports.may_not_define", "columns", place, "target"))
        if refused := _adding_refused(viewer, column):
            found.append(mapping_problem(refused, "columns", place, "options", "new_choices"))
        if target == OWNER and ASSIGN not in viewer.permissions:
            found.append(mapping_problem("imports.may_not_assign", "columns", place, "target"))
    return found + _owner_problems(viewer, options.get("owner") or "me")


def _owner_problems(viewer: Viewer, owner: str) -> list[FieldProblem]:
    if owner in _OF_ROWS:
        return []
    if ASSIGN not in viewer.permissions:
        return [mapping_problem("imports.may_not_assign", "options", "owner")]
    if not selectors.can_own(viewer, NOBODY_ID if owner == "nobody" else UUID(owner)):
        return [mapping_problem("imports.foreign_owner", "options", "owner")]
    return []


def require_rights(viewer: Viewer, one: Import) -> None:
    """Raises InvalidInput for a mapping that takes more than the viewer may now."""
    problems = right_problems(viewer=viewer, columns=one.columns, options=one.options)
    if problems:
        raise InvalidInput(problems=problems)


def permitted_column(viewer: Viewer, column: Mapping[str, Any]) -> dict[str, Any]:
    """Who may not define attributes or assign owners leaves such columns out."""
    target, rights = column["target"], viewer.permissions
    is_barred = (isinstance(target, Mapping) and DEFINE not in rights) or (
        target == OWNER and ASSIGN not in rights
    )
    options = dict(column["options"])
    if _adding_refused(viewer, column):
        del options["new_choices"]
    return {**column, "target": None if is_barred else target, "options": options}


def permitted_options(viewer: Viewer, options: Mapping[str, Any]) -> dict[str, Any]:
    """Whoever may not give customers to that owner any more gets them himself."""
    is_barred = _owner_problems(viewer, options.get("owner") or "me")
    return {**options, "owner": "me"} if is_barred else dict(options)


def _adding_refused(viewer: Viewer, column: Mapping[str, Any]) -> str:
    """Return why new values cannot be added to the list of this column, '' where they can."""
    target = column.get("target")
    adds = (column.get("options") or {}).get("new_choices") == "add"
    if not adds or not isinstance(target, str):
        return ""
    if target == TAGS:
        return "" if MANAGE_TAGS in viewer.permissions else "imports.may_not_add"
    if target.startswith("attr."):
        return "" if DEFINE in viewer.permissions else "imports.may_not_define"
    return "imports.cannot_add"
