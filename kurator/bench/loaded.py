"""The base a benchmark runs on: a database of its own, filled once per size and kept."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from kurator.bench.figures import tell
from kurator.platform.database import embedded
from kurator.platform.database.connections import conninfo_for, is_embedded
from kurator.platform.database.setup import set_up_database


def database_of(rows: int) -> str:
    return f"kurator_bench_{rows}"


def use_database(rows: int, login: str) -> None:
    """Point this process at the base; must come before Django is set up."""
    os.environ["KURATOR_DATABASE_NAME"] = database_of(rows)
    os.environ["KURATOR_DATABASE_LOGIN"] = login
    os.environ.setdefault("KURATOR_LOG_LEVEL", "ERROR")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurator.config.settings")


def prepare(rows: int, *, contact_points_each: int = 2) -> None:
    """Make the database, its objects and its customers unless they are there already."""
    if is_embedded() and not embedded.status().is_running:
        embedded.start()
    set_up_database(name=database_of(rows))
    use_database(rows, "owner")
    import django

    django.setup()
    from django.core.management import call_command

    from kurator.config.install import install_database_objects
    from kurator.demo.generate import load_bulk
    from kurator.demo.generate_activities import load_activities

    call_command("migrate", interactive=False, verbosity=0)
    install_database_objects()
    with admin(rows) as connection:
        found = connection.execute("SELECT count(*) FROM parties_party").fetchone()
    if not found or found[0] < rows:
        tell(f"{rows:,} customers are made, once for this size")
        load_bulk(customers=rows, contact_points_each=contact_points_each)
    with admin(rows) as connection:
        has_notes = connection.execute("SELECT EXISTS (SELECT FROM activities_note)").fetchone()
    if has_notes == (False,):
        tell("their tasks and notes are made")
        load_activities()


@contextmanager
def admin(rows: int, *, name: str = "") -> Iterator[psycopg.Connection[Any]]:
    """On the base of this size, or on another one of this name."""
    conninfo = conninfo_for("admin", name=name or database_of(rows))
    with psycopg.connect(**conninfo, autocommit=True) as found:
        yield found


def is_filled(rows: int) -> bool:
    """Whether there is a base of this size already, whatever version made it."""
    if is_embedded() and not embedded.status().is_running:
        embedded.start()
    with admin(rows, name="postgres") as server:
        known = server.execute(
            "SELECT FROM pg_database WHERE datname = %s", [database_of(rows)]
        ).fetchone()
    if known is None:
        return False
    with admin(rows) as connection:
        found = connection.execute("SELECT count(*) FROM parties_party").fetchone()
    return bool(found and found[0] >= rows)


def become_worker() -> None:
    """Go on with the worker's log-in in this process."""
    from django.db import connection

    from kurator.platform.database.connections import dsn_for

    connection.close()
    connection.settings_dict.update(dsn_for("worker"))
