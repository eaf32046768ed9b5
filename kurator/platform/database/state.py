"""Remembers in the database itself what was done to it, so that a start can skip it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

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


def fingerprint(paths: Iterable[Path]) -> str:
    """One hash over names and contents."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
