"""Who changed a field last, for messages about two who have changed one value."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

_LATEST = """
SELECT t.actor_name, t.at FROM tracking_change c
  JOIN tracking_changetransaction t ON t.id = c.transaction_id
 WHERE c.party_id = %(party)s AND c.entity = 'party'
   AND (jsonb_exists(c.diff, %(field)s) OR jsonb_exists(c.personal, %(field)s))
 ORDER BY c.id DESC LIMIT 1
"""


def latest_change(party_id: UUID, field: str) -> tuple[str | None, datetime | None]:
    """Return the name of the actor and the instant, or a pair of None."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, {"party": party_id, "field": field})
        row = cursor.fetchone()
    return (row[0], row[1]) if row else (None, None)


_LATEST_OF_MANY = """
SELECT a.party_id, a.field, a.item_id, l.actor_name, l.at
  FROM unnest(%s::uuid[], %s::text[], %s::uuid[]) AS a(party_id, field, item_id)
 CROSS JOIN LATERAL (
   SELECT t.actor_name, t.at FROM tracking_change c
     JOIN tracking_changetransaction t ON t.id = c.transaction_id
    WHERE c.party_id = a.party_id
      AND CASE WHEN a.item_id IS NOT NULL THEN c.entity_id = a.item_id
               ELSE c.entity = 'party'
                AND (jsonb_exists(c.diff, a.field) OR jsonb_exists(c.personal, a.field)) END
    ORDER BY c.id DESC LIMIT 1) l
"""


Place = tuple[UUID, str | UUID]
"""A customer, and a field of his or the id of a contact point."""


def latest_changes(places: Sequence[Place]) -> dict[Place, tuple[str, datetime]]:
    """Return the actor and the instant of the latest change of each place."""
    fields = [place if isinstance(place, str) else "" for _, place in places]
    items = [place if isinstance(place, UUID) else None for _, place in places]
    with connection.cursor() as cursor:
        cursor.execute(_LATEST_OF_MANY, [[one for one, _ in places], fields, items])
        return {
            (party_id, item_id or code): (name, at)
            for party_id, code, item_id, name, at in cursor.fetchall()
        }
