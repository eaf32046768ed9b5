"""Saved views: one's own and those that others have shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from kurator.access.selectors import list_roles, list_teams
from kurator.access.types import Viewer
from kurator.kernel.localized import text_in
from kurator.parties.models import SharedView, View
from kurator.parties.selectors.view_queries import check_query
from kurator.parties.vocabulary import PartyVocabulary, names_of_people

MANAGE: Final = "views.manage"
SHARE: Final = "views.share"


@dataclass(frozen=True)
class Places:
    """Where the viewer belongs: what is shared with these is shared with him."""

    team_id: UUID | None
    role_ids: Sequence[UUID]


def my_places() -> Places:
    """Return team and roles of the person whom the transaction is bound to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT team_id, role_ids FROM k.my_places()")
        row = cursor.fetchone()
    return Places(*row) if row else Places(None, ())


def list_views(viewer: Viewer, vocabulary: PartyVocabulary) -> list[dict[str, Any]]:
    """Return one's own views and those shared with one, JSON-ready, each in its place."""
    places = my_places()
    shared = list(visible_shared(viewer, places))
    authors = names_of_people(sorted({view.user_id for view in shared})) if shared else {}
    own = View.objects.filter(user_id=viewer.user_id).order_by("position", "id")
    found = [view_out(viewer, view, vocabulary) for view in own]
    return found + [
        view_out(viewer, view, vocabulary, author=authors.get(view.user_id, ""), places=places)
        for view in shared
    ]


def list_audiences(viewer: Viewer) -> list[dict[str, Any]]:
    """Return teams and roles that a view may be shared with."""
    places = my_places()
    teams = [("TEAM", team.id, name) for team, name in list_teams(viewer)]
    roles = [("ROLE", role.id, text_in(role.name, viewer.language)) for role in list_roles(viewer)]
    mine = {places.team_id, *places.role_ids}
    return [
        {"audience": kind, "id": one, "name": name, "is_mine": one in mine}
        for kind, one, name in [*teams, *roles]
    ]


def visible_shared(viewer: Viewer, places: Places) -> QuerySet[SharedView]:
    """Shared views that reach the viewer; who manages views sees all of them."""
    views = SharedView.objects.order_by("position", "id")
    if MANAGE in viewer.permissions:
        return views
    return views.filter(
        Q(user_id=viewer.user_id)
        | Q(audience=SharedView.Audience.ALL)
        | Q(audience=SharedView.Audience.TEAM, audience_id=places.team_id)
        | Q(audience=SharedView.Audience.ROLE, audience_id__in=list(places.role_ids))
    )


def view_out(
    viewer: Viewer,
    view: View | SharedView,
    vocabulary: PartyVocabulary,
    *,
    author: str = "",
    places: Places | None = None,
) -> dict[str, Any]:
    checked = check_query(view.query, vocabulary)
    is_mine = view.user_id == viewer.user_id
    shared = view if isinstance(view, SharedView) else None
    defaults = set(shared.default_role_ids) if shared else set()
    return {
        "id": view.id,
        "name": view.name,
        "query": checked.query,
        "position": view.position,
        "is_mine": is_mine,
        "can_change": is_mine or MANAGE in viewer.permissions,
        "author": author,
        "audience": shared.audience if shared else None,
        "audience_id": shared.audience_id if shared else None,
        "default_role_ids": sorted(defaults),
        "is_default": places is not None and not defaults.isdisjoint(places.role_ids),
        "unknown": [{"place": place, "name": name} for place, name in checked.unknown],
    }
