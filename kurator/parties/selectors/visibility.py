"""
Lock 1: the viewer's owners are written into each statement as literals, so that the planner knows
how many they are. Lock 2 is the row-level security of the database.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kurator.access.types import Viewer
from kurator.kernel.errors import NotFound
from kurator.parties.models import Party


def owners_sql(owner_ids: Sequence[UUID]) -> str:
    return "ARRAY[" + ",".join(f"'{owner_id}'" for owner_id in owner_ids) + "]::uuid[]"


def visible_sql(viewer: Viewer, alias: str = "p") -> str:
    """SQL condition under which the viewer sees the customer of the row `alias`."""
    return owned_by_sql(viewer.owner_ids, alias)


def owned_by_sql(owner_ids: Sequence[UUID] | None, alias: str = "p") -> str:
    if owner_ids is None:
        return is_live_sql(alias)
    if len(owner_ids) == 1:
        return f"{is_live_sql(alias)} AND {alias}.owner_id = '{owner_ids[0]}'"
    return f"{is_live_sql(alias)} AND {alias}.owner_id = ANY({owners_sql(owner_ids)})"


def is_live_sql(alias: str = "p") -> str:
    """SQL condition "does not lie in the recycle bin"; the indexes of lists hold such rows only."""
    return f"{alias}.deleted_at IS NULL"


def visible_to(viewer: Viewer) -> QuerySet[Party]:
    """Customers that the viewer may see."""
    live = Party.objects.filter(deleted_at__isnull=True)
    return live if viewer.owner_ids is None else live.filter(owner_id__in=viewer.owner_ids)


def require_party(viewer: Viewer, party_id: UUID) -> None:
    """Raise NotFound unless the viewer sees the customer."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM parties_party p WHERE p.id = %s AND {visible_sql(viewer)}", [party_id]
        )
        if cursor.fetchone() is None:
            raise NotFound
