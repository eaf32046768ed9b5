"""People are invited, changed, disabled and let in again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from kurator.access.models import Session, User, UserRole
from kurator.access.rules import read_address
from kurator.access.selectors import rights_of_role
from kurator.access.services import (
    create_user,
    lock_organization,
    rebuild_visibility,
    require_person,
    revoke_keys,
)
from kurator.access.types import Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.kernel.localized import LocalizedText, text_in
from kurator.people.selectors.rights import (
    find_person,
    find_roles,
    require_keeper,
    require_team,
    require_teams,
    require_within,
)
from kurator.people.services.looks import end_looks_at
from kurator.people.types import AlreadyDisabled, NotYourself
from kurator.platform.context import AUTH_ROLE, open_role
from kurator.sign_in.services.entry import withdraw_entry
from kurator.sign_in.services.factor_reset import offer_factor_reset
from kurator.tracking.security import note_security_event

_PROBLEMS: Final[Mapping[str, LocalizedText]] = {
    "people.bad_email": {
        "en": "Not an e-mail address; it has Latin letters only.",
        "ru": "Это не адрес почты; в нём только латинские буквы.",
        "uk": "Це не адреса пошти; у ній лише латинські літери.",
    },
    "people.email_taken": {
        "en": "Somebody has this e-mail address already.",
        "ru": "Этот адрес почты уже занят.",
        "uk": "Ця адреса пошти вже зайнята.",
    },
    "people.no_name": {
        "en": "A person needs a name.",
        "ru": "Человеку нужно имя.",
        "uk": "Людині потрібне ім’я.",
    },
}


def _refuse(loc: str, code: str) -> InvalidInput:
    return InvalidInput(problems=[FieldProblem((loc,), code, _PROBLEMS[code])])


def _read_email(email: str, *, besides: UUID | None = None) -> str:
    email = read_address(email)
    if not email:
        raise _refuse("email", "people.bad_email")
    others = User.objects.filter(email=email)
    if (others.exclude(id=besides) if besides else others).exists():
        raise _refuse("email", "people.email_taken")
    return email


def _read_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise _refuse("name", "people.no_name")
    return name


@transaction.atomic
def invite_person(
    *,
    viewer: Viewer,
    email: str,
    name: str,
    team_id: UUID | None,
    role_ids: Sequence[UUID],
    language: str,
) -> User:
    """
    Make a person who cannot log in yet; raises InvalidInput, BeyondOwnRights, BeyondOwnTeams, and
    KeyNotEnough for a program: the link that follows is a log-in.
    """
    require_person(viewer)
    lock_organization()
    require_team(team_id, loc="team_id")
    require_teams(viewer, [team_id])
    roles = find_roles(role_ids)
    require_within(viewer, *map(rights_of_role, roles))
    user = create_user(
        email=_read_email(email),
        name=_read_name(name),
        password="",
        team_id=team_id,
        role_ids=[role.id for role in roles],
        language=language,
    )
    note_security_event("people.invited", subject=str(user.id))
    return user


@transaction.atomic
def change_person(*, viewer: Viewer, user_id: UUID, changes: Mapping[str, Any]) -> User:
    """
    Change name, e-mail, language, team or roles; the closure of visibility follows at once. A
    program changes no e-mail, because whoever reads that mail can ask for a new password, and no
    roles and no team, because a leaked key would lift a person above it.
    """
    if changes.keys() & {"email", "role_ids", "team_id"}:
        require_person(viewer)
    lock_organization()
    user = find_person(viewer, user_id)
    if "name" in changes:
        user.name = _read_name(changes["name"])
    if "email" in changes:
        user.email = _read_email(changes["email"], besides=user_id)
    if "language" in changes:
        user.language = changes["language"]
    if "team_id" in changes:
        require_team(changes["team_id"], loc="team_id")
        require_teams(viewer, [changes["team_id"]])
        user.team_id = changes["team_id"]
    user.save(update_fields=["name", "email", "language", "team"])
    details: dict[str, Any] = {"changed": sorted(changes)}
    if "role_ids" in changes:
        details |= _set_roles(viewer, user_id, changes["role_ids"])
    rebuild_visibility()
    require_keeper(viewer)
    note_security_event("people.changed", subject=str(user_id), details=details)
    return user


def _set_roles(viewer: Viewer, user_id: UUID, role_ids: Sequence[UUID]) -> dict[str, list[str]]:
    """Return the names of the roles that came and went."""
    roles = find_roles(role_ids)
    require_within(viewer, *map(rights_of_role, roles))
    before = UserRole.objects.filter(user_id=user_id).select_related("role")
    held = {one.role_id: one.role for one in before}
    UserRole.objects.filter(user_id=user_id).exclude(role__in=roles).delete()
    UserRole.objects.bulk_create(
        UserRole(user_id=user_id, role=role) for role in roles if role.id not in held
    )
    taken = [role for role in held.values() if role not in roles]
    changed = {
        "roles_given": [role for role in roles if role.id not in held],
        "roles_taken": taken,
    }
    return {
        word: sorted(text_in(role.name, viewer.language) for role in some)
        for word, some in changed.items()
        if some
    }


@transaction.atomic
def disable_person(*, viewer: Viewer, user_id: UUID, now: datetime) -> User:
    """End the person's sessions, links and keys at once; the customers stay until handed over."""
    lock_organization()
    user = find_person(viewer, user_id)
    if user_id == viewer.user_id:
        raise NotYourself
    user.is_active = False
    user.save(update_fields=["is_active"])
    Session.objects.filter(user_id=user_id).delete()
    with open_role(AUTH_ROLE):
        withdraw_entry(user_id=user_id)
    revoke_keys(user_id=user_id)
    end_looks_at(user_id=user_id, now=now)
    require_keeper(viewer)
    note_security_event("people.disabled", subject=str(user_id))
    return user


@transaction.atomic
def enable_person(*, viewer: Viewer, user_id: UUID) -> User:
    """
    Let the person log in again; sessions, links and keys of before stay ended. Raises KeyNotEnough
    for a program: somebody shut out would see all that he saw.
    """
    require_person(viewer)
    lock_organization()
    user = find_person(viewer, user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])
    note_security_event("people.enabled", subject=str(user_id))
    return user


@transaction.atomic
def reset_person(*, viewer: Viewer, user_id: UUID) -> User:
    """
    End all sessions, keys and the password: only the link that follows lets the person in again.
    """
    require_person(viewer)
    user = find_person(viewer, user_id)
    if not user.is_active:
        raise AlreadyDisabled
    user.password = "!"  # noqa: S105 - Django's mark of a password that nobody has
    user.save(update_fields=["password"])
    Session.objects.filter(user_id=user_id).delete()
    revoke_keys(user_id=user_id)
    note_security_event("people.reset", subject=str(user_id))
    return user


@transaction.atomic
def reset_factors(*, viewer: Viewer, user_id: UUID, now: datetime) -> str:
    """End all sessions and keys and return the link by which the person replaces lost factors."""
    user = find_person(viewer, user_id)
    if not user.is_active:
        raise AlreadyDisabled
    return offer_factor_reset(user_id=user_id, now=now)
