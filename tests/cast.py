"""The cast that everybody knows: Anna and Boris (North team), Viktor (South), and those above."""

from dataclasses import dataclass

from kurator.access.models import Role, Team, User, UserRole
from kurator.access.services import rebuild_visibility
from kurator.platform.features import permissions

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Cast:
    """anna, boris: team scope in North; viktor: own scope in South; olena: subtree; arkady: all."""

    anna: User
    boris: User
    viktor: User
    olena: User
    arkady: User
    nina: User
    """Nina may log in and may do nothing."""


SCOPES = ("OWN", "TEAM", "SUBTREE", "ALL")


def _role(code: str, scope: str, *, may_all: bool = True) -> Role:
    name = {"en": code, "ru": code, "uk": code}
    return Role(
        code=code, name=name, permissions=sorted(permissions()) if may_all else [], scope=scope
    )


def _person(name: str, team: Team) -> User:
    return User(
        email=f"{name}@example.com", name=f"{name.title()} Test", password="!", team_id=team.id
    )


def make_cast() -> Cast:
    """In a few statements instead of what the services would send: most tests begin with this."""
    company = Team(name={"en": "Company"})
    north, south = (Team(name={"en": name}, parent_id=company.id) for name in ("North", "South"))
    roles = {scope: _role(f"TEST_{scope}", scope) for scope in SCOPES}
    powerless = _role("TEST_NOTHING", "ALL", may_all=False)
    parts = {
        "anna": (north, roles["TEAM"]),
        "boris": (north, roles["TEAM"]),
        "viktor": (south, roles["OWN"]),
        "olena": (company, roles["SUBTREE"]),
        "arkady": (company, roles["ALL"]),
        "nina": (company, powerless),
    }
    people = {name: _person(name, team) for name, (team, _) in parts.items()}
    Team.objects.bulk_create([company, north, south])
    Role.objects.bulk_create([*roles.values(), powerless])
    User.objects.bulk_create(people.values())
    UserRole.objects.bulk_create(
        UserRole(user=people[name], role=role) for name, (_, role) in parts.items()
    )
    rebuild_visibility()
    return Cast(**people)
