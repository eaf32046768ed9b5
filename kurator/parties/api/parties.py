from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpResponse

from kurator.access.session import ApiRequest
from kurator.kernel.errors import VersionConflict
from kurator.parties.api.answers import json_answer
from kurator.parties.schemas.duplicates import DuplicateOut, DuplicatesIn
from kurator.parties.schemas.parties import (
    CardOut,
    PartyCreated,
    PartyIn,
    PartyOut,
    PartyPatch,
)
from kurator.parties.selectors.cards import find_party, get_card
from kurator.parties.selectors.cards import get_party as read_party
from kurator.parties.selectors.duplicates import find_duplicates as read_duplicates
from kurator.parties.selectors.recycled import SEE_BIN
from kurator.parties.services import changes, parties
from kurator.parties.services.contact_points import norms_of
from kurator.parties.services.recycling import recycle_party
from kurator.platform.api import Door, Problem
from kurator.platform.sightings import note_card

door = Door("parties", "parties")


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
