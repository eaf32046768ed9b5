"""Teams are made, renamed, moved within the tree, and removed when empty."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from kurator.access.models import Team, User
from kurator.access.selectors import parents_of_teams
from kurator.access.services import lock_organization, rebuild_visibility, require_person
from kurator.access.types import Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput, NotFound
from kurator.kernel.localized import LocalizedText, text_in
from kurator.people.rules import makes_circle
from kurator.people.selectors.rights import require_team, require_teams
from kurator.people.types import TeamCircle, TeamInUse
from kurator.tracking.security import note_security_event

NO_NAME: Final[LocalizedText] = {
    "en": "A name in at least one language is needed.",
    "ru": "Нужно название хотя бы на одном языке.",
    "uk": "Потрібна назва хоча б однією мовою.",
}


def read_name(name: Mapping[str, str]) -> dict[str, str]:
    """Return the languages that have a text; raises InvalidInput when there is none."""
    found = {code: " ".join(text.split()) for code, text in name.items()}
    found = {code: text for code, text in found.items() if text}
    if not found:
        raise InvalidInput(problems=[FieldProblem(("name",), "people.no_title", NO_NAME)])
    return found


@transaction.atomic
def create_team(*, viewer: Viewer, name: Mapping[str, str], parent_id: UUID | None) -> Team:
    lock_organization()
    require_team(parent_id, loc="parent_id")
    require_teams(viewer, [parent_id])
    team = Team.objects.create(name=read_name(name), parent_id=parent_id)
    rebuild_visibility()
    note_security_event("people.team_created", subject=str(team.id), details=_named(viewer, team))
    return team


def _find_team(viewer: Viewer, team_id: UUID) -> Team:
    team = Team.objects.filter(id=team_id).first()
    if team is None:
        raise NotFound
    require_teams(viewer, [team_id])
    return team


@transaction.atomic
def rename_team(*, viewer: Viewer, team_id: UUID, name: Mapping[str, str]) -> Team:
    lock_organization()
    team = _find_team(viewer, team_id)
    team.name = read_name(name)
    team.save(update_fields=["name"])
    return team


@transaction.atomic
def move_team(*, viewer: Viewer, team_id: UUID, parent_id: UUID | None) -> Team:
    """
    Put the team under another one; who sees whose customers follows in this transaction. Raises
    KeyNotEnough for a program: those above see more from then on.
    """
    require_person(viewer)
    lock_organization()
    team = _find_team(viewer, team_id)
    require_team(parent_id, loc="parent_id")
    require_teams(viewer, [team.parent_id, parent_id])
    if makes_circle(team_id, parent_id, parents_of_teams()):
        raise TeamCircle
    team.parent_id = parent_id
    team.save(update_fields=["parent"])
    rebuild_visibility()
    note_security_event(
        "people.team_moved", subject=str(team_id), details={"parent_id": str(parent_id or "")}
    )
    return team


@transaction.atomic
def remove_team(*, viewer: Viewer, team_id: UUID) -> None:
    """Raises TeamInUse while people or teams are in it."""
    lock_organization()
    team = _find_team(viewer, team_id)
    require_teams(viewer, [team.parent_id])
    people = User.objects.filter(team_id=team_id).count()
    teams = Team.objects.filter(parent_id=team_id).count()
    if people or teams:
        raise TeamInUse(people=people, teams=teams)
    # Django would look into tables that are closed to this role.
    with connection.cursor() as cursor:
        cursor.execute("SELECT k.end_team_shares(%s)", [team_id])
        cursor.execute("DELETE FROM access_team WHERE id = %s", [team.id])
    note_security_event("people.team_removed", subject=str(team_id), details=_named(viewer, team))


def _named(viewer: Viewer, team: Team) -> dict[str, str]:
    return {"name": text_in(team.name, viewer.language)}
