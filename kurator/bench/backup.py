"""
`backup`: a database of three gigabytes is backed up in full, then in addition, and brought back to
an instant; everything that was there then is there again, nothing later, and nothing leaves it.

KURATOR_BENCH_GIGABYTES sets another size.
"""

import os
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from kurator.bench.aside import installation_aside, kurator
from kurator.bench.figures import Figure, report, seconds
from kurator.operations.backups.counting import count_rows
from kurator.platform.database.connections import conninfo_for

GIGABYTES = 3.0
CHANGED = 50_000
FULL_SECONDS, ADDITION_SECONDS, RESTORE_SECONDS = 60.0, 5.0, 120.0


def run(rows: int) -> None:
    with installation_aside() as home:
        _fill(rows)
        with admin() as db:
            size = db.execute("SELECT pg_database_size(current_database())").fetchone()
        report(Figure("backup", "database", float(size[0]) / 1e9 if size else 0, "GB"))
        report(Figure("backup", "full", seconds(lambda: kurator("backup")), "s", FULL_SECONDS))
        _change()
        taken = seconds(lambda: kurator("backup"))
        report(Figure("backup", "addition", taken, "s", ADDITION_SECONDS))
        report(Figure("backup", "addition_size", _size_of_addition(home), "MB"))
        report(Figure("backup", "proof", seconds(lambda: kurator("backup", "verify")), "s"))
        _restore(home)


def _restore(home: Path) -> None:
    with admin() as db:
        db.execute("INSERT INTO bench_marks (name) VALUES ('before')")
        at: Any = db.execute("SELECT clock_timestamp()").fetchone()
        expected = count_rows()
        db.execute("INSERT INTO bench_marks (name) VALUES ('after')")
        db.execute("DELETE FROM bench_ballast WHERE id % 2 = 0")
    instant: datetime = at[0]
    restore = ("restore", "--at", instant.isoformat(), "--replace")
    report(Figure("backup", "restore", seconds(lambda: kurator(*restore)), "s", RESTORE_SECONDS))
    kurator("db", "start")
    found = count_rows()
    with admin() as db:
        marks = db.execute("SELECT name FROM bench_marks").fetchall()
        held = db.execute("SELECT count(*) FROM platform_outboundpause").fetchone()
    # What the restore itself adds: the hold, and the note that there was a restore.
    expected["platform_outboundpause"] = 1
    expected["tracking_securityevent"] += 1
    differing = [name for name in expected if expected[name] != found.get(name)]
    report(Figure("backup", "tables_that_differ", len(differing), "1", 0.0))
    report(Figure("backup", "later_changes_found", len(marks) - 1, "1", 0.0))
    report(Figure("backup", "outgoing_is_held", float(held[0]) if held else 0, "1", 1.0))
    if differing or marks != [("before",)] or held != (1,):
        raise AssertionError(f"not what was there: {differing}, {marks}, {held}")


def _fill(customers: int) -> None:
    os.environ["KURATOR_DATABASE_LOGIN"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurator.config.settings")
    import django

    django.setup()
    from django.db import connection

    from kurator.demo.generate import load_bulk

    load_bulk(customers=customers, contact_points_each=2)
    connection.close()
    wanted = float(os.environ.get("KURATOR_BENCH_GIGABYTES") or GIGABYTES)
    with admin() as db:
        db.execute("CREATE TABLE bench_marks (name text)")
        db.execute("CREATE TABLE bench_ballast (id bigint PRIMARY KEY, body text)")
        row = db.execute("SELECT pg_database_size(current_database())").fetchone()
        missing = max(0.0, wanted * 1e9 - (float(row[0]) if row else 0.0))
        # A row of hashes is close to a kilobyte on the disk, and cannot be compressed.
        db.execute(
            "INSERT INTO bench_ballast SELECT n, (SELECT string_agg(md5(n::text || m::text), '')"
            " FROM generate_series(1, 28) m) FROM generate_series(1, %s) n",
            [int(missing / 1000)],
        )
        # Otherwise the first reader after the backup would mark every page as changed.
        db.execute("VACUUM (FREEZE) bench_ballast")
        db.execute("CHECKPOINT")


def _change() -> None:
    with admin() as db:
        db.execute("UPDATE bench_ballast SET body = reverse(body) WHERE id <= %s", [CHANGED // 2])
        db.execute(
            "UPDATE parties_party SET status = 'SLEEPING' WHERE id IN ("
            " SELECT id FROM parties_party WHERE status <> 'SLEEPING' LIMIT %s)",
            [CHANGED // 2],
        )
    time.sleep(1)


def _size_of_addition(home: Path) -> float:
    newest = max((home / "backups").glob("*-incremental"))
    return sum(path.stat().st_size for path in newest.rglob("*") if path.is_file()) / 1e6


def admin() -> "psycopg.Connection[tuple[Any, ...]]":
    return psycopg.connect(**conninfo_for("admin"), autocommit=True)
