from typing import Any
from uuid import UUID

from kurator.access.models import Team
from kurator.access.session import ApiRequest
from kurator.kernel.errors import NotFound
from kurator.people.schemas import TeamIn, TeamMove, TeamOut, TeamPatch
from kurator.people.selectors import people
from kurator.people.services import teams
from kurator.platform.api import ANYONE, Door
from kurator.platform.context import PEOPLE_ROLE, open_role

PERMISSION = "people.teams"
door = Door("teams", "teams")


def _out(row: people.TeamRow) -> TeamOut:
    return TeamOut(
        id=row.team.id,
        name=row.name,
        names=row.team.name,
        parent_id=row.team.parent_id,
        people=row.people,
    )


def _answer(request: ApiRequest, team: Team) -> TeamOut:
    found = [row for row in people.list_teams(request.viewer) if row.team.id == team.id]
    if not found:
        raise NotFound
    return _out(found[0])


@door.get("", permission=ANYONE, response=list[TeamOut])
def list_teams(request: ApiRequest) -> Any:
    """Return the tree of teams as a flat list."""
    return [_out(row) for row in people.list_teams(request.viewer)]


@door.post("", proof="never", permission=PERMISSION, response={201: TeamOut})
def create_team(request: ApiRequest, payload: TeamIn) -> Any:
    """Make a team, at the top or under another one."""
    with open_role(PEOPLE_ROLE):
        team = teams.create_team(
            viewer=request.viewer, name=payload.name.texts(), parent_id=payload.parent_id
        )
    return 201, _answer(request, team)


@door.patch("/{team_id}", proof="never", permission=PERMISSION, response=TeamOut)
def rename_team(request: ApiRequest, team_id: UUID, payload: TeamPatch) -> Any:
    """Rename a team."""
    with open_role(PEOPLE_ROLE):
        team = teams.rename_team(viewer=request.viewer, team_id=team_id, name=payload.name.texts())
    return _answer(request, team)


@door.post("/{team_id}/move", proof="always", permission=PERMISSION, response=TeamOut)
def move_team(request: ApiRequest, team_id: UUID, payload: TeamMove) -> Any:
    """Put a team under another one, or at the top; who sees whose customers follows at once."""
    with open_role(PEOPLE_ROLE):
        team = teams.move_team(viewer=request.viewer, team_id=team_id, parent_id=payload.parent_id)
    return _answer(request, team)


@door.delete("/{team_id}", proof="never", permission=PERMISSION, response={204: None})
def remove_team(request: ApiRequest, team_id: UUID) -> tuple[int, None]:
    """Remove a team without people and without teams below it."""
    with open_role(PEOPLE_ROLE):
        teams.remove_team(viewer=request.viewer, team_id=team_id)
    return 204, None
