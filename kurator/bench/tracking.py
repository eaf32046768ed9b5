"""
`tracking`: what the history costs. The same updates of customers with all triggers, with those of a
table that is captured for strategies and live events but not kept in the history, and with none.
What each figure is held against is decided in docs/adr/0027-an-edit-of-one-row.md.
"""

from dataclasses import replace
from functools import partial
from typing import Any, Literal
from uuid import UUID

from kurator.bench.figures import Figure, median, report, seconds
from kurator.bench.loaded import admin, prepare
from kurator.platform.capture import TrackedTable

State = Literal["off", "captured", "tracked"]
STATES: tuple[State, ...] = ("off", "captured", "tracked")
BULK = 30_000
SINGLES = 400
ROUNDS = 5
TRIGGERS = ("capture_insert", "capture_update", "capture_delete")


def run(rows: int) -> None:
    prepare(rows)
    bulk: dict[State, list[float]] = {state: [] for state in STATES}
    single: dict[State, list[float]] = {state: [] for state in STATES}
    with admin(rows) as connection:
        try:
            for number in range(ROUNDS):
                for state in STATES:
                    _switch(connection, state)
                    run_number = number * 10 + STATES.index(state)
                    # single ones first: the plans that they leave must serve many rows, too
                    single[state].append(_singles(connection, run_number))
                    bulk[state].append(_bulk(connection, run_number))
                connection.execute("TRUNCATE tracking_dirtysubject, platform_outboxevent")
                connection.execute("VACUUM parties_party")
        finally:
            _switch(connection, "tracked")
    off, captured, tracked = (median(bulk[state]) for state in STATES)
    report(Figure("tracking", "bulk_us_per_row", tracked, "us", off))
    report(Figure("tracking", "bulk_history_us_per_row", tracked, "us", captured))
    off, captured, tracked = (median(single[state]) for state in STATES)
    report(Figure("tracking", "single_ms", tracked, "ms", off))
    report(Figure("tracking", "single_history_ms", tracked, "ms", captured))


def _switch(connection: Any, state: State) -> None:
    from kurator.parties.tracked import PARTY
    from kurator.tracking.triggers import trigger_statements

    for statement in trigger_statements(_silent(PARTY) if state == "captured" else PARTY):
        connection.execute(statement.encode())
    verb = "DISABLE" if state == "off" else "ENABLE"
    for trigger in TRIGGERS:
        connection.execute(f"ALTER TABLE parties_party {verb} TRIGGER {trigger}".encode())
    connection.execute("CHECKPOINT")


def _silent(table: TrackedTable) -> TrackedTable:
    """The same table as one whose changes place customers anew and are told, but are not kept."""
    columns = [
        replace(column, is_silent=True, is_personal=False, is_attributes=False)
        for column in table.columns
    ]
    return replace(table, columns=columns, is_kept=False)


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
