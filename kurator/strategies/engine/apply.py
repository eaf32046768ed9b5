"""
Applies a program: places customers, logs transitions, plans and cancels steps, keeps counters,
all in one statement and so in one transaction. Running it again changes nothing.

Tables are joined by the strategy's id as a column, never by the parameter itself: of a strategy
that was activated just now the statistics know nothing, and the planner would read all of its
customers in the belief that it has none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kurator.platform.prepared import read_prepared
from kurator.strategies.engine.compiler import Program
from kurator.strategies.types import LOBBY_UID, MAX_DEPTH, Cause

BY_IDS: Final = "p.id = ANY(%(ids)s::uuid[])"
BY_PARTITIONS: Final = "k.partition_of(p.id) = ANY(%(partitions)s::smallint[])"

_APPLY: Final = """
WITH moves AS MATERIALIZED (
  SELECT s.id AS strategy_id, n.party_id, n.ord, n.facts, (%(stage_uids)s::uuid[])[n.ord] AS uid,
         CASE WHEN n.next_at <= %(now)s::timestamptz
              THEN %(now)s::timestamptz + interval '1 second' ELSE n.next_at END AS next_at,
         coalesce(e.ord, -1::smallint) AS old_ord, e.stage_uid AS old_uid,
         coalesce(e.seq, 0) AS seq, coalesce(e.episode, 0) AS episode,
         e.next_at AS old_next_at, e.party_id IS NOT NULL AS is_known,
         (e.stage_uid IS DISTINCT FROM (%(stage_uids)s::uuid[])[n.ord]
          OR (n.ord < 1 AND n.ord <> coalesce(e.ord, -1))) AS has_moved
    FROM ({select} WHERE {restriction} OFFSET 0) n
   CROSS JOIN (SELECT %(strategy_id)s::uuid AS id OFFSET 0) s
    LEFT JOIN strategies_enrolment e ON e.strategy_id = s.id AND e.party_id = n.party_id
   WHERE (e.party_id IS NULL AND (n.ord >= 0 OR n.next_at IS NOT NULL))
      OR (e.party_id IS NOT NULL AND (
           e.ord <> n.ord OR e.version_id <> %(version_id)s::uuid OR e.status = 'QUARANTINE'
           OR e.next_at IS DISTINCT FROM n.next_at
           OR e.stage_uid IS DISTINCT FROM (%(stage_uids)s::uuid[])[n.ord]))
), enrolled AS (
  INSERT INTO strategies_enrolment
    (strategy_id, party_id, version_id, ord, stage_uid, status, seq, episode, entered_at, next_at, failure)
  SELECT m.strategy_id, m.party_id, %(version_id)s::uuid, m.ord, m.uid,
         {status}, m.has_moved::int, (m.ord >= 0)::int, %(now)s::timestamptz, m.next_at, {failure}
    FROM moves m WHERE NOT m.is_known
), changed AS (
  UPDATE strategies_enrolment t SET
         version_id = %(version_id)s::uuid, ord = m.ord, stage_uid = m.uid,
         status = {status}, seq = m.seq + m.has_moved::int,
         episode = m.episode + (m.old_ord < 0 AND m.ord >= 0)::int,
         entered_at = CASE WHEN m.has_moved THEN %(now)s::timestamptz ELSE t.entered_at END,
         next_at = m.next_at, failure = {failure}
    FROM moves m
   WHERE m.is_known AND t.strategy_id = m.strategy_id AND t.party_id = m.party_id
), logged AS (
  INSERT INTO strategies_transition
    (strategy_id, party_id, seq, episode, version_id, from_ord, to_ord, from_uid, to_uid,
     effective_at, decided_at, cause, depth, facts)
  SELECT m.strategy_id, m.party_id, m.seq + 1,
         m.episode + (m.old_ord < 0 AND m.ord >= 0)::int, %(version_id)s::uuid,
         m.old_ord, m.ord, m.old_uid, m.uid,
         CASE WHEN %(cause)s = 'TIME' AND m.old_next_at <= %(now)s::timestamptz
              THEN m.old_next_at ELSE %(now)s::timestamptz END,
         %(now)s::timestamptz, %(cause)s, %(depth)s, m.facts
    FROM moves m WHERE m.has_moved
), cancelled AS (
  UPDATE strategies_intent i SET status = 'CANCELLED', done_at = %(now)s::timestamptz
    FROM moves m
   WHERE m.has_moved AND m.is_known AND i.strategy_id = m.strategy_id
     AND i.party_id = m.party_id AND i.seq = m.seq AND (i.status = 'PLANNED' OR i.status = 'READY' AND i.failure = '')
), planned AS (
  INSERT INTO strategies_intent
    (strategy_id, party_id, seq, step_uid, occurrence, version_id, stage_uid, position, due_at, status, depth)
  SELECT m.strategy_id, m.party_id, m.seq + 1, s.uid, 1, %(version_id)s::uuid, m.uid, s.position,
         %(now)s::timestamptz + make_interval(secs => s.delay), 'PLANNED', %(depth)s
    FROM moves m
    JOIN unnest(%(step_ords)s::int[], %(step_uids)s::uuid[], %(step_positions)s::int[], %(step_delays)s::int[])
      AS s(ord, uid, position, delay) ON s.ord = m.ord
   WHERE m.has_moved AND %(depth)s <= {max_depth}
), counted AS (
  INSERT INTO strategies_counter AS c (strategy_id, place_uid, shard, members, entered)
  SELECT %(strategy_id)s::uuid, d.place, %(shard)s, sum(d.delta), sum(greatest(d.delta, 0))
    FROM (SELECT CASE WHEN old_ord = 0 THEN %(lobby)s::uuid ELSE old_uid END AS place, -1 AS delta
            FROM moves WHERE has_moved AND old_ord >= 0
          UNION ALL
          SELECT CASE WHEN ord = 0 THEN %(lobby)s::uuid ELSE uid END, 1
            FROM moves WHERE has_moved AND ord >= 0) d
   GROUP BY d.place
  ON CONFLICT (strategy_id, place_uid, shard) DO UPDATE
    SET members = c.members + excluded.members, entered = c.entered + excluded.entered
)
SELECT count(*) FILTER (WHERE has_moved), (array_agg(party_id) FILTER (WHERE has_moved))[1:{named}]
  FROM moves
"""
_STATUS: Final = (
    "CASE WHEN m.has_moved AND %(depth)s > {max_depth} THEN 'QUARANTINE'"
    " WHEN m.ord < 0 THEN 'OUTSIDE' ELSE 'ACTIVE' END"
)
_FAILURE: Final = "CASE WHEN m.has_moved AND %(depth)s > {max_depth} THEN 'cascade' ELSE '' END"
NAMED: Final = 200


@dataclass(frozen=True)
class Placed:
    """How many customers moved; the ids of the first `NAMED` of them."""

    moved: int
    party_ids: tuple[UUID, ...]


def place(
    program: Program,
    *,
    now: datetime,
    cause: Cause,
    ids: Sequence[UUID] | None = None,
    partitions: Sequence[int] | None = None,
    depth: int = 0,
    shard: int = 0,
) -> Placed:
    """Place the customers with `ids`, else those of `partitions`, else all of them."""
    restriction = BY_IDS if ids is not None else BY_PARTITIONS if partitions is not None else "true"
    params = {
        **program.params,
        "strategy_id": program.strategy_id,
        "version_id": program.version_id,
        "stage_uids": list(program.stage_uids),
        "step_ords": list(program.step_ords),
        "step_uids": list(program.step_uids),
        "step_positions": list(program.step_positions),
        "step_delays": list(program.step_delays),
        "ids": list(ids) if ids is not None else None,
        "partitions": list(partitions) if partitions is not None else None,
        "now": now,
        "cause": cause,
        "depth": depth,
        "shard": shard,
        "lobby": LOBBY_UID,
    }
    statement = apply_statement(program.select_sql, restriction)
    # Planning is ten times the work of one customer; of a sweep it is nothing.
    row = read_prepared(statement, params, is_kept=ids is not None)[0]
    return Placed(moved=row[0], party_ids=tuple(row[1] or ()))


def apply_statement(select_sql: str, restriction: str) -> str:
    return _APPLY.format(
        select=select_sql,
        restriction=restriction,
        status=_STATUS.format(max_depth=MAX_DEPTH),
        failure=_FAILURE.format(max_depth=MAX_DEPTH),
        max_depth=MAX_DEPTH,
        named=NAMED,
    )
