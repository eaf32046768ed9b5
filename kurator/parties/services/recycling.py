"""Customers go into the recycle bin and come back with everything that belongs to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.kernel.errors import NotFound
from kurator.platform.queries import read_value
from kurator.tracking.security import note_security_event

KIND_RECYCLED: Final = "parties.recycled"
KIND_RESTORED: Final = "parties.restored"


def recycle_parties(
    *, viewer: Viewer, party_ids: Sequence[UUID], now: datetime, is_noted: bool = True
) -> int:
    """
    Put the viewer's customers into the bin and return how many went; others are left alone.

    The open transaction must be bound to the viewer: the database decides whose they are. A change
    of many notes itself in the security log.
    """
    moved = int(read_value("SELECT k.recycle_parties(%s, %s)", [list(party_ids), now]))
    if is_noted and moved:
        note_security_event(KIND_RECYCLED, **_told(party_ids, moved))
    return moved


def restore_parties(*, viewer: Viewer, party_ids: Sequence[UUID]) -> int:
    """Take the viewer's customers out of the bin and return how many came back."""
    moved = int(read_value("SELECT k.restore_parties(%s)", [list(party_ids)]))
    if moved:
        note_security_event(KIND_RESTORED, **_told(party_ids, moved))
    return moved


def recycle_party(*, viewer: Viewer, party_id: UUID, now: datetime) -> None:
    """Put one customer into the bin; raises NotFound."""
    if recycle_parties(viewer=viewer, party_ids=[party_id], now=now) == 0:
        raise NotFound


def _told(party_ids: Sequence[UUID], moved: int) -> dict[str, Any]:
    subject = str(party_ids[0]) if len(party_ids) == 1 else ""
    return {"subject": subject, "details": {"customers": moved}}
