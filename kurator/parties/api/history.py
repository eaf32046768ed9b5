from datetime import datetime
from uuid import UUID

from django.http import HttpResponse

from kurator.access.session import ApiRequest
from kurator.parties.api.answers import json_answer
from kurator.parties.catalogue import current_catalogue
from kurator.parties.schemas.history import HistoryPage, UndoIn
from kurator.parties.schemas.parties import FeedOut, PartyOut
from kurator.parties.selectors.cards import FEED_PAGE, get_party
from kurator.parties.selectors.feeds import read_feed
from kurator.parties.selectors.history import list_history
from kurator.parties.services import undo
from kurator.platform.api import Door
from kurator.platform.cursors import read_cursor, write_cursor

door = Door("parties", "parties")
MAX_PAGE = 200


@door.get("/{party_id}/feed", permission="parties.view", response=FeedOut)
def get_feed(
    request: ApiRequest, party_id: UUID, before: datetime | None = None, limit: int = FEED_PAGE
) -> HttpResponse:
    """Return the feed before an instant, latest first."""
    feed = read_feed(
        request.viewer,
        party_id,
        before=before,
        limit=max(1, min(limit, MAX_PAGE)),
        catalogue=current_catalogue(),
    )
    return json_answer(feed)


@door.get("/{party_id}/history", permission="parties.view", response=HistoryPage)
def get_history(
    request: ApiRequest,
    party_id: UUID,
    field: str | None = None,
    cursor: str = "",
    limit: int = 50,
) -> HttpResponse:
    """Return the changes, latest first: who, when, from where, old and new."""
    of = f"history of {party_id}"
    items, last = list_history(
        request.viewer,
        party_id,
        catalogue=current_catalogue(),
        field=field.replace("\x00", "") if field else None,
        cursor=UUID(read_cursor(of, cursor)[0]) if cursor else None,
        limit=max(1, min(limit, MAX_PAGE)),
    )
    mark = write_cursor(of, [last]) if last else None
    return json_answer({"items": items, "next_cursor": mark})


@door.post("/{party_id}/history/{change_id}/undo", permission="parties.edit", response=PartyOut)
def undo_change(
    request: ApiRequest, party_id: UUID, change_id: UUID, payload: UndoIn
) -> HttpResponse:
    """Take one change back, if the value is still the one it brought."""
    undo.undo_change(
        viewer=request.viewer, party_id=party_id, change_id=change_id, field=payload.field
    )
    party = get_party(request.viewer, party_id)
    return json_answer(party, version=party["version"])
