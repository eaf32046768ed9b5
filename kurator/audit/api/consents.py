from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ninja import Status

from kurator.access.session import ApiRequest
from kurator.audit.schemas import (
    ConsentCardOut,
    ConsentIn,
    PurposeIn,
    PurposeOut,
    PurposePatch,
)
from kurator.audit.selectors.consents import consents_of
from kurator.audit.selectors.consents import list_purposes as read_purposes
from kurator.audit.services import consents, purposes
from kurator.platform.api import Door

door = Door("consents", "consents")
VIEW, RECORD, MANAGE = "parties.view", "consents.record", "consents.manage"


@door.get("/purposes", permission=VIEW, response=list[PurposeOut])
def list_purposes(request: ApiRequest) -> list[PurposeOut]:
    """Return what customers may agree to, retired purposes too."""
    return [PurposeOut.of(one, request.viewer.language) for one in read_purposes(request.viewer)]


@door.post("/purposes", permission=MANAGE, response={201: PurposeOut})
def create_purpose(request: ApiRequest, payload: PurposeIn) -> Status[PurposeOut]:
    """Add a purpose; conditions may use its field `consent.<code>` at once."""
    one = purposes.create_purpose(
        viewer=request.viewer,
        code=payload.code,
        name=payload.name.texts(),
        text=payload.text.texts(),
    )
    return Status(201, PurposeOut.of(one, request.viewer.language))


@door.patch("/purposes/{purpose_id}", permission=MANAGE, response=PurposeOut)
def change_purpose(request: ApiRequest, purpose_id: UUID, payload: PurposePatch) -> PurposeOut:
    """Rename a purpose, reword it, move it, retire it or use it again."""
    changes: dict[str, Any] = payload.model_dump(exclude_unset=True, exclude_none=True)
    for field in ("name", "text"):
        given = getattr(payload, field)
        if given is not None:
            changes[field] = given.texts()
    one = purposes.change_purpose(viewer=request.viewer, purpose_id=purpose_id, changes=changes)
    return PurposeOut.of(one, request.viewer.language)


@door.get("/parties/{party_id}", permission=VIEW, response=ConsentCardOut)
def get_consents(request: ApiRequest, party_id: UUID) -> ConsentCardOut:
    """Return what a customer agrees to now, and the statements it follows from."""
    return ConsentCardOut.of(consents_of(request.viewer, party_id))


@door.post("/parties/{party_id}", permission=RECORD, response={201: ConsentCardOut})
def record_consent(
    request: ApiRequest, party_id: UUID, payload: ConsentIn
) -> Status[ConsentCardOut]:
    """Record that a customer agrees, or no longer does, from a date on."""
    now = datetime.now(UTC)
    statement = consents.Statement(
        purpose_id=payload.purpose_id,
        channels=payload.channels,
        state=payload.state,
        at=payload.at or now,
        source=payload.source,
        evidence=payload.evidence,
    )
    consents.record_consent(viewer=request.viewer, party_id=party_id, statement=statement, now=now)
    return Status(201, ConsentCardOut.of(consents_of(request.viewer, party_id)))


@door.post(
    "/parties/{party_id}/statements/{statement_id}/undo",
    permission=RECORD,
    response=ConsentCardOut,
)
def undo_statement(request: ApiRequest, party_id: UUID, statement_id: UUID) -> ConsentCardOut:
    """Take back what was recorded by mistake; both stay to be seen."""
    consents.undo_statement(
        viewer=request.viewer,
        party_id=party_id,
        statement_id=statement_id,
        now=datetime.now(UTC),
    )
    return ConsentCardOut.of(consents_of(request.viewer, party_id))
