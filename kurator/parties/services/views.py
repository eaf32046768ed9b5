"""Saved lists of a person."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import orjson

from kurator.access.types import Viewer
from kurator.kernel.errors import InvalidInput, NotFound
from kurator.parties.models import View
from kurator.parties.values import ValueRefused, read_text

MAX_NAME: Final = 100


def list_views(viewer: Viewer) -> list[View]:
    return list(View.objects.filter(user_id=viewer.user_id).order_by("position", "id"))


def save_view(*, viewer: Viewer, name: str, query: Mapping[str, Any]) -> View:
    """Save a new view behind the others."""
    last = View.objects.filter(user_id=viewer.user_id).order_by("-position").first()
    return View.objects.create(
        user_id=viewer.user_id,
        name=_name(name),
        query=_query(query),
        position=last.position + 1 if last else 0,
    )


def change_view(*, viewer: Viewer, view_id: UUID, changes: Mapping[str, Any]) -> View:
    view = _own_view(viewer, view_id)
    if "name" in changes:
        view.name = _name(changes["name"])
    if "query" in changes:
        view.query = _query(changes["query"])
    if "position" in changes:
        view.position = changes["position"]
    view.save()
    return view


def remove_view(*, viewer: Viewer, view_id: UUID) -> None:
    _own_view(viewer, view_id).delete()


def _own_view(viewer: Viewer, view_id: UUID) -> View:
    view = View.objects.filter(id=view_id, user_id=viewer.user_id).first()
    if view is None:
        raise NotFound
    return view


def _name(name: object) -> str:
    try:
        read = read_text(name, limit=MAX_NAME)
        if read is None:
            raise ValueRefused("parties.required")
    except ValueRefused as refusal:
        raise InvalidInput(problems=[refusal.problem(("name",))]) from None
    return read


def _query(query: Mapping[str, Any]) -> dict[str, Any]:
    """A list's query as it came, if the database can keep its texts."""
    try:
        is_broken = b"\\u0000" in orjson.dumps(query)
    except TypeError:
        is_broken = True
    if is_broken:
        refusal = ValueRefused("parties.broken_text")
        raise InvalidInput(problems=[refusal.problem(("query",))])
    return dict(query)
