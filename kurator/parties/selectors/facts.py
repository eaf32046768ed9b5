"""All values of customers in memory, for explanations and for the in-memory evaluator."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.parties.catalogue import Catalogue, current_catalogue
from kurator.parties.fields import COLLECTION_ROWS

ZONE: Final = "party.time_zone"


def read_facts(
    party_ids: Sequence[UUID],
    codes: Sequence[str] | None = None,
    *,
    catalogue: Catalogue | None = None,
) -> dict[UUID, dict[str, Any]]:
    """
    Return values by field code for each customer that the open transaction may see. Fields that
    are hidden from the viewer are among them: rules decide by them; whoever shows them leaves them out.

    Collections are lists, numbers Decimals, money integers; the time zone is always among them.
    """
    fields = (catalogue or current_catalogue()).whole
    wanted = list(fields) if codes is None else [ZONE, *(c for c in codes if c in fields)]
    columns = [column_sql(fields, code) for code in wanted]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id, {', '.join(columns)} FROM parties_party p WHERE p.id = ANY(%s)",
            [list(party_ids)],
        )
        rows = cursor.fetchall()
    return {row[0]: dict(zip(wanted, row[1:], strict=True)) for row in rows}


def column_sql(fields: Mapping[str, Any], code: str) -> str:
    """SQL of the field in a SELECT list over `p`."""
    return str(COLLECTION_ROWS.get(code) or fields[code].rows_sql or fields[code].spec.sql)
