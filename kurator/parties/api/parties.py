from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from kurator.access.session import ApiRequest
from kurator.kernel.errors import VersionConflict
from kurator.parties.api.answers import json_answer
from kurator.parties.catalogue import current_catalogue
from kurator.parties.schemas import (
    BulkIn,
    BulkOut,
    CardOut,
    CountIn,
    CountOut,
    DuplicateOut,
    DuplicatesIn,
    FeedOut,
    HistoryPage,
    PartyCreated,
    PartyIn,
    PartyOut,
    PartyPage,
    PartyPatch,
    SearchIn,
    UndoIn,
)
from kurator.parties.schemas.views import GroupsIn, GroupsOut, TotalsIn, TotalsOut
from kurator.parties.selectors import groups, totals
from kurator.parties.selectors.cards import FEED_PAGE, find_party, get_card
from kurator.parties.selectors.cards import get_party as read_party
from kurator.parties.selectors.duplicates import find_duplicates as read_duplicates
from kurator.parties.selectors.feeds import read_feed
from kurator.parties.selectors.filters import list_vocabulary, read_filter
from kurator.parties.selectors.history import list_history
from kurator.parties.selectors.listing import ListQuery, count_parties, list_parties
from kurator.parties.selectors.recycled import SEE_BIN
from kurator.parties.selectors.rows import DEFAULT_COLUMNS
from kurator.parties.selectors.search import read_query
from kurator.parties.selectors.sorting import SortKey
from kurator.parties.services import bulk_edits, changes, parties, undo
from kurator.parties.services.contact_points import norms_of
from kurator.parties.services.recycling import recycle_party
from kurator.platform.api import Door, Problem
from kurator.platform.cursors import read_cursor, write_cursor
from kurator.platform.sightings import note_card, note_list

door = Door("parties", "parties")
MAX_PAGE = 200


@door.post("/search", permission="parties.view", looking="read", response=PartyPage)
def search(request: ApiRequest, payload: SearchIn) -> HttpResponse:
    """List customers: any filter, order and columns, page by page."""
    vocabulary = list_vocabulary(request.viewer.language)
    query = ListQuery(
        node=read_filter(payload.filter, vocabulary),
        lookup=read_query(payload.q),
        sort=[SortKey(key.field, key.desc) for key in payload.sort],
        columns=DEFAULT_COLUMNS if payload.columns is None else payload.columns,
        cursor=payload.cursor,
        limit=payload.limit,
        shared=payload.shared,
    )
    page = list_parties(request.viewer, query, now=datetime.now(UTC), vocabulary=vocabulary)
    note_list(request, len(page.rows))
    return json_answer({"items": page.rows, "next_cursor": page.next_cursor})


@door.post("/count", slow=True, permission="parties.view", looking="read", response=CountOut)
def count(request: ApiRequest, payload: CountIn) -> HttpResponse:
    """Count customers; above 10,000 the count is not exact."""
    vocabulary = list_vocabulary(request.viewer.language)
    query = ListQuery(
        node=read_filter(payload.filter, vocabulary),
        lookup=read_query(payload.q),
        shared=payload.shared,
    )
    found, is_exact = count_parties(
        request.viewer, query, now=datetime.now(UTC), vocabulary=vocabulary
    )
    return json_answer({"count": found, "is_exact": is_exact})


@door.post("/totals", slow=True, permission="parties.view", looking="read", response=TotalsOut)
def read_totals(request: ApiRequest, payload: TotalsIn) -> HttpResponse:
    """Sum, average, least, greatest and filled of columns, over the whole list."""
    vocabulary = list_vocabulary(request.viewer.language)
    query = ListQuery(
        node=read_filter(payload.filter, vocabulary),
        lookup=read_query(payload.q),
        shared=payload.shared,
    )
    found = totals.read_totals(
        request.viewer,
        query,
        [totals.Total(one.field, one.fn) for one in payload.totals],
        now=datetime.now(UTC),
        vocabulary=vocabulary,
    )
    return json_answer(asdict(found))


@door.post("/groups", slow=True, permission="parties.view", looking="read", response=GroupsOut)
def list_groups(request: ApiRequest, payload: GroupsIn) -> HttpResponse:
    """Divide the list by the values of a field; each group says how to find its customers."""
    vocabulary = list_vocabulary(request.viewer.language)
    query = ListQuery(
        node=read_filter(payload.filter, vocabulary),
        lookup=read_query(payload.q),
        shared=payload.shared,
    )
    items, is_whole = groups.list_groups(
        request.viewer, query, payload.group, now=datetime.now(UTC), vocabulary=vocabulary
    )
    return json_answer({"items": items, "is_whole": is_whole})


@door.post("", permission="parties.create", response={201: PartyCreated})
def create(request: ApiRequest, payload: PartyIn) -> HttpResponse:
    """Create a customer; others with the same contacts come back as duplicates."""
    contacts = [
        *(
            parties.NewContact("PHONE", value, loc=("phones", index))
            for index, value in enumerate(payload.phones)
        ),
        *(
            parties.NewContact("EMAIL", value, loc=("emails", index))
            for index, value in enumerate(payload.emails)
        ),
        *(
            parties.NewContact(**point.model_dump(), loc=("contact_points", index, "value"))
            for index, point in enumerate(payload.contact_points)
        ),
    ]
    created = parties.create_party(
        viewer=request.viewer,
        party=parties.NewParty(values=payload.values, contacts=contacts, tag_ids=payload.tags),
    )
    return json_answer(asdict(created), status=201, version=created.version)


@door.post(
    "/duplicates",
    slow=True,
    permission="parties.create",
    looking="read",
    response=list[DuplicateOut],
)
def find_duplicates(request: ApiRequest, payload: DuplicatesIn) -> HttpResponse:
    """Tell who has these contacts already, before a customer is created."""
    zone = request.viewer.time_zone
    found = read_duplicates(
        request.viewer,
        phones=norms_of("PHONE", payload.phones, zone=zone),
        emails=norms_of("EMAIL", payload.emails, zone=zone),
        tax_id=payload.tax_id.replace("\x00", ""),
        external_id=payload.external_id.replace("\x00", ""),
    )
    return json_answer([asdict(one) for one in found])


@door.post("/bulk", permission="parties.edit", response=BulkOut)
def change_many(request: ApiRequest, payload: BulkIn) -> Any:
    """Change many customers at once; those out of sight are left alone."""
    changed = bulk_edits.change_parties(
        viewer=request.viewer,
        party_ids=payload.ids,
        values=payload.set,
        add_tags=payload.add_tags,
        remove_tags=payload.remove_tags,
        owner_id=payload.owner_id,
    )
    return BulkOut(changed=changed)


@door.get("/{party_id}", permission="parties.view", response={200: PartyOut, 410: Problem})
def get_party(request: ApiRequest, party_id: UUID) -> HttpResponse:
    """Return one customer; the ETag is his version."""
    party = read_party(request.viewer, party_id)
    note_card(request, party_id)
    return json_answer(party, version=party["version"])


@door.patch("/{party_id}", permission="parties.edit", response={200: PartyOut, 204: None})
def change(request: ApiRequest, party_id: UUID, payload: PartyPatch) -> HttpResponse:
    """
    Set values; 409 names each field that somebody else has changed meanwhile.

    204 when the customer has been given to an owner whose customers one does not see.
    """
    changes.change_party(
        viewer=request.viewer,
        party_id=party_id,
        values=payload.set,
        base=payload.base,
        if_version=_expected_version(request),
    )
    party = find_party(request.viewer, party_id)
    if party is None:
        return HttpResponse(status=204)
    return json_answer(party, version=party["version"])


def _expected_version(request: ApiRequest) -> int | None:
    expected = request.headers.get("If-Match", "").removeprefix("W/").strip('" ')
    if expected in ("", "*"):
        return None
    if not expected.isdecimal():
        raise VersionConflict
    return int(expected)


@door.delete("/{party_id}", permission=SEE_BIN, response={204: None})
def recycle(request: ApiRequest, party_id: UUID) -> HttpResponse:
    """Put the customer into the recycle bin; everything stays attached to him."""
    recycle_party(viewer=request.viewer, party_id=party_id, now=datetime.now(UTC))
    return HttpResponse(status=204)


@door.get("/{party_id}/card", permission="parties.view", response={200: CardOut, 410: Problem})
def get_whole_card(request: ApiRequest, party_id: UUID) -> HttpResponse:
    """Return everything that the card screen shows."""
    card = get_card(request.viewer, party_id)
    note_card(request, party_id)
    return json_answer(card, version=card["party"]["version"])


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
    party = read_party(request.viewer, party_id)
    return json_answer(party, version=party["version"])
