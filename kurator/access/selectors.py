"""Reads of people and teams; everybody who is logged in may know his colleagues' names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import connection

from kurator.access.models import Role, Team, User
from kurator.access.rules import Rights, subtree_of
from kurator.access.types import OWES_FACTOR, Looker, Scope, Viewer, narrowed_fields, shared_parties
from kurator.kernel.localized import language_of, text_in


@dataclass(frozen=True)
class PersonRow:
    id: UUID
    name: str
    team_id: UUID | None
    is_active: bool


def list_people(viewer: Viewer) -> list[PersonRow]:
    """Return colleagues by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, team_id, is_active FROM k.people() ORDER BY name, id")
        return [PersonRow(*row) for row in cursor.fetchall()]


def list_teams(viewer: Viewer) -> list[tuple[Team, str]]:
    """Return all teams with their names in the viewer's language, by those names."""
    teams = Team.objects.all()
    return sorted(((t, text_in(t.name, viewer.language)) for t in teams), key=lambda pair: pair[1])


def list_roles(viewer: Viewer) -> list[Role]:
    return list(Role.objects.order_by("code"))


def find_viewer(user_id: UUID) -> Viewer | None:
    """Return the person with the rights of this moment; None when he may no longer log in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM k.rights_of(%s)", [user_id])
        row = cursor.fetchone()
    if row is None:
        return None
    return viewer_with(user_id, row)


def viewer_with(
    user_id: UUID,
    rights: Sequence[Any],
    *,
    key_id: UUID | None = None,
    looker: Looker | None = None,
) -> Viewer:
    """Return the person; `rights` are the columns of `k.rights_of`."""
    name, language, permissions, scope, owner_ids, fields, shares = rights
    hidden, read_only = narrowed_fields(orjson.loads(fields))
    shared_ids, shared_to_edit = shared_parties(orjson.loads(shares), Scope(scope))
    return Viewer(
        user_id=user_id,
        name=name,
        language=language_of(language),
        permissions=frozenset(permissions) - {OWES_FACTOR},
        owes_factor=OWES_FACTOR in permissions,
        scope=Scope(scope),
        owner_ids=None if owner_ids is None else tuple(owner_ids),
        time_zone=settings.COMPANY_TIME_ZONE,
        hidden_fields=hidden,
        read_only_fields=read_only,
        shared_ids=shared_ids,
        shared_to_edit=shared_to_edit,
        key_id=key_id,
        looker=looker,
    )


def rights_of_viewer(viewer: Viewer) -> Rights:
    fields = dict.fromkeys(viewer.read_only_fields, "READ")
    fields |= dict.fromkeys(viewer.hidden_fields, "NONE")
    return Rights(viewer.permissions, viewer.scope, fields)


def rights_of_role(role: Role) -> Rights:
    return Rights(frozenset(role.permissions), Scope(role.scope), role.fields)


def parents_of_teams() -> dict[UUID, UUID | None]:
    """Return the team above each team, None for those at the top."""
    return dict(Team.objects.values_list("id", "parent_id"))


def teams_within_reach(
    viewer: Viewer, parents: Mapping[UUID, UUID | None]
) -> frozenset[UUID] | None:
    """Teams whose people the viewer may administer; None = all."""
    if viewer.scope is Scope.ALL:
        return None
    own = User.objects.filter(id=viewer.user_id).values_list("team_id", flat=True).first()
    if own is None or viewer.scope is Scope.OWN:
        return frozenset()
    return subtree_of(own, parents) if viewer.scope is Scope.SUBTREE else frozenset({own})
