"""
`event`: 200 changes a second for a minute; from the commit of the data to the commit of the
transition. Afterwards nothing is lost and nothing is there twice.
"""

import random
import threading
import time
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from kurator.bench.figures import Figure, percentile, report
from kurator.bench.loaded import admin, become_worker, database_of, prepare
from kurator.platform.database.connections import conninfo_for

RATE = 200
SECONDS = 60
STATUSES = ("ACTIVE", "LEAVING")


def run(rows: int) -> None:
    prepare(rows)
    become_worker()
    from kurator.bench.strategy import forget_strategies, make_strategy

    with admin(rows) as connection:
        forget_strategies(connection)
    make_strategy()
    stop = threading.Event()
    engine = _start_engine(stop)
    _wait_until_placed(rows)
    written = _write_changes(rows)
    time.sleep(1.0)
    stop.set()
    engine.join()
    _report(rows, written)


def _start_engine(stop: threading.Event) -> threading.Thread:
    from kurator.strategies.engine.loops import run_engine

    thread = threading.Thread(target=run_engine, args=(stop,))
    thread.start()
    return thread


def _wait_until_placed(rows: int) -> None:
    with admin(rows) as connection:
        while True:
            waiting = connection.execute("SELECT count(*) FROM strategies_sweep").fetchone()
            if waiting and waiting[0] == 0:
                return
            time.sleep(0.1)


def _write_changes(rows: int) -> dict[UUID, list[tuple[datetime, str]]]:
    """Commit one change after another at the asked rate; returns instants of commit."""
    written: dict[UUID, list[tuple[datetime, str]]] = {}
    with psycopg.connect(**conninfo_for("worker", name=database_of(rows)), autocommit=True) as db:
        ids = [
            row[0]
            for row in db.execute(
                "SELECT id FROM parties_party WHERE status IN ('ACTIVE', 'LEAVING')"
                " ORDER BY id LIMIT 20000"
            ).fetchall()
        ]
        random.seed(7)
        chosen = random.sample(ids, min(len(ids), RATE * SECONDS))
        begin = time.perf_counter()
        for n in range(RATE * SECONDS):
            party_id = chosen[n % len(chosen)]
            row = db.execute(
                "UPDATE parties_party SET status = CASE status WHEN 'ACTIVE' THEN 'LEAVING'"
                " ELSE 'ACTIVE' END WHERE id = %s RETURNING status",
                [party_id],
            ).fetchone()
            at = db.execute("SELECT clock_timestamp()").fetchone()
            if row and at:
                written.setdefault(party_id, []).append((at[0], row[0]))
            ahead = begin + (n + 1) / RATE - time.perf_counter()
            if ahead > 0:
                time.sleep(ahead)
    return written


def _report(rows: int, written: dict[UUID, list[tuple[datetime, str]]]) -> None:
    with psycopg.connect(**conninfo_for("admin", name=database_of(rows))) as db:
        moves = db.execute(
            "SELECT party_id, decided_at, to_ord FROM strategies_transition WHERE cause = 'CHANGE'"
            " ORDER BY party_id, seq"
        ).fetchall()
        commits = dict(_commit_times(db))
    lags, lost = [], 0
    by_party: dict[UUID, list[tuple[datetime, int]]] = {}
    for party_id, at, ord_ in moves:
        by_party.setdefault(party_id, []).append((commits.get((party_id, at), at), ord_))
    for party_id, changes in written.items():
        found = by_party.get(party_id, [])
        lost += max(0, len(changes) - len(found))
        lags += [
            (moved_at - changed_at).total_seconds() * 1000
            for (changed_at, _), (moved_at, _) in zip(changes, found, strict=False)
        ]
    changed = sum(map(len, written.values()))
    twice = sum(max(0, len(found) - len(written.get(p, ()))) for p, found in by_party.items())
    report(Figure("event", "p50_ms", percentile(lags, 0.5), "ms"))
    report(Figure("event", "p99_ms", percentile(lags, 0.99), "ms", 100.0))
    report(Figure("event", "max_ms", max(lags), "ms"))
    report(Figure("event", "changes", changed, "1"))
    report(Figure("event", "lost", lost, "1"))
    report(Figure("event", "twice", twice, "1"))


def _commit_times(db: psycopg.Connection[Any]) -> list[tuple[tuple[UUID, datetime], datetime]]:
    """Instants of commit of the transitions, where the server keeps them."""
    tracked = db.execute("SHOW track_commit_timestamp").fetchone()
    if not tracked or tracked[0] != "on":
        return []
    rows = db.execute(
        "SELECT party_id, decided_at, pg_xact_commit_timestamp(xmin) FROM strategies_transition"
        " WHERE cause = 'CHANGE'"
    ).fetchall()
    return [((party_id, decided_at), at) for party_id, decided_at, at in rows]
