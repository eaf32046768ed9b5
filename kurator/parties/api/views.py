from typing import Any
from uuid import UUID

from ninja import Status

from kurator.access.session import ApiRequest
from kurator.parties.models import SharedView, View
from kurator.parties.schemas.views import (
    AudienceOut,
    DefaultIn,
    ViewIn,
    ViewOut,
    ViewPatch,
    ViewShareIn,
)
from kurator.parties.selectors.filters import list_vocabulary
from kurator.parties.selectors.views import MANAGE, SHARE, my_places, view_out
from kurator.parties.selectors.views import list_audiences as read_audiences
from kurator.parties.selectors.views import list_views as read_views
from kurator.parties.services import views
from kurator.platform.api import Door

door = Door("views", "views")


def _out(request: ApiRequest, view: View | SharedView) -> dict[str, Any]:
    vocabulary = list_vocabulary(request.viewer.language)
    return view_out(request.viewer, view, vocabulary, places=my_places())


@door.get("", permission="parties.view", response=list[ViewOut])
def list_views(request: ApiRequest) -> Any:
    """Return one's saved lists and those shared with one; unknown fields are named."""
    return read_views(request.viewer, list_vocabulary(request.viewer.language))


@door.get("/audiences", permission=SHARE, response=list[AudienceOut])
def list_audiences(request: ApiRequest) -> Any:
    """Return the teams and roles that a list may be shared with."""
    return read_audiences(request.viewer)


@door.post("", permission="parties.view", response={201: ViewOut})
def save_view(request: ApiRequest, payload: ViewIn) -> Any:
    """Save a list: filter, columns, sort, group, totals."""
    view = views.save_view(
        viewer=request.viewer,
        name=payload.name,
        query=payload.query,
        vocabulary=list_vocabulary(request.viewer.language),
    )
    return Status(201, _out(request, view))


@door.patch("/{view_id}", permission="parties.view", response=ViewOut)
def change_view(request: ApiRequest, view_id: UUID, payload: ViewPatch) -> Any:
    """Change a saved list: one's own, or any shared one with the permission for it."""
    view = views.change_view(
        viewer=request.viewer,
        view_id=view_id,
        changes=payload.model_dump(exclude_none=True),
        vocabulary=list_vocabulary(request.viewer.language),
    )
    return _out(request, view)


@door.delete("/{view_id}", permission="parties.view", response={204: None})
def remove_view(request: ApiRequest, view_id: UUID) -> Any:
    """Remove a saved list."""
    views.remove_view(viewer=request.viewer, view_id=view_id)
    return Status(204, None)


@door.post("/{view_id}/copy", permission="parties.view", response={201: ViewOut})
def copy_view(request: ApiRequest, view_id: UUID) -> Any:
    """Make an own view of a shared one."""
    return Status(201, _out(request, views.copy_view(viewer=request.viewer, view_id=view_id)))


@door.put("/{view_id}/audience", permission=SHARE, response=ViewOut)
def share_view(request: ApiRequest, view_id: UUID, payload: ViewShareIn) -> Any:
    """Share a list with a team, with a role or with all, or take it back."""
    view = views.share_view(
        viewer=request.viewer,
        view_id=view_id,
        audience=payload.audience,
        audience_id=payload.audience_id,
    )
    return _out(request, view)


@door.put("/{view_id}/default", permission=MANAGE, response=ViewOut)
def make_default(request: ApiRequest, view_id: UUID, payload: DefaultIn) -> Any:
    """Say for which roles the list opens with this view."""
    view = views.make_default(viewer=request.viewer, view_id=view_id, role_ids=payload.role_ids)
    return _out(request, view)
