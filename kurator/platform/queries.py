"""Plain SQL in one line, where a statement is sent once and its rows are few."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

Parameters = Sequence[Any] | Mapping[str, Any] | None


def read_rows(sql: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def read_row(sql: str, parameters: Parameters = None) -> tuple[Any, ...] | None:
    """Return the first row, None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def read_value(sql: str, parameters: Parameters = None) -> Any:
    """Return the first value of the first row; there must be one."""
    row = read_row(sql, parameters)
    if row is None:
        raise LookupError(sql)
    return row[0]


def literal(text: str) -> str:
    """Return the text as SQL writes it, for a body that is generated once and takes no parameters."""
    return "'" + text.replace("'", "''") + "'"
