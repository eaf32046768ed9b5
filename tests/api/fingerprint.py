"""A hash of every table, to show that a refused request changed nothing."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

IGNORED = {"access_loginfailure", "strategies_refusal", "django_migrations"}
Hashes = dict[str, str]
# Tables that no role of the application may read are none of its business either. The written rows
# are those of this transaction, among them what was rolled back to a savepoint since.
_WRITTEN = """
SELECT c.relname, pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid)
                + pg_stat_get_xact_tuples_deleted(c.oid), now()
  FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
   AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1
"""


@dataclass(frozen=True)
class _Known:
    """Hashes as of so many rows written to each table; they hold within this savepoint."""

    savepoint: tuple[Any, ...]
    written: dict[str, int]
    hashes: Hashes


_known: _Known | None = None


def fingerprint() -> Hashes:
    """
    Return table → hash of its rows; refusals and failed log-ins are meant to be kept.

    A table that nothing was written to since it was last looked at is not read again.
    """
    global _known
    savepoint, written = _written()
    kept: Hashes = {}
    if _known is not None and _known.savepoint == savepoint:
        kept = {
            table: hashed
            for table, hashed in _known.hashes.items()
            if written.get(table) == _known.written[table]
        }
    hashes = {**kept, **_read([table for table in written if table not in kept])}
    _known = _Known(savepoint, written, hashes)
    return dict(hashes)


def fingerprint_of_all() -> Hashes:
    """The same without relying on what was written; it also sees what others have committed."""
    return _read(list(_written()[1]))


def begin_with(hashes: Hashes) -> None:
    """A savepoint has been opened in a state whose hashes are known."""
    global _known
    savepoint, written = _written()
    _known = _Known(savepoint, written, hashes)


def _written() -> tuple[tuple[Any, ...], dict[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        rows = cursor.fetchall()
    savepoint = (rows[0][2], *connection.savepoint_ids)
    return savepoint, {table: count for table, count, _ in rows if table not in IGNORED}


def _read(tables: list[str]) -> Hashes:
    if not tables:
        return {}
    union = " UNION ALL ".join(
        f"SELECT '{table}', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')"
        f" FROM public.{table} t"
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(union)
        return dict(cursor.fetchall())
