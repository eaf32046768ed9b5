"""Remembers in the database itself what was done to it, so that a start can skip it."""

import psycopg

from kurator.platform.database.connections import conninfo_for


def read_state() -> dict[str, str]:
    with psycopg.connect(autocommit=True, **conninfo_for("owner")) as connection:
        rows = connection.execute("SELECT name, value FROM k.setup_state").fetchall()
    return {str(name): str(value) for name, value in rows}


def remember(name: str, value: str) -> None:
    with psycopg.connect(autocommit=True, **conninfo_for("owner")) as connection:
        connection.execute(
            "INSERT INTO k.setup_state (name, value) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )
