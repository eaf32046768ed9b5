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
SELECT a.party_id, a.field, l.actor_name, l.at
  FROM unnest(%s::uuid[], %s::text[]) AS a(party_id, field)
 CROSS JOIN LATERAL (
   SELECT t.actor_name, t.at FROM tracking_change c
     JOIN tracking_changetransaction t ON t.id = c.transaction_id
    WHERE c.party_id = a.party_id AND c.entity = 'party'
      AND (jsonb_exists(c.diff, a.field) OR jsonb_exists(c.personal, a.field))
    ORDER BY c.id DESC LIMIT 1) l
"""


def latest_changes(
    places: Sequence[tuple[UUID, str]],
) -> dict[tuple[UUID, str], tuple[str, datetime]]:
    """Return the actor and the instant of the latest change of each customer's field."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST_OF_MANY, [[one for one, _ in places], [code for _, code in places]])
        return {(party_id, code): (name, at) for party_id, code, name, at in cursor.fetchall()}
