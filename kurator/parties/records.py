"""Customers as records that files are kept on."""

from uuid import UUID

from kurator.access.types import Viewer
from kurator.parties.fields import text
from kurator.parties.selectors.visibility import visible_to
from kurator.platform.records import RecordKind


def _find_party(viewer: Viewer, party_id: UUID) -> UUID | None:
    return visible_to(viewer).filter(id=party_id).values_list("id", flat=True).first()


PARTY_RECORD = RecordKind(
    code="party",
    label=text("Customer", "Клиент", "Клієнт"),
    permission="parties.view",
    find_party=_find_party,
)
