"""`tracking`: updates with history and capture, against the same updates with the triggers off."""

from functools import partial
from typing import Any
from uuid import UUID

from kurator.bench.figures import Figure, median, report, seconds
from kurator.bench.loaded import admin, prepare

BULK = 30_000
SINGLES = 400
ROUNDS = 5
TRIGGERS = ("capture_insert", "capture_update", "capture_delete")


def run(rows: int) -> None:
    prepare(rows)
    with admin(rows) as connection:
        tracked, untracked, one, one_untracked = [], [], [], []
        for number in range(ROUNDS):
            _switch(connection, is_on=False)
            one_untracked.append(_singles(connection, number))
            untracked.append(_bulk(connection, number))
            _switch(connection, is_on=True)
            # single ones first: the plans that they leave to the connection must serve many rows, too
            one.append(_singles(connection, number + 100))
            tracked.append(_bulk(connection, number + 100))
            connection.execute("TRUNCATE tracking_dirtysubject, platform_outboxevent")
            connection.execute("VACUUM parties_party")
    report(Figure("tracking", "bulk_us_per_row", median(tracked), "us", median(untracked)))
    report(Figure("tracking", "single_ms", median(one), "ms", median(one_untracked)))


def _switch(connection: Any, *, is_on: bool) -> None:
    verb = "ENABLE" if is_on else "DISABLE"
    for trigger in TRIGGERS:
        connection.execute(f"ALTER TABLE parties_party {verb} TRIGGER {trigger}")
    connection.execute("CHECKPOINT")


def _bulk(connection: Any, number: int) -> float:
    spent = seconds(
        lambda: connection.execute(
            "UPDATE parties_party SET status = CASE status WHEN 'NEW' THEN 'ACTIVE' ELSE 'NEW' END,"
            " attrs = jsonb_set(attrs, '{bench}', to_jsonb(%s::int))"
            " WHERE id IN (SELECT id FROM parties_party ORDER BY id LIMIT %s)",
            [number, BULK],
        )
    )
    return spent * 1e6 / BULK


def _singles(connection: Any, number: int) -> float:
    ids = [
        row[0]
        for row in connection.execute(
            "SELECT id FROM parties_party ORDER BY id DESC LIMIT %s", [SINGLES]
        ).fetchall()
    ]
    times = [seconds(partial(_change_one, connection, number, party_id)) for party_id in ids]
    return median(times) * 1000


def _change_one(connection: Any, number: int, party_id: UUID) -> None:
    connection.execute(
        "UPDATE parties_party SET status = 'NEW', attrs = jsonb_set(attrs, '{bench}', to_jsonb(%s::int))"
        " WHERE id = %s",
        [number, party_id],
    )
