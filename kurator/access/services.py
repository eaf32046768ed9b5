"""Changes of people, teams and roles; log-in is in `kurator.sign_in`."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from kurator.access.models import Role, Team, User, UserRole
from kurator.access.types import Viewer
from kurator.kernel.errors import KeyNotEnough
from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.kernel.localized import LocalizedText
from kurator.tracking.security import note_security_event


def require_person(viewer: Viewer) -> None:
    """Raise KeyNotEnough for a program: a leaked key must not make other keys or log-ins."""
    if viewer.key_id is not None:
        raise KeyNotEnough


def revoke_keys(*, user_id: UUID) -> int:
    """End all API keys of a person, from the next request on; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT k.revoke_keys_of(%s)", [user_id])
        count = len(cursor.fetchall())
    if count:
        note_security_event("access.keys_revoked", subject=str(user_id), details={"count": count})
    return count


def lock_organization() -> None:
    """One change of teams, roles and people at a time, so that checks see what they decide on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('access.organization', 0))")


@transaction.atomic
def create_team(*, name: LocalizedText, parent_id: UUID | None = None) -> Team:
    return Team.objects.create(name=dict(name), parent_id=parent_id)


@transaction.atomic
def create_role(
    *,
    code: str,
    name: LocalizedText,
    permissions: Sequence[str],
    scope: str,
    is_system: bool = False,
) -> Role:
    return Role.objects.create(
        code=code,
        name=dict(name),
        permissions=sorted(permissions),
        scope=scope,
        is_system=is_system,
    )


@transaction.atomic
def create_user(
    *,
    email: str,
    name: str,
    password: str,
    team_id: UUID | None,
    role_ids: Sequence[UUID],
    language: str = "en",
    user_id: UUID | None = None,
) -> User:
    """Create a person who may log in; the closure of visibility follows at once."""
    user = User.objects.create(
        id=user_id or new_id(),
        email=email.lower(),
        name=name,
        password=make_password(password) if password else "!",
        team_id=team_id,
        language=language,
    )
    UserRole.objects.bulk_create([UserRole(user=user, role_id=role_id) for role_id in role_ids])
    rebuild_visibility()
    return user


_REBUILD = """
WITH RECURSIVE below(team_id, top_id) AS (
  SELECT id, id FROM access_team
  UNION SELECT t.id, b.top_id FROM access_team t JOIN below b ON t.parent_id = b.team_id
), scope AS (
  SELECT u.id, u.team_id, coalesce(min(array_position('{ALL,SUBTREE,TEAM,OWN}'::text[], r.scope)), 4) AS width
    FROM access_user u LEFT JOIN access_userrole ur ON ur.user_id = u.id
    LEFT JOIN access_role r ON r.id = ur.role_id WHERE NOT u.is_system GROUP BY u.id
), wanted(viewer_id, owner_id) AS (
  SELECT id, id FROM scope
  UNION SELECT s.id, u.id FROM scope s CROSS JOIN access_user u WHERE s.width = 1
  UNION SELECT s.id, u.id FROM scope s JOIN below b ON b.top_id = s.team_id
         JOIN access_user u ON u.team_id = b.team_id WHERE s.width = 2
  UNION SELECT s.id, u.id FROM scope s JOIN access_user u ON u.team_id = s.team_id WHERE s.width = 3
), gone AS (
  DELETE FROM access_visibleowner v
   WHERE NOT EXISTS (SELECT FROM wanted w WHERE w.viewer_id = v.viewer_id AND w.owner_id = v.owner_id)
)
INSERT INTO access_visibleowner (viewer_id, owner_id) SELECT viewer_id, owner_id FROM wanted
ON CONFLICT DO NOTHING
"""


def rebuild_visibility() -> None:
    """Rebuild the closure of who sees whose customers, in the transaction that changes it."""
    lock_organization()
    with connection.cursor() as cursor:
        cursor.execute(_REBUILD)


def ensure_nobody() -> None:
    """Make sure that the owner of customers without a responsible person exists."""
    User.objects.get_or_create(
        id=NOBODY_ID,
        defaults={
            "email": "",
            "name": "",
            "password": "!",
            "is_active": False,
            "is_system": True,
        },
    )


def refresh_administrators() -> None:
    """The system role has every permission of the house, also those that an upgrade brought."""
    from kurator.platform.features import permissions

    codes = sorted(permissions())
    Role.objects.filter(is_system=True).exclude(permissions=codes).update(permissions=codes)
