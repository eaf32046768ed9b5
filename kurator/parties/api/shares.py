from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kurator.access.session import ApiRequest
from kurator.kernel.errors import NotFound
from kurator.parties.schemas.shares import ShareIn, ShareOut
from kurator.parties.selectors import shares
from kurator.parties.services import sharing
from kurator.platform.api import Door

door = Door("shares", "parties")


@door.get("/{party_id}/shares", permission="parties.view", response=list[ShareOut])
def list_shares(request: ApiRequest, party_id: UUID) -> Any:
    """Return with whom the customer is shared."""
    return shares.list_shares(request.viewer, party_id)


@door.post("/{party_id}/shares", permission="parties.share", response={201: ShareOut})
def share_party(request: ApiRequest, party_id: UUID, payload: ShareIn) -> Any:
    """Share with a person or a team, to read or to edit, for a time or for good."""
    share = sharing.share_party(
        viewer=request.viewer, party_id=party_id, now=datetime.now(UTC), **payload.model_dump()
    )
    for row in shares.list_shares(request.viewer, party_id):
        if row["id"] == share.id:
            return 201, row
    raise NotFound


@door.delete("/{party_id}/shares/{share_id}", permission="parties.share", response={204: None})
def revoke_share(request: ApiRequest, party_id: UUID, share_id: UUID) -> tuple[int, None]:
    """End a share at once."""
    sharing.revoke_share(viewer=request.viewer, party_id=party_id, share_id=share_id)
    return 204, None
