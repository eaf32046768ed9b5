"""People whom nobody invited: made when a provider vouches for them the first time."""

import unicodedata
from collections.abc import Iterable
from uuid import UUID

from kurator.access.models import Role, Team, User
from kurator.access.services import create_user, lock_organization
from kurator.kernel.localized import language_of
from kurator.platform.context import PEOPLE_ROLE, open_role
from kurator.sign_in.models import Provider
from kurator.sign_in.rules import is_administrators
from kurator.sign_in.services.vouching import Vouched
from kurator.tracking.security import note_security_event


def harmless_roles(role_ids: Iterable[UUID | str]) -> list[Role]:
    """Return those of the roles that a provider may give: none by which one could give rights."""
    rows = Role.objects.filter(id__in=list(role_ids))
    return [row for row in rows if not is_administrators(row.permissions, is_system=row.is_system)]


def _clean_name(name: str) -> str:
    """Return the name without marks that turn or hide what stands beside it."""
    words = " ".join(name.split())
    return "".join(sign for sign in words if unicodedata.category(sign)[0] != "C")[:200].strip()


def make_person(*, provider: Provider, vouched: Vouched) -> User | None:
    """
    Return the new person, or nobody where the provider does not speak for the address.

    A role that has become powerful since the provider was set up is left out, and so is a team that
    is gone: the set-up of last year must not give what is dangerous today.
    """
    if not provider.domains or not vouched.may_name(provider.domains):
        return None
    with open_role(PEOPLE_ROLE):
        lock_organization()
        if User.objects.filter(email=vouched.email).exists():
            return None
        team_id = provider.new_team_id
        team = Team.objects.filter(id=team_id).first() if team_id else None
        roles = harmless_roles(provider.new_role_ids)
        user = create_user(
            email=vouched.email,
            name=_clean_name(vouched.name) or vouched.email.partition("@")[0],
            password="",
            team_id=team.id if team else None,
            role_ids=[role.id for role in roles],
            language=language_of(vouched.language),
        )
        details = {"provider": provider.name, "roles": sorted(role.code for role in roles)}
        note_security_event("access.person_by_provider", subject=str(user.id), details=details)
    return user
