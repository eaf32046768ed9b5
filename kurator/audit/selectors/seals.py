"""How far the past is sealed, and what the last check said."""

from typing import Any, Final

from django.db import connection

from kurator.access.types import Viewer
from kurator.audit.types import SealSummary

_SUMMARY: Final = """
SELECT s.stream, s.days, s.first_day, s.last_day, l.digest, v.at,
       b.day, coalesce(b.reason, '')
  FROM (SELECT stream, count(*) AS days, min(day) AS first_day, max(day) AS last_day
          FROM audit_seal GROUP BY stream) s
  JOIN audit_seal l ON l.stream = s.stream AND l.day = s.last_day
  LEFT JOIN LATERAL (
    SELECT at FROM tracking_securityevent WHERE kind = 'audit.seals_verified'
     ORDER BY at DESC LIMIT 1) v ON true
  LEFT JOIN LATERAL (
    SELECT (details ->> 'day')::date AS day, details ->> 'reason' AS reason
      FROM tracking_securityevent
     WHERE kind = 'audit.seal_broken' AND subject = s.stream
       AND at > coalesce(v.at, '-infinity') ORDER BY at DESC LIMIT 1) b ON true
 ORDER BY s.stream
"""


def list_seals(viewer: Viewer) -> list[SealSummary]:
    """Return each stream with its seals."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY)
        rows: list[Any] = cursor.fetchall()
    return [SealSummary(*row) for row in rows]
