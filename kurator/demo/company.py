"""The demo company: its teams, roles and people."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kurator.access.models import Role, Team, User, UserRole
from kurator.access.services import rebuild_visibility
from kurator.demo.attributes import words
from kurator.demo.ids import demo_id
from kurator.kernel.localized import LocalizedText
from kurator.platform.features import permissions
from kurator.tracking.models import SecurityEvent
from kurator.tracking.security import note_security_event

PASSWORD: Final = "demo"  # noqa: S105 - shown on the log-in page of the demo
DOMAIN: Final = "orbita.example"
ROLE_CHANGED: Final = "people.role_changed"

TEAMS: Final[Mapping[str, tuple[LocalizedText, str]]] = {
    "company": (words("Орбита Телеком", "Орбіта Телеком", "Orbita Telecom"), ""),
    "north": (words("Север", "Північ", "North"), "company"),
    "south": (words("Юг", "Південь", "South"), "company"),
    "north_home": (words("Север: дом", "Північ: дім", "North: home"), "north"),
    "north_business": (words("Север: бизнес", "Північ: бізнес", "North: business"), "north"),
    "south_home": (words("Юг: дом", "Південь: дім", "South: home"), "south"),
    "south_business": (words("Юг: бизнес", "Південь: бізнес", "South: business"), "south"),
}
ROLES: Final[Mapping[str, tuple[LocalizedText, str]]] = {
    "operator": (words("Оператор", "Оператор", "Operator"), "TEAM"),
    "manager": (words("Менеджер", "Менеджер", "Manager"), "OWN"),
    "supervisor": (words("Руководитель", "Керівник", "Supervisor"), "SUBTREE"),
    "administrator": (words("Администратор", "Адміністратор", "Administrator"), "ALL"),
}
# The first of each role is the one offered on the log-in page.
PEOPLE: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    ("operator", "Гордиенко Марина", "north_home", "operator", "ru"),
    ("manager", "Ткачук Андрій", "north_business", "manager", "uk"),
    ("supervisor", "Emily Foster", "north", "supervisor", "en"),
    ("administrator", "Соколова Ирина", "company", "administrator", "ru"),
    ("maksym.bondarenko", "Бондаренко Максим", "north_home", "operator", "uk"),
    ("oksana.lytvyn", "Литвин Оксана", "north_home", "operator", "uk"),
    ("svetlana.belova", "Белова Светлана", "north_home", "manager", "ru"),
    ("timur.akhmetov", "Ахметов Тимур", "north_business", "manager", "ru"),
    ("daniel.reed", "Daniel Reed", "north_business", "operator", "en"),
    ("olena.hnatiuk", "Гнатюк Олена", "south", "supervisor", "uk"),
    ("bohdan.moroz", "Мороз Богдан", "south_home", "operator", "uk"),
    ("darya.orlova", "Орлова Дарья", "south_home", "operator", "ru"),
    ("yurii.melnyk", "Мельник Юрій", "south_home", "manager", "uk"),
    ("grace.parker", "Grace Parker", "south_business", "manager", "en"),
)
_ADMINISTRATIVE: Final = (
    "access.",
    "sign_in.",
    "people.",
    "keys.",
    "attributes.",
    "settings.",
    "webhooks.",
    "operations.",
    "audit.security",
    "audit.retention",
    "audit.copy",
)
# By what is allowed, not by what is not: a permission that comes later is nobody's by itself.
_OF_OPERATORS: Final = (".view", ".edit", ".create", ".share", ".record", "exports.run")
# Whoever brings customers and files in takes them back, too: that sends them into the recycle bin.
_OF_MANAGERS: Final = (
    *_OF_OPERATORS,
    ".assign",
    ".bulk",
    ".delete",
    "imports.run",
    "tags.manage",
)
_NOT_OF_OPERATORS: Final = ("strategies.edit", "segments.edit")
_NOT_OF_MANAGERS: Final = ("strategies.edit",)
# A supervisor answers for the people of his teams: he undoes what they did and sees who looked at
# whom. What leaves the house in bulk, and what the whole firm asks consent for, is not his.
_NOT_OF_SUPERVISORS: Final = (
    "parties.erase",
    "exports.raw",
    "exports.unlimited",
    "consents.manage",
)


@dataclass(frozen=True)
class Colleague:
    id: UUID
    name: str
    email: str
    team: str
    role: str
    language: str


def colleagues(seed: int) -> list[Colleague]:
    random = Random(f"{seed}:people")
    return [
        Colleague(demo_id(random), name, f"{login}@{DOMAIN}", team, role, language)
        for login, name, team, role, language in PEOPLE
    ]


def role_permissions(role: str) -> list[str]:
    """Choose from all permissions of the house by what their codes say."""
    codes = sorted(permissions())
    if role == "administrator":
        return codes
    ordinary = [code for code in codes if not code.startswith(_ADMINISTRATIVE)]
    if role == "supervisor":
        return [code for code in ordinary if code not in _NOT_OF_SUPERVISORS]
    given, barred = (
        (_OF_MANAGERS, _NOT_OF_MANAGERS)
        if role == "manager"
        else (_OF_OPERATORS, _NOT_OF_OPERATORS)
    )
    return [code for code in ordinary if code.endswith(given) and code not in barred]


@transaction.atomic
def found_company(seed: int) -> list[Colleague]:
    """Create teams, roles and people that do not exist yet; returns the people."""
    random = Random(f"{seed}:teams")
    team_ids = {code: demo_id(random) for code in TEAMS}
    role_ids = {code: demo_id(random) for code in ROLES}
    for code, (name, parent) in TEAMS.items():
        defaults = {"name": dict(name), "parent_id": team_ids.get(parent)}
        Team.objects.get_or_create(id=team_ids[code], defaults=defaults)
    for code, (name, scope) in ROLES.items():
        Role.objects.get_or_create(
            id=role_ids[code],
            defaults={
                "code": code,
                "name": dict(name),
                "scope": scope,
                "is_system": code == "administrator",
                "permissions": role_permissions(code),
            },
        )
    people = colleagues(seed)
    _hire(people, team_ids, role_ids)
    rebuild_visibility()
    return people


@transaction.atomic
def renew_rights(seed: int) -> int:
    """
    Give the roles of a demo that an older version loaded what they have now, and take what they
    have no more; a role that somebody has changed stays as he made it. Returns how many changed.
    """
    random = Random(f"{seed}:teams")
    for _ in TEAMS:
        demo_id(random)
    changed = 0
    for code in ROLES:
        role = Role.objects.select_for_update(no_key=True).filter(id=demo_id(random)).first()
        wanted = role_permissions(code)
        if role is None or role.permissions == wanted or _is_made_over(role.id):
            continue
        given, taken = set(wanted) - set(role.permissions), set(role.permissions) - set(wanted)
        role.permissions = wanted
        role.save(update_fields=["permissions"])
        told = {
            "name": role.name["en"],
            "rights_given": sorted(given),
            "rights_taken": sorted(taken),
        }
        note_security_event(ROLE_CHANGED, subject=str(role.id), details=told)
        changed += 1
    return changed


def _is_made_over(role_id: UUID) -> bool:
    """Whether a person has ever changed the role; of that the security log tells."""
    return SecurityEvent.objects.filter(
        kind=ROLE_CHANGED, subject=str(role_id), actor_kind="user"
    ).exists()


def _hire(
    people: list[Colleague], team_ids: Mapping[str, UUID], role_ids: Mapping[str, UUID]
) -> None:
    known = set(User.objects.values_list("id", flat=True))
    hired = [person for person in people if person.id not in known]
    if not hired:
        return
    password = make_password(PASSWORD)
    User.objects.bulk_create(
        User(
            id=person.id,
            email=person.email,
            name=person.name,
            password=password,
            language=person.language,
            team_id=team_ids[person.team],
        )
        for person in hired
    )
    UserRole.objects.bulk_create(
        UserRole(user_id=person.id, role_id=role_ids[person.role]) for person in hired
    )
