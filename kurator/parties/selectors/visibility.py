"""
Lock 1: the viewer's owners are written into each statement as literals, so that the planner knows
how many they are. Lock 2 is the row-level security of the database.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from kurator.access.types import Viewer
from kurator.kernel.errors import KuratorError, NotFound
from kurator.parties.fields import text
from kurator.parties.models import Party


class OnlyShared(KuratorError):
    code = "parties.only_shared"
    status = 403
    texts = text(
        "This customer is shared with you to be read, not to be changed.",
        "Этим клиентом с вами поделились для чтения, менять его нельзя.",
        "Цим клієнтом з вами поділилися для читання, змінювати його не можна.",
    )


# The same condition for statements whose plan is kept: with seen_parameters, for the row `p`.
SEEN_PARTY: Final = (
    "(p.deleted_at IS NULL AND (%(owners)s::uuid[] IS NULL OR p.owner_id = ANY(%(owners)s::uuid[])"
    " OR p.id = ANY(%(shared)s::uuid[])))"
)


def seen_parameters(viewer: Viewer) -> dict[str, Any]:
    owners = None if viewer.owner_ids is None else list(viewer.owner_ids)
    return {"owners": owners, "shared": list(viewer.shared_ids)}


def owners_sql(owner_ids: Sequence[UUID]) -> str:
    return "ARRAY[" + ",".join(f"'{owner_id}'" for owner_id in owner_ids) + "]::uuid[]"


def visible_sql(viewer: Viewer, alias: str = "p") -> str:
    """SQL condition under which the viewer sees the customer of the row `alias`, also by a share."""
    return _owned_or_shared(viewer, viewer.shared_ids, alias)


def editable_sql(viewer: Viewer, alias: str = "p") -> str:
    """SQL condition under which the viewer may change the customer."""
    return _owned_or_shared(viewer, sorted(viewer.shared_to_edit), alias)


def _owned_or_shared(viewer: Viewer, shared: Sequence[UUID], alias: str) -> str:
    owned = owned_by_sql(viewer.owner_ids, alias)
    if not shared or viewer.owner_ids is None:
        return owned
    return f"({owned} OR {shared_sql(shared, alias)})"


def shared_sql(shared: Sequence[UUID], alias: str = "p") -> str:
    """SQL condition "is one of these customers"; lists of what is shared stand on it alone."""
    return f"({is_live_sql(alias)} AND {alias}.id = ANY({owners_sql(shared)}))"


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
    """Customers that the viewer may see, also by a share."""
    live = Party.objects.filter(deleted_at__isnull=True)
    if viewer.owner_ids is None:
        return live
    return live.filter(Q(owner_id__in=viewer.owner_ids) | Q(id__in=viewer.shared_ids))


def require_party(viewer: Viewer, party_id: UUID) -> None:
    """Raise NotFound unless the viewer sees the customer."""
    _require(visible_sql(viewer), party_id)


def require_own_party(viewer: Viewer, party_id: UUID) -> None:
    """Raise NotFound unless the viewer sees the customer without a share."""
    _require(owned_by_sql(viewer.owner_ids), party_id)


def require_editable_party(viewer: Viewer, party_id: UUID) -> None:
    """Raise NotFound when the viewer does not see the customer, OnlyShared when he may only look."""
    require_party(viewer, party_id)
    refuse_only_shared(viewer, party_id)


def refuse_only_shared(viewer: Viewer, party_id: UUID) -> None:
    """Raise OnlyShared for a customer that is shared to be read; he must be seen otherwise."""
    if party_id in viewer.shared_ids and party_id not in viewer.shared_to_edit:
        try:
            require_own_party(viewer, party_id)
        except NotFound:
            raise OnlyShared from None


def _require(condition: str, party_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM parties_party p WHERE p.id = %s AND {condition}", [party_id])
        if cursor.fetchone() is None:
            raise NotFound
