"""People, teams and roles as those who administer them see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.models import Role, Team
from kurator.access.rules import Rights, is_within
from kurator.access.selectors import parents_of_teams, rights_of_viewer, teams_within_reach
from kurator.access.types import Scope, Viewer
from kurator.kernel.errors import NotFound
from kurator.kernel.localized import text_in


@dataclass(frozen=True)
class PersonRow:
    """`can_change` tells whether the viewer may administer this person at all."""

    id: UUID
    name: str
    email: str
    language: str
    team_id: UUID | None
    role_ids: Sequence[UUID]
    state: str
    last_seen_at: datetime | None
    can_change: bool


_PEOPLE = """
SELECT u.id, u.name, u.email, u.language, u.team_id,
       ARRAY(SELECT ur.role_id FROM access_userrole ur WHERE ur.user_id = u.id) AS role_ids,
       CASE WHEN NOT u.is_active THEN 'disabled'
            WHEN u.password LIKE '!%%' AND u.last_seen_at IS NULL THEN 'invited' ELSE 'active' END,
       u.last_seen_at, r.permissions, r.scope, r.fields
  FROM access_user u CROSS JOIN LATERAL k.combined_rights(u.id) AS r
 WHERE NOT u.is_system AND (%s::uuid IS NULL OR u.id = %s)
 ORDER BY u.is_active DESC, u.name, u.id
"""


def list_persons(viewer: Viewer, *, user_id: UUID | None = None) -> list[PersonRow]:
    """Return everybody by name, the disabled last; with `user_id` only that person."""
    own = rights_of_viewer(viewer)
    reach = teams_within_reach(viewer, parents_of_teams())
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [user_id, user_id])
        rows = cursor.fetchall()
    return [_row(row, own, reach) for row in rows]


def _row(row: tuple[Any, ...], own: Rights, reach: frozenset[UUID] | None) -> PersonRow:
    *plain, permissions, scope, fields = row
    theirs = Rights(frozenset(permissions), Scope(scope), orjson.loads(fields))
    is_near = reach is None or row[4] in reach
    person, name, email, language, team_id, role_ids, state, last_seen_at = plain
    return PersonRow(
        id=person,
        name=name,
        email=email,
        language=language,
        team_id=team_id,
        role_ids=role_ids,
        state=state,
        last_seen_at=last_seen_at,
        can_change=is_near and is_within(theirs, own),
    )


def get_person(viewer: Viewer, user_id: UUID) -> PersonRow:
    """Raises NotFound."""
    found = list_persons(viewer, user_id=user_id)
    if not found:
        raise NotFound
    return found[0]


def count_customers(viewer: Viewer, user_id: UUID) -> int:
    """Return how many customers the person answers for, whoever may see them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT k.customers_of(%s)", [user_id])
        return int(cursor.fetchone()[0])


@dataclass(frozen=True)
class TeamRow:
    team: Team
    name: str
    people: int


def list_teams(viewer: Viewer) -> list[TeamRow]:
    """Return the teams by name in the viewer's language, with the number of active people."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT team_id, count(*) FROM k.people() WHERE is_active GROUP BY team_id")
        counts = dict(cursor.fetchall())
    rows = [
        TeamRow(team, text_in(team.name, viewer.language), counts.get(team.id, 0))
        for team in Team.objects.all()
    ]
    return sorted(rows, key=lambda row: row.name.lower())


@dataclass(frozen=True)
class RoleRow:
    role: Role
    people: int
    can_change: bool


def list_roles(viewer: Viewer) -> list[RoleRow]:
    """Return roles, the system role first, with the number of active people who have them."""
    own = rights_of_viewer(viewer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ur.role_id, count(*) FROM access_userrole ur"
            " JOIN access_user u ON u.id = ur.user_id AND u.is_active GROUP BY ur.role_id"
        )
        counts = dict(cursor.fetchall())
    roles = sorted(
        Role.objects.all(),
        key=lambda role: (not role.is_system, text_in(role.name, viewer.language).lower()),
    )
    return [
        RoleRow(
            role,
            counts.get(role.id, 0),
            is_within(Rights(frozenset(role.permissions), Scope(role.scope), role.fields), own),
        )
        for role in roles
    ]


def list_role_names(viewer: Viewer) -> list[Role]:
    return sorted(
        Role.objects.only("id", "name"), key=lambda role: text_in(role.name, viewer.language)
    )
