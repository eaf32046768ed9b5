"""Who changed a field last, for messages about two who have changed one value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.tracking.types import WORDS_OF_ACT, tell_act

_ACT: Final = f"t.actor_kind, t.actor_id, t.actor_name, {WORDS_OF_ACT} AS words, t.at"
_LATEST: Final = f"""
SELECT {_ACT} FROM tracking_change c
  JOIN tracking_changetransaction t ON t.id = c.transaction_id
 WHERE c.party_id = %(party)s AND c.entity = 'party'
   AND (jsonb_exists(c.diff, %(field)s) OR jsonb_exists(c.personal, %(field)s))
 ORDER BY c.id DESC LIMIT 1
"""


@dataclass(frozen=True)
class LatestChange:
    """`by` is told in the reader's language; `is_own` when it was he himself."""

    by: str
    at: datetime
    is_own: bool


def latest_change(viewer: Viewer, party_id: UUID, field: str) -> LatestChange | None:
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"party": party_id, "field": field})
        row = cursor.fetchone()
    return _told(viewer, *row) if row else None


def _told(
    viewer: Viewer, kind: str, actor_id: str, name: str, words: str | None, at: datetime
) -> LatestChange:
    act = tell_act(kind=kind, name=name, words=words, language=viewer.language)
    return LatestChange(act.actor, at, kind == "user" and actor_id == str(viewer.user_id))


_LATEST_OF_MANY: Final = f"""
SELECT a.party_id, a.field, a.item_id, l.*
  FROM unnest(%s::uuid[], %s::text[], %s::uuid[]) AS a(party_id, field, item_id)
 CROSS JOIN LATERAL (
   SELECT {_ACT} FROM tracking_change c
     JOIN tracking_changetransaction t ON t.id = c.transaction_id
    WHERE c.party_id = a.party_id
      AND CASE WHEN a.item_id IS NOT NULL THEN c.entity_id = a.item_id
               ELSE c.entity = 'party'
                AND (jsonb_exists(c.diff, a.field) OR jsonb_exists(c.personal, a.field)) END
    ORDER BY c.id DESC LIMIT 1) l
"""


Place = tuple[UUID, str | UUID]
"""A customer, and a field of his or the id of a contact point."""


def latest_changes(viewer: Viewer, places: Sequence[Place]) -> dict[Place, LatestChange]:
    """Return the latest change of each place."""
    fields = [place if isinstance(place, str) else "" for _, place in places]
    items = [place if isinstance(place, UUID) else None for _, place in places]
    with connection.cursor() as cursor:
        cursor.execute(_LATEST_OF_MANY, [[one for one, _ in places], fields, items])
        rows: list[Any] = cursor.fetchall()
    return {
        (party_id, item_id or code): _told(viewer, *act) for party_id, code, item_id, *act in rows
    }
