"""The limits of an administrator: own rights, own teams, and that somebody is left."""

from collections.abc import Collection, Iterable
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.models import Role, Team, User
from kurator.access.rules import Rights, is_within
from kurator.access.selectors import (
    parents_of_teams,
    rights_of_viewer,
    teams_within_reach,
)
from kurator.access.types import Scope, Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput, NotFound
from kurator.kernel.localized import LocalizedText
from kurator.people.types import BeyondOwnRights, BeyondOwnTeams, LastAdministrator

KEEPERS = ("people.manage", "people.roles")
"""Whoever has these can give anybody any right back."""
UNKNOWN_TEAM: LocalizedText = {
    "en": "There is no such team.",
    "ru": "Такой команды нет.",
    "uk": "Такої команди немає.",
}
UNKNOWN_ROLE: LocalizedText = {
    "en": "There is no such role.",
    "ru": "Такой роли нет.",
    "uk": "Такої ролі немає.",
}


def rights_of_person(user_id: UUID) -> Rights:
    with connection.cursor() as cursor:
        cursor.execute("SELECT permissions, scope, fields FROM k.combined_rights(%s)", [user_id])
        permissions, scope, fields = cursor.fetchone()
    return Rights(frozenset(permissions), Scope(scope), orjson.loads(fields))


def require_within(viewer: Viewer, *others: Rights) -> None:
    """Raise BeyondOwnRights unless the viewer may himself do all that the others allow."""
    own = rights_of_viewer(viewer)
    if not all(is_within(other, own) for other in others):
        raise BeyondOwnRights


def find_roles(role_ids: Collection[UUID]) -> list[Role]:
    """Return the roles; raises InvalidInput when one of them does not exist."""
    found = list(Role.objects.filter(id__in=role_ids))
    if len(found) != len(set(role_ids)):
        raise InvalidInput(
            problems=[FieldProblem(("role_ids",), "people.unknown_role", UNKNOWN_ROLE)]
        )
    return found


def require_teams(viewer: Viewer, team_ids: Iterable[UUID | None]) -> None:
    """Raise BeyondOwnTeams unless the viewer may put people into, and take them from, the teams."""
    reach = teams_within_reach(viewer, parents_of_teams())
    if reach is not None and not all(team_id in reach for team_id in team_ids):
        raise BeyondOwnTeams


def require_team(team_id: UUID | None, *, loc: str) -> None:
    if team_id is not None and not Team.objects.filter(id=team_id).exists():
        raise InvalidInput(problems=[FieldProblem((loc,), "people.unknown_team", UNKNOWN_TEAM)])


def find_person(viewer: Viewer, user_id: UUID) -> User:
    """Lock and return a person whom the viewer may administer; raises NotFound, BeyondOwn…"""
    user = User.objects.select_for_update(no_key=True).filter(id=user_id, is_system=False).first()
    if user is None:
        raise NotFound
    require_teams(viewer, [user.team_id])
    require_within(viewer, rights_of_person(user_id))
    return user


def require_rows_within(viewer: Viewer, user_id: UUID) -> None:
    """Raise BeyondOwnRights when that person sees customers that the viewer does not see."""
    if viewer.scope is Scope.ALL:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT k.sees_beyond(%s, %s)", [user_id, viewer.user_id])
        if cursor.fetchone()[0]:
            raise BeyondOwnRights


_KEEPERS_LEFT = """
SELECT EXISTS (
  SELECT FROM access_user u JOIN access_userrole ur ON ur.user_id = u.id
    JOIN access_role r ON r.id = ur.role_id
   WHERE u.is_active AND NOT u.is_system AND (u.id = %s OR u.last_seen_at IS NOT NULL OR u.password NOT LIKE '!%%')
   GROUP BY u.id
  HAVING bool_or(%s = ANY(r.permissions)) AND bool_or(%s = ANY(r.permissions)))
"""


def require_keeper(viewer: Viewer) -> None:
    """Raise LastAdministrator when nobody who can log in could give rights any more."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEPERS_LEFT, [viewer.user_id, *KEEPERS])
        if not cursor.fetchone()[0]:
            raise LastAdministrator
