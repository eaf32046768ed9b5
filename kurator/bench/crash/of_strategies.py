"""
Customers whose data change all the time, under a strategy whose steps stay in the house and leave
it. Everybody stands where his data say, and each step was done once; towards a peer that accepts no
key at most once, and what is not known is visible.
"""

from collections.abc import Mapping
from typing import Final

from kurator.bench.crash.processes import Worker, carry_on, kill_worker, pause_worker
from kurator.bench.crash.proof import figures
from kurator.bench.crash.steps import make_peer, register_steps
from kurator.bench.crash.world import change_somebody, is_quiet, make_world
from kurator.platform import outbox
from kurator.strategies.engine import outward

WORKER = Worker(("dispatcher", "strategies.engine", "strategies.scenarios", "strategies.outward"))
_KEY: Final = "concat_ws(':', i.strategy_id, i.party_id, i.seq, i.step_uid, i.occurrence)"
_WRONG: Final = {
    "wrong_place": (
        "SELECT count(*) FROM parties_party p LEFT JOIN strategies_enrolment e ON e.party_id = p.id"
        " WHERE e.ord IS DISTINCT FROM"
        "   CASE p.status WHEN 'ACTIVE' THEN 1 WHEN 'LEAVING' THEN 2 ELSE 0 END"
    ),
    "broken_chains": (
        "SELECT count(*) FROM (SELECT seq, lag(seq) OVER w AS before, from_ord, lag(to_ord) OVER w AS was"
        "  FROM strategies_transition WINDOW w AS (PARTITION BY party_id ORDER BY seq)) t"
        " WHERE seq <> coalesce(before, 0) + 1 OR (before IS NOT NULL AND from_ord <> was)"
    ),
    # Nobody completes a task here, so the first of a step goes on whenever its customer comes back.
    "tasks_lost_or_twice": (
        "SELECT count(*) FROM (SELECT party_id, step_uid, bool_or(status = 'DONE') AS is_done"
        "  FROM strategies_intent WHERE step_uid = ANY(%(tasks)s) GROUP BY party_id, step_uid) i"
        " WHERE i.is_done::int <> (SELECT count(*) FROM activities_task t WHERE t.party_id = i.party_id"
        "   AND split_part(t.source_key, ':', 4) = i.step_uid::text)"
    ),
    "keyed_lost": (
        "SELECT count(*) FROM strategies_intent i WHERE i.step_uid = ANY(%(keyed)s)"
        "  AND (i.status NOT IN ('DONE', 'CANCELLED') OR i.status = 'DONE' AND NOT EXISTS ("
        "    SELECT FROM bench_peer b WHERE b.is_keyed AND b.key ="
        f"    {_KEY}))"
    ),
    "keyless_twice": (
        "SELECT count(*) FROM (SELECT key FROM bench_peer WHERE NOT is_keyed"
        "  GROUP BY key HAVING count(*) > 1) twice"
    ),
    "keyless_neither_done_nor_visible": (
        "SELECT count(*) FROM strategies_intent i WHERE i.step_uid = ANY(%(keyless)s)"
        "  AND (i.status NOT IN ('DONE', 'UNKNOWN', 'CANCELLED') OR i.status = 'DONE' AND NOT EXISTS ("
        "    SELECT FROM bench_peer b WHERE NOT b.is_keyed AND b.key ="
        f"    {_KEY}))"
    ),
    "keyless_done_but_called_cancelled": (
        "SELECT count(*) FROM strategies_intent i JOIN bench_peer b ON b.key ="
        f"    {_KEY}"
        " WHERE i.status = 'CANCELLED'"
    ),
}
_TOLD: Final = {
    "tasks_done": "SELECT count(*) FROM activities_task WHERE creator = 'STRATEGY'",
    "keyed_done": "SELECT count(*) FROM bench_peer WHERE is_keyed",
    "keyed_asked_again": "SELECT coalesce(sum(calls - 1), 0) FROM bench_peer WHERE is_keyed",
    "keyless_done": "SELECT count(*) FROM bench_peer WHERE NOT is_keyed",
    "keyless_unknown": "SELECT count(*) FROM strategies_intent WHERE status = 'UNKNOWN'",
}


class Workload:
    is_proven_late = True

    def __init__(self) -> None:
        # Whoever dies holds his leases so long; nobody waits half a minute for each of hundreds.
        outbox.LEASE_SECONDS = 1
        outward.LEASE_SECONDS = 1  # type: ignore[misc]  # final everywhere but here
        register_steps()
        make_peer()
        self.world = make_world()

    def kill(self, point: str) -> bool:
        """What the dead one leaves is the work of the next; `prove` has all of it done."""
        return kill_worker(WORKER, point, passages=3, meanwhile=lambda: change_somebody(self.world))

    def pause(self, point: str) -> bool:
        return pause_worker(
            WORKER,
            point,
            passages=1,
            is_over=is_quiet,
            meanwhile=lambda: change_somebody(self.world),
        )

    def prove(self) -> Mapping[str, int]:
        carry_on(WORKER, is_quiet, what="what strategies have to do")
        return _all(_WRONG, self.world.steps)

    def tell(self) -> Mapping[str, float]:
        return _all(_TOLD, {})


def _all(queries: Mapping[str, str], parameters: Mapping[str, object]) -> dict[str, int]:
    columns = ", ".join(f"({query}) AS {name}" for name, query in queries.items())
    return figures(f"SELECT {columns}", parameters)
