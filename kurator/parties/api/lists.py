from dataclasses import asdict, replace
from datetime import UTC, datetime

from django.http import HttpResponse

from kurator.access.session import ApiRequest
from kurator.parties.api.answers import json_answer
from kurator.parties.schemas.lists import (
    CountOut,
    GroupsIn,
    GroupsOut,
    PartyPage,
    SearchIn,
    TotalsIn,
    TotalsOut,
    WhichIn,
)
from kurator.parties.selectors import groups, totals
from kurator.parties.selectors.filters import list_vocabulary, read_filter
from kurator.parties.selectors.listing import ListQuery, count_parties, list_parties
from kurator.parties.selectors.rows import DEFAULT_COLUMNS
from kurator.parties.selectors.search import read_query
from kurator.parties.selectors.sorting import SortKey
from kurator.parties.vocabulary import PartyVocabulary
from kurator.platform.api import Door
from kurator.platform.sightings import note_list

door = Door("parties", "parties")


@door.post("/search", permission="parties.view", looking="read", response=PartyPage)
def search(request: ApiRequest, payload: SearchIn) -> HttpResponse:
    """List customers: any filter, order and columns, page by page."""
    vocabulary = list_vocabulary(request.viewer.language)
    query = replace(
        _query(payload, vocabulary),
        sort=[SortKey(key.field, key.desc) for key in payload.sort],
        columns=DEFAULT_COLUMNS if payload.columns is None else payload.columns,
        cursor=payload.cursor,
        limit=payload.limit,
    )
    page = list_parties(request.viewer, query, now=datetime.now(UTC), vocabulary=vocabulary)
    note_list(request, len(page.rows))
    return json_answer({"items": page.rows, "next_cursor": page.next_cursor})


@door.post("/count", slow=True, permission="parties.view", looking="read", response=CountOut)
def count(request: ApiRequest, payload: WhichIn) -> HttpResponse:
    """Count customers; above 10,000 the count is not exact."""
    vocabulary = list_vocabulary(request.viewer.language)
    query = _query(payload, vocabulary)
    found, is_exact = count_parties(
        request.viewer, query, now=datetime.now(UTC), vocabulary=vocabulary
    )
    return json_answer({"count": found, "is_exact": is_exact})


@door.post("/totals", slow=True, permission="parties.view", looking="read", response=TotalsOut)
def read_totals(request: ApiRequest, payload: TotalsIn) -> HttpResponse:
    """Sum, average, least, greatest and filled of columns, over the whole list."""
    vocabulary = list_vocabulary(request.viewer.language)
    query = _query(payload, vocabulary)
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
    query = _query(payload, vocabulary)
    items, is_whole = groups.list_groups(
        request.viewer, query, payload.group, now=datetime.now(UTC), vocabulary=vocabulary
    )
    return json_answer({"items": items, "is_whole": is_whole})


def _query(which: WhichIn, vocabulary: PartyVocabulary) -> ListQuery:
    return ListQuery(
        node=read_filter(which.filter, vocabulary),
        lookup=read_query(which.q),
        shared=which.shared,
    )
