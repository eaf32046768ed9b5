from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse

from kurator.access.session import ApiRequest
from kurator.parties.api.answers import json_answer
from kurator.parties.schemas.recycle_bin import EraseIn, MovedOut, PartyIds, RecycledPage
from kurator.parties.selectors.recycled import SEE_BIN, list_recycled
from kurator.parties.services.erasing import ERASE, erase_recycled
from kurator.parties.services.recycling import recycle_parties, restore_parties
from kurator.platform.api import Door

door = Door("recycle_bin", "recycle-bin")
MAX_PAGE = 200


@door.get("", permission=SEE_BIN, response=RecycledPage)
def list_bin(
    request: ApiRequest, q: str = "", cursor: str | None = None, limit: int = 50
) -> HttpResponse:
    """Return what lies in the recycle bin, the latest deleted first."""
    rows, next_cursor = list_recycled(
        request.viewer, words=q, cursor=cursor, limit=max(1, min(limit, MAX_PAGE))
    )
    return json_answer({"items": [asdict(row) for row in rows], "next_cursor": next_cursor})


@door.post("", permission=SEE_BIN, response=MovedOut)
def recycle(request: ApiRequest, payload: PartyIds) -> Any:
    """Put customers into the bin; those out of sight are left alone."""
    moved = recycle_parties(viewer=request.viewer, party_ids=payload.ids, now=datetime.now(UTC))
    return MovedOut(changed=moved)


@door.post("/restore", permission=SEE_BIN, response=MovedOut)
def restore(request: ApiRequest, payload: PartyIds) -> Any:
    """Take customers out of the bin, with all that belongs to them."""
    return MovedOut(changed=restore_parties(viewer=request.viewer, party_ids=payload.ids))


@door.post("/erase", permission=ERASE, response=MovedOut)
def erase(request: ApiRequest, payload: EraseIn) -> Any:
    """Remove customers in the bin for good; `confirmation` is what the person typed."""
    gone = erase_recycled(
        viewer=request.viewer, party_ids=payload.ids, confirmation=payload.confirmation
    )
    return MovedOut(changed=gone)
