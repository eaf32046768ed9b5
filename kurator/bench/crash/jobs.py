"""What jobs of the worker have in common: another worker finds what a dead one left."""

import psycopg

from kurator.platform.database.connections import conninfo_for


def shorten_watches() -> None:
    """The watches of the worker look for what was left several times a second."""
    from kurator.files import tasks as files
    from kurator.platform import runs

    for module in (runs, files):
        setattr(module, "LOOK_SECONDS", 0.1)  # noqa: B010 - final everywhere but here


def be_silent(table: str) -> None:
    """
    As if minutes had passed since the last sign of life. Who stands still in a transaction holds
    his row; whoever wants to take it over waits for him, too.
    """
    free = f"SELECT id FROM {table} FOR UPDATE SKIP LOCKED"
    with psycopg.connect(**conninfo_for("admin"), autocommit=True) as admin:
        admin.execute(
            f"UPDATE {table} SET heartbeat_at = now() - interval '5 minutes'"
            f" WHERE id IN ({free})".encode()
        )
