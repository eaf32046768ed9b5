"""Proofs are read as the administrator: nothing may hide from them."""

from collections.abc import Mapping
from typing import Any

import psycopg

from kurator.platform.database.connections import conninfo_for


def figures(query: str, parameters: Mapping[str, Any] | None = None) -> dict[str, int]:
    """The one row of the query; its columns are the figures."""
    with psycopg.connect(**conninfo_for("admin")) as admin:
        cursor = admin.execute(query.encode(), parameters)
        row = cursor.fetchone() or ()
        names = [column.name for column in cursor.description or ()]
    return {name: int(value or 0) for name, value in zip(names, row, strict=True)}
