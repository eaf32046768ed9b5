"""Values of customers as the in-memory evaluator and the explanations read them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from kurator.expressions.evaluate import Facts
from kurator.expressions.types import FieldSpec
from kurator.parties.catalogue import current_catalogue


def _value_sql(spec: FieldSpec) -> str | None:
    return spec.sql if spec.exists_sql is None else spec.facts_sql


def read_facts(party_ids: Sequence[UUID]) -> dict[UUID, Facts]:
    """Return every filterable value of these customers; those that are not visible are left out."""
    specs = [
        field.spec
        for field in current_catalogue().fields.values()
        if field.can_filter and _value_sql(field.spec) is not None
    ]
    columns = ", ".join(str(_value_sql(spec)) for spec in specs)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id, p.time_zone, {columns} FROM parties_party p WHERE p.id = ANY(%s)",
            [list(party_ids)],
        )
        rows = cursor.fetchall()
    return {
        party_id: Facts(
            {spec.code: _plain(spec, value) for spec, value in zip(specs, values, strict=True)},
            zone,
        )
        for party_id, zone, *values in rows
    }


def _plain(spec: FieldSpec, value: Any) -> Any:
    """Collections come as JSON text from the database."""
    if spec.exists_sql is None:
        return value
    return orjson.loads(value) if isinstance(value, str) else (value or [])
