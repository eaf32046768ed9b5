"""Rows of each table at a known position of the log: what a restored copy is held against."""

from typing import Any

import psycopg
from psycopg import sql

from kurator.operations.backups.place import Mark
from kurator.platform.database.connections import conninfo_for

ATTEMPTS = 20
_TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1
"""


def count_rows() -> dict[str, int]:
    with psycopg.connect(**conninfo_for("admin")) as connection:
        return _counts(connection)


def mark_position() -> Mark:
    """
    Count under one snapshot whose position in the log is known exactly.

    Between the snapshot and the reading of the position somebody may commit; then it is tried
    again. On a database that never rests the last try stands.
    """
    with psycopg.connect(**conninfo_for("admin")) as connection:
        for _ in range(ATTEMPTS):
            connection.rollback()
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            before = _position(connection)
            after = _position(connection)
            if before == after:
                break
        return Mark(lsn=after, counts=_counts(connection))


def _position(connection: psycopg.Connection[Any]) -> str:
    row = connection.execute("SELECT pg_current_wal_insert_lsn()::text").fetchone()
    return str(row[0]) if row else ""


def _counts(connection: psycopg.Connection[Any]) -> dict[str, int]:
    tables = [row[0] for row in connection.execute(_TABLES).fetchall()]
    if not tables:
        return {}
    one = sql.SQL("SELECT {name}::text, count(*) FROM public.{table}")
    query = sql.SQL(" UNION ALL ").join(
        one.format(name=sql.Literal(table), table=sql.Identifier(table)) for table in tables
    )
    return {str(name): int(count) for name, count in connection.execute(query).fetchall()}
