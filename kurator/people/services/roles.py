"""Roles are made, copied, changed and removed; nobody gives more than he has."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from kurator.access.models import Role, User, UserRole
from kurator.access.rules import Rights
from kurator.access.selectors import rights_of_role
from kurator.access.services import lock_organization, rebuild_visibility, require_person
from kurator.access.types import FIELD_RIGHTS, Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput, NotFound
from kurator.kernel.ids import new_id
from kurator.kernel.localized import LocalizedText, text_in
from kurator.people.selectors.rights import (
    require_keeper,
    require_teams,
    require_within,
)
from kurator.people.services.teams import read_name
from kurator.people.types import RoleInUse, SystemRole
from kurator.platform.features import permissions
from kurator.tracking.security import note_security_event

_PROBLEMS: Final[Mapping[str, LocalizedText]] = {
    "people.unknown_permission": {
        "en": "There is no permission {code}.",
        "ru": "Права {code} нет.",
        "uk": "Права {code} немає.",
    },
    "people.unknown_field": {
        "en": "The field {code} cannot be restricted.",
        "ru": "Поле {code} нельзя ограничить.",
        "uk": "Поле {code} не можна обмежити.",
    },
}


OF_ANY_ROLE: Final = frozenset({"name", "requires_second_factor"})
"""What may be changed of the administrators' role, too."""


def _refuse(loc: str, code: str, named: str) -> InvalidInput:
    problem = FieldProblem((loc, named), code, _PROBLEMS[code], {"code": named})
    return InvalidInput(problems=[problem])


def _read_changes(changes: Mapping[str, Any], restrictable: frozenset[str]) -> dict[str, Any]:
    read = dict(changes)
    if "name" in read:
        read["name"] = read_name(read["name"])
    if "permissions" in read:
        known = permissions()
        for code in read["permissions"]:
            if code not in known:
                raise _refuse("permissions", "people.unknown_permission", code)
        read["permissions"] = sorted(set(read["permissions"]))
    if "fields" in read:
        for code in read["fields"]:
            if code not in restrictable:
                raise _refuse("fields", "people.unknown_field", code)
        narrowed = FIELD_RIGHTS[:-1]
        read["fields"] = {
            code: right for code, right in read["fields"].items() if right in narrowed
        }
    return read


@transaction.atomic
def create_role(
    *, viewer: Viewer, changes: Mapping[str, Any], restrictable: frozenset[str]
) -> Role:
    """Make a role; raises InvalidInput, BeyondOwnRights, and KeyNotEnough for a program."""
    require_person(viewer)
    lock_organization()
    role = Role(code=f"role_{new_id().hex[-12:]}", **_read_changes(changes, restrictable))
    require_within(viewer, rights_of_role(role))
    role.save(force_insert=True)
    nothing = replace(rights_of_role(role), permissions=frozenset(), fields={})
    note_security_event(
        "people.role_created", subject=str(role.id), details=_told(viewer, role, nothing)
    )
    return role


@transaction.atomic
def change_role(
    *, viewer: Viewer, role_id: UUID, changes: Mapping[str, Any], restrictable: frozenset[str]
) -> Role:
    """
    Change name, permissions, scope, rights on fields or the need of a second factor; people feel it
    at their next request. None of it is for programs: a leaked key would widen what people may do.
    """
    require_person(viewer)
    lock_organization()
    role = _find_role(viewer, role_id)
    if role.is_system and set(changes) - OF_ANY_ROLE:
        raise SystemRole
    before = rights_of_role(role)
    for name, value in _read_changes(changes, restrictable).items():
        setattr(role, name, value)
    require_within(viewer, before, rights_of_role(role))
    role.save(update_fields=list(changes))
    rebuild_visibility()
    require_keeper(viewer)
    note_security_event(
        "people.role_changed",
        subject=str(role_id),
        details=_told(viewer, role, before) | {"changed": sorted(changes)},
    )
    return role


@transaction.atomic
def remove_role(*, viewer: Viewer, role_id: UUID) -> None:
    """Raises RoleInUse while somebody has it."""
    require_person(viewer)
    lock_organization()
    role = _find_role(viewer, role_id)
    if role.is_system:
        raise SystemRole
    require_within(viewer, rights_of_role(role))
    people = UserRole.objects.filter(role_id=role_id).count()
    if people:
        raise RoleInUse(people=people)
    role.delete()
    details = {"name": text_in(role.name, viewer.language)}
    note_security_event("people.role_removed", subject=str(role_id), details=details)


def _told(viewer: Viewer, role: Role, before: Rights) -> dict[str, Any]:
    """The role's name, and what of its rights came and went; what stayed is left out."""
    after = rights_of_role(role)
    full = FIELD_RIGHTS[-1]
    restricted = {
        code: {"from": before.fields.get(code, full), "to": after.fields.get(code, full)}
        for code in sorted(before.fields.keys() | after.fields.keys())
        if before.fields.get(code) != after.fields.get(code)
    }
    told: dict[str, Any] = {
        "name": text_in(role.name, viewer.language),
        "rights_given": sorted(after.permissions - before.permissions),
        "rights_taken": sorted(before.permissions - after.permissions),
        "rights_on_fields": restricted,
    }
    if before.scope != after.scope:
        told["scope"] = {"from": before.scope.name, "to": after.scope.name}
    return {name: value for name, value in told.items() if value}


def _find_role(viewer: Viewer, role_id: UUID) -> Role:
    """Raises BeyondOwnTeams for a role that people outside of the viewer's teams have."""
    role = Role.objects.select_for_update(no_key=True).filter(id=role_id).first()
    if role is None:
        raise NotFound
    holders = UserRole.objects.filter(role_id=role_id).values("user_id")
    require_teams(
        viewer, User.objects.filter(id__in=holders).values_list("team_id", flat=True).distinct()
    )
    return role
