"""Customers as rows of a list, by ids that were found elsewhere."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.parties.catalogue import current_catalogue
from kurator.parties.selectors.facts import column_sql


def rows_by_ids(viewer: Viewer, ids: Sequence[UUID], columns: Sequence[str]) -> list[dict[str, Any]]:
    """Return id, number, display_name, kind and values, in the order of `ids`; only visible ones."""
    fields = current_catalogue().fields
    picked = "".join(f", {column_sql(fields, code)}" for code in columns)
    scope = "" if viewer.owner_ids is None else " AND p.owner_id = ANY(%(owners)s::uuid[])"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id, p.number, p.display_name, p.kind{picked} FROM parties_party p"
            f" WHERE p.id = ANY(%(ids)s::uuid[]){scope}",
            {"ids": list(ids), "owners": list(viewer.owner_ids or ())},
        )
        rows = cursor.fetchall()
    found = {
        party_id: {
            "id": party_id,
            "number": number,
            "display_name": name,
            "kind": kind,
            "values": dict(zip(columns, values, strict=True)),
        }
        for party_id, number, name, kind, *values in rows
    }
    return [found[id_] for id_ in ids if id_ in found]
