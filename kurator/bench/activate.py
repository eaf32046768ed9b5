"""
`activate`: placing the whole base, against a scan with a hash aggregate plus a raw insert of the
very same rows into tables with the same indexes.
"""

from typing import Any

from kurator.bench.figures import Figure, median, report, seconds
from kurator.bench.loaded import admin, become_worker, prepare

TABLES = ("strategies_enrolment", "strategies_transition", "strategies_intent")
ROUNDS = 3


def run(rows: int) -> None:
    prepare(rows)
    become_worker()
    from kurator.bench.strategy import forget_strategies, make_strategy
    from kurator.strategies.engine.place_once import ALL_PARTITIONS, sweep
    from kurator.strategies.engine.registry import Programs

    values, floors = [], []
    for _ in range(ROUNDS):
        with admin(rows) as connection:
            forget_strategies(connection)
            connection.execute("VACUUM ANALYZE parties_party")
            connection.execute("CHECKPOINT")
        make_strategy()
        values.append(seconds(lambda: sweep(Programs(), ALL_PARTITIONS)))
        with admin(rows) as connection:
            connection.execute("CHECKPOINT")
            floors.append(_floor(connection))
    report(Figure("activate", "seconds", median(values), "s", median(floors)))
    report(Figure("activate", "customers_per_second", rows / median(values), "1/s"))


def _floor(connection: Any) -> float:
    scan = seconds(
        lambda: connection.execute(
            "SELECT owner_id, status, count(*), max(created_at) FROM parties_party GROUP BY 1, 2"
        ).fetchall()
    )
    for table in TABLES:
        connection.execute(f"DROP TABLE IF EXISTS floor_{table}")
        connection.execute(f"CREATE TABLE floor_{table} (LIKE {table} INCLUDING ALL)")
    connection.execute("CHECKPOINT")

    def insert() -> None:
        with connection.transaction():
            for table in TABLES:
                connection.execute(f"INSERT INTO floor_{table} SELECT * FROM {table}")

    spent = seconds(insert)
    for table in TABLES:
        connection.execute(f"DROP TABLE floor_{table}")
    return scan + spent
