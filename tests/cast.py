"""The cast that everybody knows: Anna and Boris (North team), Viktor (South), and those above."""

from dataclasses import dataclass

from kurator.access.models import Role, User
from kurator.access.services import create_role, create_team, create_user
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


def _role(code: str, scope: str, *, is_empty: bool = False) -> Role:
    name = {"en": code, "ru": code, "uk": code}
    return create_role(
        code=code, name=name, permissions=[] if is_empty else list(permissions()), scope=scope
    )


def make_cast() -> Cast:
    company = create_team(name={"en": "Company"})
    north = create_team(name={"en": "North"}, parent_id=company.id)
    south = create_team(name={"en": "South"}, parent_id=company.id)
    roles = {scope: _role(f"TEST_{scope}", scope) for scope in ("OWN", "TEAM", "SUBTREE", "ALL")}
    powerless = _role("TEST_NOTHING", "ALL", is_empty=True)

    def person(name: str, team: object, role: Role) -> User:
        return create_user(
            email=f"{name}@example.com",
            name=f"{name.title()} Test",
            password="",
            team_id=getattr(team, "id", None),
            role_ids=[role.id],
        )

    return Cast(
        anna=person("anna", north, roles["TEAM"]),
        boris=person("boris", north, roles["TEAM"]),
        viktor=person("viktor", south, roles["OWN"]),
        olena=person("olena", company, roles["SUBTREE"]),
        arkady=person("arkady", company, roles["ALL"]),
        nina=person("nina", company, powerless),
    )
