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
TRIGGERS = ("capture_insert", "capture_update", "capture_delete")
BULK = 30_000
BULK_ROUNDS = 5
SINGLES, WARMING, SINGLE_ROUNDS = 80, 20, 12
"""Few edits at a time and many turns: what else the disk does meets all states alike."""


def run(rows: int) -> None:
    prepare(rows)
    with admin(rows) as connection:
        try:
            # single ones first: the plans that they leave must serve many rows, too
            singles = {state: median(times) for state, times in _single_turns(connection).items()}
            bulks = {state: median(times) for state, times in _bulk_turns(connection).items()}
        finally:
            _switch(connection, "tracked")
    for name, unit, found in (("bulk{}_us_per_row", "us", bulks), ("single{}_ms", "ms", singles)):
        report(Figure("tracking", name.format(""), found["tracked"], unit, found["off"]))
        report(
            Figure("tracking", name.format("_history"), found["tracked"], unit, found["captured"])
        )


def _single_turns(connection: Any) -> dict[State, list[float]]:
    times: dict[State, list[float]] = {state: [] for state in STATES}
    _clear(connection)
    for turn in range(SINGLE_ROUNDS):
        for state in _in_turn(turn):
            _switch(connection, state)
            times[state] += _singles(connection, turn * 10 + STATES.index(state))
    return times


def _bulk_turns(connection: Any) -> dict[State, list[float]]:
    times: dict[State, list[float]] = {state: [] for state in STATES}
    for turn in range(BULK_ROUNDS):
        for state in _in_turn(turn):
            _clear(connection)
            _switch(connection, state)
            times[state].append(_bulk(connection, turn * 10 + STATES.index(state)))
    return times


def _in_turn(number: int) -> list[State]:
    """None is always the one after the others."""
    first = number % len(STATES)
    return [*STATES[first:], *STATES[:first]]


def _clear(connection: Any) -> None:
    connection.execute("TRUNCATE tracking_dirtysubject, platform_outboxevent")
    connection.execute("VACUUM parties_party")
    connection.execute("CHECKPOINT")


def _switch(connection: Any, state: State) -> None:
    from kurator.parties.tracked import PARTY
    from kurator.tracking.triggers import trigger_statements

    for statement in trigger_statements(_silent(PARTY) if state == "captured" else PARTY):
        connection.execute(statement.encode())
    verb = "DISABLE" if state == "off" else "ENABLE"
    for trigger in TRIGGERS:
        connection.execute(f"ALTER TABLE parties_party {verb} TRIGGER {trigger}".encode())


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


def _singles(connection: Any, number: int) -> list[float]:
    """Milliseconds of each edit, without the first ones of a connection that has no plans yet."""
    found = connection.execute(
        "SELECT id FROM parties_party ORDER BY id DESC LIMIT %s", [WARMING + SINGLES]
    ).fetchall()
    times = [seconds(partial(_change_one, connection, number, row[0])) * 1000 for row in found]
    return times[WARMING:]


def _change_one(connection: Any, number: int, party_id: UUID) -> None:
    connection.execute(
        "UPDATE parties_party SET status = 'NEW', attrs = jsonb_set(attrs, '{bench}', to_jsonb(%s::int))"
        " WHERE id = %s",
        [number, party_id],
    )
