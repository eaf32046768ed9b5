"""Customers in the recycle bin, as far as the viewer would see them outside of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.kernel.errors import KuratorError, NotFound
from kurator.parties.fields import text
from kurator.platform.cursors import read_cursor, write_cursor
from kurator.tracking.types import tell_actor

SEE_BIN: Final = "parties.delete"
"""Permission to put customers into the bin, to look into it and to restore from it."""
MAX_WORDS: Final = 200
_ORDER: Final = "recycled"


class PartyRecycled(KuratorError):
    """Said only to those who may look into the bin; to all others he is not found."""

    code = "parties.recycled"
    status = 410
    texts = text(
        "K-{number} {display_name} lies in the recycle bin. Restore the customer to open the card.",
        "K-{number} {display_name} лежит в корзине. Восстановите клиента, чтобы открыть карточку.",
        "K-{number} {display_name} лежить у кошику. Відновіть клієнта, щоб відкрити картку.",
    )


_NAMES: Final = """
SELECT r.id, r.number, r.display_name, r.owner_id FROM unnest(%s::uuid[]) AS u(id)
 CROSS JOIN LATERAL k.recycled_parties(u.id, '', NULL, NULL, 1) r
"""


@dataclass(frozen=True)
class RecycledRow:
    id: UUID
    number: int
    display_name: str
    kind: str
    owner_id: UUID
    deleted_at: datetime
    deleted_by: str


def list_recycled(
    viewer: Viewer, *, words: str = "", cursor: str | None = None, limit: int = 50
) -> tuple[list[RecycledRow], str | None]:
    """Return a page, the latest deleted first, and the mark of the next one."""
    at, after = read_cursor(_ORDER, cursor) if cursor else (None, None)
    words = words.replace("\x00", "").strip()[:MAX_WORDS]
    rows = _rows(viewer, [None, words, at, after, limit + 1])
    shown = rows[:limit]
    if len(rows) <= limit:
        return shown, None
    return shown, write_cursor(_ORDER, [shown[-1].deleted_at.isoformat(), shown[-1].id])


def find_recycled(viewer: Viewer, party_ids: Sequence[UUID]) -> list[tuple[UUID, int]]:
    """Return id and number of those that lie in the viewer's bin."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, number, owner_id FROM k.recycled_of(%s)", [list(party_ids)])
        return [
            (party_id, number)
            for party_id, number, owner_id in cursor.fetchall()
            if viewer.owner_ids is None or owner_id in viewer.owner_ids
        ]


def names_of_recycled(viewer: Viewer, party_ids: Sequence[UUID]) -> dict[UUID, tuple[int, str]]:
    """Return number and name of those that lie in the bin, to whoever may look into it."""
    if SEE_BIN not in viewer.permissions or not party_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [list(party_ids)])
        return {
            party_id: (number, name)
            for party_id, number, name, owner_id in cursor.fetchall()
            if viewer.owner_ids is None or owner_id in viewer.owner_ids
        }


def missing_party(viewer: Viewer, party_id: UUID) -> KuratorError:
    """Return what to say of a customer who is not seen: PartyRecycled or NotFound."""
    if SEE_BIN in viewer.permissions:
        for row in _rows(viewer, [party_id, "", None, None, 1]):
            return PartyRecycled(
                id=str(row.id),
                number=row.number,
                display_name=row.display_name,
                deleted_at=row.deleted_at.isoformat(),
                deleted_by=row.deleted_by,
            )
    return NotFound()


def _rows(viewer: Viewer, params: Sequence[Any]) -> list[RecycledRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM k.recycled_parties(%s, %s, %s::timestamptz, %s::uuid, %s, %s)",
            [*params, "party.external_id" not in viewer.hidden_fields],
        )
        return [
            # Only people put customers into the bin: by hand, by a key or in bulk.
            RecycledRow(*(*row[:-1], tell_actor("user", row[-1] or "", viewer.language)))
            for row in cursor.fetchall()
            if viewer.owner_ids is None or row[4] in viewer.owner_ids
        ]
