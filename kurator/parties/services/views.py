"""Saved lists are kept, changed, shared, copied and removed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import orjson
from django.db.models import Max

from kurator.access.models import Role, Team
from kurator.access.types import Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput, NotFound, PermissionMissing
from kurator.parties.models import SharedView, View
from kurator.parties.selectors.view_queries import check_query
from kurator.parties.selectors.views import MANAGE, my_places, visible_shared
from kurator.parties.value_texts import TEXTS
from kurator.parties.values import ValueRefused, read_text
from kurator.parties.vocabulary import PartyVocabulary

MAX_NAME: Final = 100
AnyView = View | SharedView


def save_view(
    *, viewer: Viewer, name: str, query: Mapping[str, Any], vocabulary: PartyVocabulary
) -> View:
    """Save a new view behind the others; raises InvalidInput naming what is not known."""
    return View.objects.create(
        user_id=viewer.user_id,
        name=_name(name),
        query=_query(query, vocabulary),
        position=_next_position(viewer),
    )


def change_view(
    *, viewer: Viewer, view_id: UUID, changes: Mapping[str, Any], vocabulary: PartyVocabulary
) -> AnyView:
    """Change name, query or position, as far as given; raises NotFound, PermissionMissing, InvalidInput."""
    view = _changeable(viewer, view_id)
    if "name" in changes:
        view.name = _name(changes["name"])
    if "query" in changes:
        view.query = _query(changes["query"], vocabulary)
    if "position" in changes:
        view.position = changes["position"]
    view.save()
    return view


def remove_view(*, viewer: Viewer, view_id: UUID) -> None:
    """Raises NotFound, PermissionMissing."""
    _changeable(viewer, view_id).delete()


def copy_view(*, viewer: Viewer, view_id: UUID) -> View:
    """Make an own view of one that is shared; raises NotFound."""
    view = _seen(viewer, view_id)
    return View.objects.create(
        user_id=viewer.user_id,
        name=view.name,
        query=view.query,
        position=_next_position(viewer),
    )


def share_view(
    *, viewer: Viewer, view_id: UUID, audience: str | None, audience_id: UUID | None
) -> AnyView:
    """
    Give the view to a team, to those of a role or to all; None takes it back to its author.

    Raises NotFound, InvalidInput, PermissionMissing.
    """
    view = _changeable(viewer, view_id)
    if audience is not None:
        _require_audience(viewer, audience, audience_id)
    kept = {name: getattr(view, name) for name in ("id", "user_id", "name", "query", "position")}
    view.delete()
    if audience is None:
        return View.objects.create(**kept)
    defaults = view.default_role_ids if isinstance(view, SharedView) else []
    return SharedView.objects.create(
        **kept,
        audience=audience,
        audience_id=None if audience == SharedView.Audience.ALL else audience_id,
        default_role_ids=defaults,
    )


def make_default(*, viewer: Viewer, view_id: UUID, role_ids: Sequence[UUID]) -> SharedView:
    """For those of these roles the list opens with this view; one view a role."""
    view = SharedView.objects.filter(id=view_id).first()
    if view is None:
        raise NotFound
    known = set(Role.objects.filter(id__in=list(role_ids)).values_list("id", flat=True))
    if known != set(role_ids):
        raise InvalidInput(problems=[_unknown("role_ids")])
    for other in SharedView.objects.filter(default_role_ids__overlap=list(role_ids)):
        other.default_role_ids = [one for one in other.default_role_ids if one not in known]
        other.save(update_fields=["default_role_ids"])
    view.default_role_ids = sorted(known)
    view.save(update_fields=["default_role_ids"])
    return view


def _require_audience(viewer: Viewer, audience: str, audience_id: UUID | None) -> None:
    """One shares with one's own team and roles; who manages views with any."""
    if audience == SharedView.Audience.ALL:
        return
    kinds: dict[str, Any] = {"TEAM": Team, "ROLE": Role}
    if audience_id is None or not kinds[audience].objects.filter(id=audience_id).exists():
        raise InvalidInput(problems=[_unknown("audience_id")])
    places = my_places()
    mine = {places.team_id} if audience == "TEAM" else set(places.role_ids)
    if audience_id not in mine and MANAGE not in viewer.permissions:
        raise PermissionMissing(permission=MANAGE)


def _unknown(place: str) -> FieldProblem:
    code = "parties.unknown_audience"
    return FieldProblem((place,), code, TEXTS[code])


def _seen(viewer: Viewer, view_id: UUID) -> AnyView:
    found: AnyView | None = View.objects.filter(id=view_id, user_id=viewer.user_id).first()
    if found is None:
        found = visible_shared(viewer, my_places()).filter(id=view_id).first()
    if found is None:
        raise NotFound
    return found


def _changeable(viewer: Viewer, view_id: UUID) -> AnyView:
    view = _seen(viewer, view_id)
    if view.user_id != viewer.user_id and MANAGE not in viewer.permissions:
        raise PermissionMissing(permission=MANAGE)
    return view


def _next_position(viewer: Viewer) -> int:
    last = View.objects.filter(user_id=viewer.user_id).aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _name(name: object) -> str:
    try:
        read = read_text(name, limit=MAX_NAME)
        if read is None:
            raise ValueRefused("parties.required")
    except ValueRefused as refusal:
        raise InvalidInput(problems=[refusal.problem(("name",))]) from None
    return read


def _query(query: Mapping[str, Any], vocabulary: PartyVocabulary) -> dict[str, Any]:
    """A list's query as it came, if it names what there is and the database can keep its texts."""
    try:
        is_broken = b"\\u0000" in orjson.dumps(query)
    except TypeError:
        is_broken = True
    if is_broken:
        refusal = ValueRefused("parties.broken_text")
        raise InvalidInput(problems=[refusal.problem(("query",))])
    unknown = check_query(query, vocabulary).unknown
    if unknown:
        code = "parties.unknown_in_view"
        raise InvalidInput(
            problems=[
                FieldProblem(("query", place), code, TEXTS[code], {"name": name})
                for place, name in unknown
            ]
        )
    return dict(query)
