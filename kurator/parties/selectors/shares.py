"""With whom a customer is shared."""

from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.kernel.localized import text_in
from kurator.parties.selectors.visibility import require_party

_SHARES: Final = """
SELECT s.id, s.user_id, s.team_id, coalesce(u.name, ''), t.name::text, s.can_edit, s.until, s.created_at,
       coalesce(c.name, ''), s.until IS NOT NULL AND s.until <= clock_timestamp()
  FROM parties_partyshare s
  LEFT JOIN k.people() u ON u.id = s.user_id
  LEFT JOIN access_team t ON t.id = s.team_id
  LEFT JOIN k.people() c ON c.id = s.created_by_id
 WHERE s.party_id = %s ORDER BY s.created_at, s.id
"""


def list_shares(viewer: Viewer, party_id: UUID) -> list[dict[str, Any]]:
    """Return the shares, those that have run out too; raises NotFound."""
    require_party(viewer, party_id)
    with connection.cursor() as cursor:
        cursor.execute(_SHARES, [party_id])
        rows = cursor.fetchall()
    return [
        {
            "id": share_id,
            "user_id": user_id,
            "team_id": team_id,
            "name": person or text_in(orjson.loads(team or "{}"), viewer.language),
            "can_edit": can_edit,
            "until": until,
            "created_at": created_at,
            "created_by": created_by,
            "is_over": is_over,
        }
        for share_id, user_id, team_id, person, team, can_edit, until, created_at, created_by, is_over in rows
    ]
