"""Customers as lists show them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.expressions.types import Kind
from kurator.parties.catalogue import Catalogue, current_catalogue
from kurator.parties.selectors.facts import column_sql
from kurator.parties.selectors.visibility import visible_sql
from kurator.platform.catalogue import Field

DEFAULT_COLUMNS: Final = ("party.status", "party.owner")
MAX_SAFE: Final = 2**53
"""Whole numbers beyond are not exact in every program that reads JSON."""


def party_row(
    row: Sequence[Any], columns: Sequence[str], fields: Mapping[str, Field]
) -> dict[str, Any]:
    """Return a row of a list; `row` is id, number, name, kind and then the values of `columns`."""
    party_id, number, display_name, kind, *values = row
    return {
        "id": party_id,
        "number": number,
        "display_name": display_name,
        "kind": kind,
        "values": wire_values(columns, values, fields),
    }


def wire_values(
    columns: Sequence[str], values: Sequence[Any], fields: Mapping[str, Field]
) -> dict[str, Any]:
    """Values by code as the API gives them; only numbers need a change."""
    found = dict(zip(columns, values, strict=False))
    for code in columns:
        if fields[code].spec.kind is Kind.NUMBER and isinstance(found[code], Decimal):
            found[code] = wire_number(found[code])
    return found


def wire_number(number: Decimal) -> int | float:
    """Return an int for a whole number that every reader of JSON keeps (below 2^53), else a float."""
    is_whole = abs(number) < MAX_SAFE and number == number.to_integral_value()
    return int(number) if is_whole else float(number)


def rows_by_ids(
    viewer: Viewer,
    party_ids: Sequence[UUID],
    columns: Sequence[str] = DEFAULT_COLUMNS,
    *,
    catalogue: Catalogue | None = None,
) -> list[dict[str, Any]]:
    """Rows of these customers in the given order; those the viewer does not see are left out."""
    if not party_ids:
        return []
    fields = (catalogue or current_catalogue()).fields
    columns = [column for column in columns if column in fields]
    shown = ["p.id", "p.number", "p.display_name", "p.kind"]
    shown += [column_sql(fields, column) for column in columns]
    owned = visible_sql(viewer)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(shown)} FROM parties_party p WHERE p.id = ANY(%s) AND {owned}"
            " ORDER BY array_position(%s, p.id)",
            [list(party_ids), list(party_ids)],
        )
        return [party_row(row, columns, fields) for row in cursor.fetchall()]
