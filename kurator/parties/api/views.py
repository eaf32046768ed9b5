from typing import Any
from uuid import UUID

from kurator.access.session import ApiRequest
from kurator.parties.schemas import ViewIn, ViewOut, ViewPatch
from kurator.parties.services import views
from kurator.platform.api import Door

door = Door("views", "views")


@door.get("", permission="parties.view", response=list[ViewOut])
def list_views(request: ApiRequest) -> Any:
    """Return one's saved lists."""
    return views.list_views(request.viewer)


@door.post("", permission="parties.view", response={201: ViewOut})
def save_view(request: ApiRequest, payload: ViewIn) -> Any:
    """Save a list: filter, columns, sort."""
    return 201, views.save_view(viewer=request.viewer, name=payload.name, query=payload.query)


@door.patch("/{view_id}", permission="parties.view", response=ViewOut)
def change_view(request: ApiRequest, view_id: UUID, payload: ViewPatch) -> Any:
    """Change a saved list."""
    return views.change_view(
        viewer=request.viewer, view_id=view_id, changes=payload.model_dump(exclude_none=True)
    )


@door.delete("/{view_id}", permission="parties.view", response={204: None})
def remove_view(request: ApiRequest, view_id: UUID) -> Any:
    """Remove a saved list."""
    views.remove_view(viewer=request.viewer, view_id=view_id)
    return 204, None
