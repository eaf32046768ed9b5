from typing import Any
from uuid import UUID

from kurator.access.models import Role
from kurator.access.session import ApiRequest
from kurator.access.types import Scope
from kurator.kernel.errors import NotFound
from kurator.kernel.localized import text_in
from kurator.people.api.permissions import permission_groups
from kurator.people.schemas import (
    RestrictableFieldOut,
    RoleIn,
    RoleNameOut,
    RoleOut,
    RolePatch,
    RolesOut,
)
from kurator.people.selectors import people, restrictable
from kurator.people.services import roles
from kurator.platform.api import ANYONE, Door
from kurator.platform.context import PEOPLE_ROLE, open_role

PERMISSION = "people.roles"
door = Door("roles", "roles")


def _out(row: people.RoleRow, language: str) -> RoleOut:
    role = row.role
    return RoleOut(
        id=role.id,
        name=text_in(role.name, language),
        names=role.name,
        permissions=role.permissions,
        scope=Scope(role.scope),
        fields=role.fields,
        requires_second_factor=role.requires_second_factor,
        is_system=role.is_system,
        people=row.people,
        can_change=row.can_change,
    )


def _answer(request: ApiRequest, role: Role) -> RoleOut:
    found = [row for row in people.list_roles(request.viewer) if row.role.id == role.id]
    if not found:
        raise NotFound
    return _out(found[0], request.viewer.language)


@door.get("", permission=ANYONE, response=list[RoleNameOut])
def list_roles(request: ApiRequest) -> Any:
    """Return the names of all roles."""
    language = request.viewer.language
    return [
        RoleNameOut(id=role.id, name=text_in(role.name, language))
        for role in people.list_role_names(request.viewer)
    ]


@door.get("/overview", permission=PERMISSION, response=RolesOut)
def get_overview(request: ApiRequest) -> Any:
    """Return all roles with their effect, and the permissions and fields a role can name."""
    language = request.viewer.language
    with open_role(PEOPLE_ROLE):
        rows = [_out(row, language) for row in people.list_roles(request.viewer)]
    fields = [
        RestrictableFieldOut(code=item.code, label=text_in(item.spec.labels, language), group=group)
        for item, group in restrictable.list_restrictable(request.viewer)
    ]
    return RolesOut(roles=rows, groups=permission_groups(language), fields=fields)


@door.post("", proof="always", permission=PERMISSION, response={201: RoleOut})
def create_role(request: ApiRequest, payload: RoleIn) -> Any:
    """Make a role; it may allow nothing that one may not do oneself."""
    changes = {**payload.model_dump(exclude={"name"}), "name": payload.name.texts()}
    known = restrictable.codes(request.viewer)
    with open_role(PEOPLE_ROLE):
        role = roles.create_role(viewer=request.viewer, changes=changes, restrictable=known)
        return 201, _answer(request, role)


@door.patch("/{role_id}", proof="always", permission=PERMISSION, response=RoleOut)
def change_role(request: ApiRequest, role_id: UUID, payload: RolePatch) -> Any:
    """Change a role; everybody who has it feels it at the next request."""
    changes = payload.model_dump(exclude_none=True, exclude={"name"})
    if payload.name is not None:
        changes["name"] = payload.name.texts()
    known = restrictable.codes(request.viewer)
    with open_role(PEOPLE_ROLE):
        role = roles.change_role(
            viewer=request.viewer, role_id=role_id, changes=changes, restrictable=known
        )
        return _answer(request, role)


@door.delete("/{role_id}", proof="never", permission=PERMISSION, response={204: None})
def remove_role(request: ApiRequest, role_id: UUID) -> tuple[int, None]:
    """Remove a role that nobody has."""
    with open_role(PEOPLE_ROLE):
        roles.remove_role(viewer=request.viewer, role_id=role_id)
    return 204, None
