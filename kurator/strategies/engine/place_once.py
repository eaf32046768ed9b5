"""
One turn of the engine: sweeps that were asked for, changed customers, and those whose time came.

Each turn is one transaction. What arrived is deleted from the queue first and read afterwards by
a later statement, so that a change committed meanwhile always leaves a queue row behind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import DataError, connection, transaction

from kurator.platform.clock import database_now
from kurator.platform.context import Context, open_scope
from kurator.platform.faults import fault_point
from kurator.platform.outbox import publish
from kurator.strategies.engine.apply import NAMED, Placed, place
from kurator.strategies.engine.compiler import Program
from kurator.strategies.engine.registry import Active, Programs
from kurator.strategies.types import Cause

log = structlog.get_logger(__name__)
QUEUE_ROWS: Final = 400
CHUNK: Final = 20_000
TIMER_ROWS: Final = 5_000
SWEEP_MEMORY: Final = "256MB"
"""So that the moves of a million customers mostly stay off the disk."""
ENGINE: Final = Context(actor_kind="system", actor_name="strategy engine", channel="worker")


@dataclass(frozen=True)
class Dirty:
    party_ids: Sequence[UUID]
    mask: int
    depth: int


def place_changed(
    programs: Programs, partitions: Sequence[int], now: datetime | None = None
) -> int:
    """Place the customers that changed; returns the number of queue rows taken."""
    with open_scope(ENGINE):
        rows = _drain(partitions)
        if not rows:
            return 0
        fault_point("engine.drained")
        at = now or database_now()
        for active in programs.refresh():
            for depth, ids in _by_depth(rows, active.mask):
                _place_in_chunks(active, ids, at, "CHANGE", depth=depth, shard=partitions[0])
        fault_point("engine.placed")
    fault_point("engine.committed")
    return len(rows)


def _drain(partitions: Sequence[int]) -> list[Dirty]:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM tracking_dirtysubject WHERE id IN ("
            " SELECT id FROM tracking_dirtysubject WHERE partition = ANY(%s)"
            " ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)"
            " RETURNING party_ids, mask, depth",
            [list(partitions), QUEUE_ROWS],
        )
        return [Dirty(*row) for row in cursor.fetchall()]


def _by_depth(rows: Iterable[Dirty], mask: int) -> list[tuple[int, list[UUID]]]:
    """Group customers by the deepest chain that touched them, each customer once."""
    deepest: dict[UUID, int] = {}
    for row in rows:
        if row.mask & mask:
            for party_id in row.party_ids:
                deepest[party_id] = max(row.depth, deepest.get(party_id, 0))
    groups: dict[int, list[UUID]] = {}
    for party_id, depth in deepest.items():
        groups.setdefault(depth, []).append(party_id)
    return sorted(groups.items())


def place_due(programs: Programs, partitions: Sequence[int], now: datetime | None = None) -> int:
    """Place the customers whose boundary has come; returns how many were looked at."""
    with open_scope(ENGINE):
        at = now or database_now()
        taken = 0
        for active in programs.refresh():
            ids = _due(active.program.strategy_id, partitions, at)
            taken += len(ids)
            _place_in_chunks(active, ids, at, "TIME", depth=0, shard=partitions[0])
        return taken


def _due(strategy_id: UUID, partitions: Sequence[int], now: datetime) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT party_id FROM strategies_enrolment"
            " WHERE next_at <= %s AND strategy_id = %s AND k.partition_of(party_id) = ANY(%s)"
            " ORDER BY next_at LIMIT %s",
            [now, strategy_id, list(partitions), TIMER_ROWS],
        )
        return [row[0] for row in cursor.fetchall()]


def sweep(programs: Programs, partitions: Sequence[int], now: datetime | None = None) -> int:
    """Carry out the sweeps that were asked for; returns how many partitions were swept."""
    with open_scope(ENGINE):
        requested = _take_sweeps(partitions)
        if not requested:
            return 0
        at = now or database_now()
        active_by_id = {active.program.strategy_id: active for active in programs.refresh()}
        for (strategy_id, cause), swept in requested.items():
            active = active_by_id.get(strategy_id)
            if cause == "END":
                _cancel_steps(strategy_id, swept, at)
            if active is None or cause == "END":
                continue
            announce(strategy_id, _sweep_one(active, swept, at, cause, shard=partitions[0]))
        return sum(map(len, requested.values()))


def _sweep_one(
    active: Active, swept: Sequence[int], now: datetime, cause: Cause, *, shard: int
) -> Placed:
    """One statement for all; if some customer's data break it, in halves until he is alone."""
    is_whole = len(swept) == len(ALL_PARTITIONS)
    arguments: dict[str, Any] = {"now": now, "cause": cause, "shard": shard, "depth": 0}
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL work_mem = '{SWEEP_MEMORY}'")
            return place(active.program, partitions=None if is_whole else swept, **arguments)
    except DataError:
        log.exception("sweep_in_halves", strategy=str(active.program.strategy_id))
        return _place_in_halves(active, _ids_of(swept), arguments)


def _cancel_steps(strategy_id: UUID, partitions: Sequence[int], now: datetime) -> None:
    """An ended strategy does nothing any more; what it had planned stays visible as cancelled."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE strategies_intent SET status = 'CANCELLED', done_at = %s WHERE strategy_id = %s"
            " AND (status = 'PLANNED' OR status = 'READY' AND failure = '')"
            " AND k.partition_of(party_id) = ANY(%s)",
            [now, strategy_id, list(partitions)],
        )


def _ids_of(partitions: Sequence[int]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM parties_party WHERE k.partition_of(id) = ANY(%s)", [list(partitions)]
        )
        return [row[0] for row in cursor.fetchall()]


ALL_PARTITIONS: Final = tuple(range(8))


def _take_sweeps(partitions: Sequence[int]) -> dict[tuple[UUID, Cause], list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM strategies_sweep WHERE partition = ANY(%s)"
            " RETURNING strategy_id, cause, partition",
            [list(partitions)],
        )
        found: dict[tuple[UUID, Cause], list[int]] = {}
        for strategy_id, cause, partition in cursor.fetchall():
            found.setdefault((strategy_id, cause), []).append(partition)
    return {key: sorted(set(numbers)) for key, numbers in found.items()}


def _place_in_chunks(
    active: Active, ids: Sequence[UUID], now: datetime, cause: Cause, *, depth: int, shard: int
) -> None:
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        arguments: dict[str, Any] = {"now": now, "cause": cause, "depth": depth, "shard": shard}
        try:
            with transaction.atomic():
                placed = place(active.program, ids=chunk, **arguments)
        except DataError:
            placed = _place_in_halves(active, chunk, arguments)
        announce(active.program.strategy_id, placed)


def _place_in_halves(active: Active, ids: Sequence[UUID], arguments: dict[str, Any]) -> Placed:
    """A customer whose data break the statement is set aside; all others go on."""
    if not ids:
        return Placed(0, ())
    try:
        with transaction.atomic():
            return place(active.program, ids=ids, **arguments)
    except DataError as error:
        if len(ids) == 1:
            log.exception("customer_in_quarantine", party=str(ids[0]))
            _quarantine(active.program, ids[0], repr(error), arguments["now"])
            return Placed(0, ())
    half = len(ids) // 2
    first = _place_in_halves(active, ids[:half], arguments)
    second = _place_in_halves(active, ids[half:], arguments)
    return Placed(first.moved + second.moved, (*first.party_ids, *second.party_ids)[:NAMED])


def _quarantine(program: Program, party_id: UUID, failure: str, now: datetime) -> None:
    """He keeps his place, visibly broken, until his data can be read again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO strategies_enrolment AS t (strategy_id, party_id, version_id, ord, status,"
            " seq, episode, entered_at, failure)"
            " VALUES (%s, %s, %s, -1, 'QUARANTINE', 0, 0, %s, left(%s, 500))"
            " ON CONFLICT (strategy_id, party_id) DO UPDATE"
            " SET status = 'QUARANTINE', failure = excluded.failure, next_at = NULL",
            [program.strategy_id, party_id, program.version_id, now, failure],
        )


def announce(strategy_id: UUID, placed: Placed) -> None:
    """Tell the open screens which customers moved, and that the counters did."""
    if not placed.moved:
        return
    ids = [str(id_) for id_ in placed.party_ids] if placed.moved <= NAMED else None
    publish("strategies.moved", {"ids": ids})
    publish("strategies.counted", {"ids": [str(strategy_id)], "owners": [""]})
