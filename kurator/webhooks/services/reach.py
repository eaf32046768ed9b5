"""What the person behind a subscription or a source may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Reach:
    """What the person behind a subscription may know; `owners` None = everybody's customers."""

    permissions: frozenset[str]
    owners: frozenset[str] | None

    def sees(self, owner: str) -> bool:
        return not owner or self.owners is None or owner in self.owners


_REACHES = """
SELECT u.id, array_agg(DISTINCT p.code) FILTER (WHERE p.code IS NOT NULL),
       coalesce(bool_or(r.scope = 'ALL'), false),
       ARRAY(SELECT v.owner_id::text FROM access_visibleowner v WHERE v.viewer_id = u.id)
  FROM access_user u
  LEFT JOIN access_userrole ur ON ur.user_id = u.id
  LEFT JOIN access_role r ON r.id = ur.role_id
  LEFT JOIN LATERAL unnest(r.permissions) AS p(code) ON true
 WHERE u.id = ANY(%s) AND u.is_active GROUP BY u.id
"""


def reaches_of(user_ids: Sequence[UUID]) -> dict[UUID, Reach]:
    """By person; who may not log in any more is missing."""
    with connection.cursor() as cursor:
        cursor.execute(_REACHES, [list(set(user_ids))])
        rows = cursor.fetchall()
    return {
        user_id: Reach(frozenset(codes or ()), None if sees_all else frozenset(owners))
        for user_id, codes, sees_all, owners in rows
    }
