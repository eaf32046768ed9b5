"""Who changed a field last, for the message about two editors of one field."""

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
