"""What each life of the machine of access begins from, and how both locks are asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kurator.access.models import User, UserRole
from kurator.access.services import create_role, create_team, rebuild_visibility
from kurator.access.types import Viewer
from kurator.activities.models import Note
from kurator.activities.tests.builders import make_task
from kurator.kernel.ids import NOBODY_ID
from kurator.parties.selectors.visibility import (
    SEEN_PARTY,
    editable_sql,
    owned_by_sql,
    seen_parameters,
    visible_sql,
    visible_to,
)
from kurator.parties.tests.builders import make_party
from kurator.platform.features import permissions
from tests.cast import make_cast
from tests.machines.access_model import (
    FIRST_ROLE,
    FIRST_TEAM,
    OWNERS,
    PARTIES,
    PEOPLE,
    ROLES,
    TEAMS,
)

_SEEN = {
    "customers": "SELECT id FROM parties_party",
    "notes": "SELECT party_id FROM activities_note",
    "contact points": "SELECT party_id FROM parties_contactpoint",
    "tasks": "SELECT party_id FROM activities_task",
    "shares": "SELECT party_id FROM parties_partyshare",
    "search": "SELECT party_id FROM k.search_parties('name', 'tree', 100)",
    "bin": "SELECT id FROM k.recycled_parties(NULL, '', NULL, NULL, 100)",
    "may write": "SELECT p FROM unnest(%(all)s::uuid[]) AS p WHERE k.may_write(p)",
    "may give": "SELECT p FROM unnest(%(all)s::uuid[]) AS p WHERE k.may_give(p)",
}
_CHANGED = {
    "customers": "UPDATE parties_party SET status = status RETURNING id",
    "contact points": "UPDATE parties_contactpoint SET label = label RETURNING party_id",
    "tasks": "UPDATE activities_task SET result = result RETURNING party_id",
    "shares": "DELETE FROM parties_partyshare RETURNING party_id",
}


@dataclass(frozen=True)
class World:
    """What each life begins from: the ids behind the names."""

    ids: Mapping[str, UUID]

    def some(self, names: Collection[str]) -> list[UUID]:
        return [self.ids[name] for name in sorted(names)]

    def names(self, ids: Collection[UUID]) -> set[str]:
        name_of = {id_: name for name, id_ in self.ids.items()}
        return {name_of[id_] for id_ in ids}


def make_world() -> World:
    cast = make_cast()
    ids = {"nobody": NOBODY_ID, **{name: person.id for name, person in vars(cast).items()}}
    for name, parent in TEAMS.items():
        ids[name] = create_team(name={"en": name}, parent_id=ids[parent] if parent else None).id
    for code, scope in ROLES.items():
        role = create_role(
            code=code, name={"en": code}, permissions=sorted(permissions()), scope=scope
        )
        ids[code] = role.id
    for name in PEOPLE:
        User.objects.filter(id=ids[name]).update(team_id=ids[FIRST_TEAM[name]])
        UserRole.objects.filter(user_id=ids[name]).update(role_id=ids[FIRST_ROLE[name]])
    for name, owner in zip(PARTIES, OWNERS, strict=True):
        party = make_party(owner=ids[owner], name=f"Tree {name}", phones=["+380441234567"])
        ids[name] = party.id
        note = Note(party=party, text=name, author_id=NOBODY_ID, created_at=datetime.now(UTC))
        note.save(force_insert=True)
        make_task(party, NOBODY_ID)
    rebuild_visibility()
    return World(ids)


def seen_by_lock_one(world: World, viewer: Viewer) -> dict[str, set[str]]:
    """What the conditions with the literal ids say; asked as the worker, who is shown everything."""
    conditions = {
        "seen": visible_sql(viewer),
        "seen by a kept plan": SEEN_PARTY,
        "edited": editable_sql(viewer),
        "given": owned_by_sql(viewer.owner_ids),
    }
    found = _ask(
        world,
        {name: f"SELECT p.id FROM parties_party p WHERE {one}" for name, one in conditions.items()},
        seen_parameters(viewer),
    )
    return found | {"seen by the ORM": world.names(visible_to(viewer).values_list("id", flat=True))}


def seen_by_lock_two(world: World) -> dict[str, set[str]]:
    """What the bare tables and the functions of the database show to whom the transaction is bound."""
    return _ask(world, _SEEN, {"all": world.some(PARTIES)})


def changed_by_lock_two(world: World) -> dict[str, set[str]]:
    """Change all that can be changed; the caller rolls it back."""
    steps = {f"t{n}": change for n, change in enumerate(_CHANGED.values())}
    changing = ", ".join(f"{name}(id) AS ({change})" for name, change in steps.items())
    told = (f"SELECT id FROM {name}" for name in steps)
    return _ask(world, dict(zip(_CHANGED, told, strict=True)), {}, before=f"WITH {changing} ")


def _ask(
    world: World, questions: Mapping[str, str], parameters: Mapping[str, Any], *, before: str = ""
) -> dict[str, set[str]]:
    arrays = ", ".join(f"ARRAY({question})" for question in questions.values())
    with connection.cursor() as cursor:
        cursor.execute(f"{before}SELECT {arrays}", parameters)
        answers = map(world.names, cursor.fetchone())
    return dict(zip(questions, answers, strict=True))
