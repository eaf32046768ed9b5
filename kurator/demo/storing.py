"""
Writes prepared rows into the database, past its triggers where the administrator may do that.

Past them, history and search are written as prepared; where the server does not allow it (a
managed one), the triggers run and date the creation of all customers to the day of loading.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg.sql import SQL

from kurator.demo.rows import COLUMNS, Row
from kurator.platform.database.connections import conninfo_for

BATCH: Final = 2_000
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Store:
    """`is_quiet`: triggers are off in this session."""

    connection: psycopg.Connection[Any]
    is_quiet: bool

    def write(self, rows: Mapping[str, Sequence[Row]], progress: Progress) -> None:
        total = sum(len(rows[table]) for table in COLUMNS) or 1
        done = 0
        for table, columns in COLUMNS.items():
            wanted = [row for row in rows[table] if self._is_wanted(table, row)]
            for start in range(0, len(wanted), BATCH):
                self._write_batch(table, columns, wanted[start : start + BATCH])
                progress((done + start) / total)
            done += len(rows[table])

    def _is_wanted(self, table: str, row: Row) -> bool:
        """With triggers on, they write the history of insertions themselves."""
        return self.is_quiet or table != "tracking_change" or row[5] == "U"

    def _write_batch(self, table: str, columns: str, rows: Sequence[Row]) -> None:
        with self.connection.cursor() as cursor:
            if self.is_quiet:
                with cursor.copy(SQL(f"COPY {table} ({columns}) FROM STDIN")) as copy:
                    for row in rows:
                        copy.write_row(row)
                return
            places = ", ".join(["%s"] * len(rows[0]))
            statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"
            cursor.executemany(statement.encode(), rows)

    def index(self, party_ids: Sequence[UUID], progress: Progress) -> None:
        """Write the documents of search that the triggers would have written."""
        for start in range(0, len(party_ids), BATCH):
            batch = list(party_ids[start : start + BATCH])
            self.connection.execute("SELECT k.index_documents(%s::uuid[])", [batch])
            progress(start / len(party_ids))


@contextmanager
def open_store() -> Iterator[Store]:
    """One transaction as the administrator, or as the worker where that is not enough."""
    with psycopg.connect(**conninfo_for("admin")) as connection:
        if may_silence_triggers(connection):
            connection.execute("SET LOCAL session_replication_role = replica")
            yield Store(connection, is_quiet=True)
            return
    with psycopg.connect(**conninfo_for("worker")) as connection:
        connection.execute("SET LOCAL k.actor_kind = 'system'; SET LOCAL k.actor_name = 'demo'")
        yield Store(connection, is_quiet=False)


def may_silence_triggers(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute(
        "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    return bool(row and row[0])
