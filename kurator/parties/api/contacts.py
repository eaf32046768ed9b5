from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from kurator.access.session import ApiRequest
from kurator.parties.api.answers import json_answer
from kurator.parties.schemas.contacts import (
    ContactPointAdded,
    ContactPointIn,
    ContactPointOut,
    ContactPointPatch,
)
from kurator.parties.services import contact_points, tags
from kurator.platform.api import Door

door = Door("parties", "parties")


@door.post(
    "/{party_id}/contact-points", permission="parties.edit", response={201: ContactPointAdded}
)
def add_contact_point(request: ApiRequest, party_id: UUID, payload: ContactPointIn) -> HttpResponse:
    """Add a phone, an address or another way to reach the customer."""
    point, duplicates = contact_points.add_contact_point(
        viewer=request.viewer, party_id=party_id, **payload.model_dump()
    )
    return json_answer({**point, "duplicates": [asdict(d) for d in duplicates]}, status=201)


@door.patch(
    "/{party_id}/contact-points/{contact_point_id}",
    permission="parties.edit",
    response=ContactPointOut,
)
def change_contact_point(
    request: ApiRequest, party_id: UUID, contact_point_id: UUID, payload: ContactPointPatch
) -> HttpResponse:
    """Change a contact point."""
    point = contact_points.change_contact_point(
        viewer=request.viewer,
        party_id=party_id,
        contact_point_id=contact_point_id,
        changes=payload.model_dump(exclude_none=True, exclude={"base"}),
        base=payload.base.model_dump(exclude_none=True) if payload.base else {},
    )
    return json_answer(point)


@door.delete(
    "/{party_id}/contact-points/{contact_point_id}",
    permission="parties.edit",
    response={204: None},
)
def remove_contact_point(request: ApiRequest, party_id: UUID, contact_point_id: UUID) -> Any:
    """Remove a contact point; the history keeps it."""
    contact_points.remove_contact_point(
        viewer=request.viewer, party_id=party_id, contact_point_id=contact_point_id
    )
    return 204, None


@door.put("/{party_id}/tags/{tag_id}", permission="parties.edit", response={204: None})
def put_tag(request: ApiRequest, party_id: UUID, tag_id: UUID) -> Any:
    """Put a tag on the customer."""
    tags.put_tag(viewer=request.viewer, party_id=party_id, tag_id=tag_id)
    return 204, None


@door.delete("/{party_id}/tags/{tag_id}", permission="parties.edit", response={204: None})
def take_off_tag(request: ApiRequest, party_id: UUID, tag_id: UUID) -> Any:
    """Take a tag off the customer."""
    tags.take_off_tag(viewer=request.viewer, party_id=party_id, tag_id=tag_id)
    return 204, None
