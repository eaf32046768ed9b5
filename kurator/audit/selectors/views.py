"""Who looked at a customer, and how much each person reads."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.audit.rules import USUAL_DAYS
from kurator.audit.types import ReadingRow, ViewRow
from kurator.parties.selectors.visibility import require_party
from kurator.platform.cursors import read_cursor, write_cursor

_LIST = "views"

_VIEWS: Final = """
SELECT v.day, v.user_id, coalesce(p.name, ''), split_part(v.channel, ':', 1), v.addr, v.views,
       v.first_at, v.last_at, coalesce(s.name, '')
  FROM audit_partyview v LEFT JOIN k.people() p ON p.id = v.user_id
  LEFT JOIN k.people() s ON v.channel = 'as:' || s.id
 WHERE v.party_id = %(party)s {before}
 ORDER BY v.day DESC, v.last_at DESC, v.user_id LIMIT %(limit)s
"""
_BEFORE: Final = "AND (v.day, v.last_at) < (%(day)s::date, %(last)s::timestamptz)"
_READING: Final = """
SELECT d.user_id, coalesce(p.name, ''), d.cards, d.views, d.rows_listed,
       coalesce(u.median, 0), coalesce(u.days, 0), d.alarmed_at
  FROM audit_readingday d
  LEFT JOIN k.people() p ON p.id = d.user_id
  LEFT JOIN LATERAL (
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY b.cards) AS median, count(*) AS days
      FROM audit_readingday b
     WHERE b.user_id = d.user_id AND b.day < d.day AND b.day >= %(since)s AND b.cards > 0) u ON true
 WHERE d.day = %(day)s ORDER BY d.cards DESC, p.name LIMIT 500
"""


def list_views(
    viewer: Viewer, party_id: UUID, *, cursor: str, limit: int
) -> tuple[list[ViewRow], str]:
    """Return who looked, latest first, and the cursor of the next page; raises NotFound."""
    require_party(viewer, party_id)
    parameters: dict[str, Any] = {"party": party_id, "limit": limit + 1}
    if cursor:
        day, last = read_cursor(_LIST, cursor)
        parameters |= {"day": day, "last": last}
    with connection.cursor() as db:
        db.execute(_VIEWS.format(before=_BEFORE if cursor else ""), parameters)
        rows = [ViewRow(*row) for row in db.fetchall()]
    page = rows[:limit]
    more = len(rows) > limit
    return page, write_cursor(_LIST, [page[-1].day, page[-1].last_at.isoformat()]) if more else ""


def list_reading(viewer: Viewer, *, day: date) -> list[ReadingRow]:
    """Return the readers of a day, those with most customers first."""
    with connection.cursor() as db:
        db.execute(_READING, {"day": day, "since": day - timedelta(days=USUAL_DAYS)})
        return [ReadingRow(*row) for row in db.fetchall()]
