"""Log-in, log-out, preferences, and the changes of people, teams and roles."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction

from kurator.access.models import LogInFailure, Role, Session, Team, User, UserRole
from kurator.kernel.errors import KuratorError
from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.kernel.localized import LocalizedText

SESSION_HOURS = 24 * 7
FAILURES_ALLOWED = 8
FAILURE_WINDOW = timedelta(minutes=10)


class LogInRefused(KuratorError):
    code = "access.log_in_refused"
    status = 401
    texts = {
        "en": "This e-mail and password do not match. Check both and try again.",
        "ru": "Почта и пароль не подходят друг к другу. Проверьте их и повторите.",
        "uk": "Пошта і пароль не збігаються. Перевірте їх і повторіть.",
    }


class ForeignPage(KuratorError):
    code = "access.foreign_page"
    status = 403
    texts = {
        "en": "This page belongs to another address. Open Kurator at its own address and log in there.",
        "ru": "Эта страница с другого адреса. Откройте Kurator по его адресу и войдите там.",
        "uk": "Ця сторінка з іншої адреси. Відкрийте Kurator за його адресою і увійдіть там.",
    }


class TooManyAttempts(KuratorError):
    code = "access.too_many_attempts"
    status: ClassVar[int] = 429
    texts = {
        "en": "Too many failed attempts. Wait ten minutes and try again.",
        "ru": "Слишком много неудачных попыток. Подождите десять минут и повторите.",
        "uk": "Забагато невдалих спроб. Зачекайте десять хвилин і повторіть.",
    }


def hash_session_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@cache
def _waste_hash() -> str:
    """An unknown e-mail must take as long as a wrong password."""
    return make_password(secrets.token_urlsafe())


def log_in(*, email: str, password: str, addr: str, client: str, now: datetime) -> str:
    """Return the key of a new session; raises LogInRefused, TooManyAttempts."""
    email = email.strip().lower()
    _refuse_many_failures(email=email, now=now)
    user = User.objects.filter(email=email, is_active=True, is_system=False).first()
    if not check_password(password, user.password if user else _waste_hash()) or user is None:
        raise LogInRefused
    key = secrets.token_urlsafe(32)
    Session.objects.create(
        key_hash=hash_session_key(key),
        user=user,
        expires_at=now + timedelta(hours=SESSION_HOURS),
        addr=addr,
        client=client[:300],
    )
    return key


def _refuse_many_failures(*, email: str, now: datetime) -> None:
    recent = LogInFailure.objects.filter(email=email, at__gt=now - FAILURE_WINDOW)
    if recent.count() >= FAILURES_ALLOWED:
        raise TooManyAttempts


def note_failure(*, email: str, addr: str, now: datetime) -> None:
    """Count a refused attempt; runs after the refused request was rolled back."""
    LogInFailure.objects.create(email=email.strip().lower(), addr=addr, at=now)


def log_out(*, key: str) -> None:
    Session.objects.filter(key_hash=hash_session_key(key)).delete()


def set_preferences(*, user_id: UUID, language: str | None, theme: str | None) -> None:
    changes = {"language": language, "theme": theme}
    User.objects.filter(id=user_id).update(**{k: v for k, v in changes.items() if v is not None})


@transaction.atomic
def create_team(*, name: LocalizedText, parent_id: UUID | None = None) -> Team:
    return Team.objects.create(name=dict(name), parent_id=parent_id)


@transaction.atomic
def create_role(*, code: str, name: LocalizedText, permissions: Sequence[str], scope: str) -> Role:
    return Role.objects.create(
        code=code, name=dict(name), permissions=sorted(permissions), scope=scope
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


@transaction.atomic
def move_user(*, user_id: UUID, team_id: UUID | None) -> None:
    User.objects.filter(id=user_id).update(team_id=team_id)
    rebuild_visibility()


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


def grant_permissions(*, role_code: str, permissions: Mapping[str, bool]) -> None:
    """Add (True) or remove (False) permissions of a role."""
    role = Role.objects.select_for_update().get(code=role_code)
    kept = {code for code in role.permissions if permissions.get(code, True)}
    role.permissions = sorted(kept | {code for code, wanted in permissions.items() if wanted})
    role.save(update_fields=["permissions"])
