"""The peer that steps of the bench talk to, and what must hold of it in the end."""

from collections.abc import Mapping
from typing import Any, cast

import psycopg

from kurator.bench.crash_world import World
from kurator.bench.figures import Figure, report
from kurator.platform.database.connections import conninfo_for
from kurator.platform.steps import Outward, Step, StepRun, leaves_the_house


def make_peer() -> None:
    with psycopg.connect(**conninfo_for("admin"), autocommit=True) as admin:
        admin.execute("DROP TABLE IF EXISTS bench_peer")
        admin.execute("CREATE TABLE bench_peer (is_keyed boolean, key text, calls int DEFAULT 1)")
        admin.execute("CREATE UNIQUE INDEX ON bench_peer (key) WHERE is_keyed")
        admin.execute("GRANT SELECT, INSERT, UPDATE ON bench_peer TO kurator_worker")


def _ask_with_key(run: StepRun, parameters: Mapping[str, Any]) -> None:
    """It does the same key once, however often it is asked."""
    with psycopg.connect(**conninfo_for("worker"), autocommit=True) as peer:
        peer.execute(
            "INSERT INTO bench_peer (is_keyed, key) VALUES (true, %s)"
            " ON CONFLICT (key) WHERE is_keyed DO UPDATE SET calls = bench_peer.calls + 1",
            [run.key],
        )


def _ask_without_key(run: StepRun, parameters: Mapping[str, Any]) -> None:
    """It does whatever it is asked: the key is for the bench only."""
    with psycopg.connect(**conninfo_for("worker"), autocommit=True) as peer:
        peer.execute("INSERT INTO bench_peer (is_keyed, key) VALUES (false, %s)", [run.key])


def register_steps() -> None:
    from kurator.strategies.feature import FEATURE

    known = cast(list[Step], FEATURE.steps)
    if any(step.code == "bench_keyed" for step in known):
        return
    for code, outward in (
        ("bench_keyed", Outward(_ask_with_key, accepts_key=True)),
        ("bench_keyless", Outward(_ask_without_key, accepts_key=False)),
    ):
        known.append(
            Step(
                code=code,
                label={"en": code},
                run=leaves_the_house,
                check=lambda parameters: [],
                sentence=lambda parameters, language: "",
                outward=outward,
            )
        )


_FIGURES = {
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
        "    concat_ws(':', i.strategy_id, i.party_id, i.seq, i.step_uid, i.occurrence)))"
    ),
    "keyless_twice": (
        "SELECT count(*) FROM (SELECT key FROM bench_peer WHERE NOT is_keyed"
        "  GROUP BY key HAVING count(*) > 1) twice"
    ),
    "keyless_neither_done_nor_visible": (
        "SELECT count(*) FROM strategies_intent i WHERE i.step_uid = ANY(%(keyless)s)"
        "  AND (i.status NOT IN ('DONE', 'UNKNOWN', 'CANCELLED') OR i.status = 'DONE' AND NOT EXISTS ("
        "    SELECT FROM bench_peer b WHERE NOT b.is_keyed AND b.key ="
        "    concat_ws(':', i.strategy_id, i.party_id, i.seq, i.step_uid, i.occurrence)))"
    ),
    "keyless_done_but_called_cancelled": (
        "SELECT count(*) FROM strategies_intent i JOIN bench_peer b ON b.key ="
        "    concat_ws(':', i.strategy_id, i.party_id, i.seq, i.step_uid, i.occurrence)"
        " WHERE i.status = 'CANCELLED'"
    ),
}
_TOLD = {
    "tasks_done": "SELECT count(*) FROM activities_task WHERE creator = 'STRATEGY'",
    "keyed_done": "SELECT count(*) FROM bench_peer WHERE is_keyed",
    "keyed_asked_again": "SELECT coalesce(sum(calls - 1), 0) FROM bench_peer WHERE is_keyed",
    "keyless_done": "SELECT count(*) FROM bench_peer WHERE NOT is_keyed",
    "keyless_unknown": "SELECT count(*) FROM strategies_intent WHERE status = 'UNKNOWN'",
}


def assert_nothing_wrong(world: World) -> None:
    """Report all figures first, then fail if one of those that must be nothing is not."""
    wrong = {}
    with psycopg.connect(**conninfo_for("admin")) as admin:
        for name, query in _TOLD.items():
            row = admin.execute(query.encode()).fetchone()
            report(Figure("crash", name, float(row[0]) if row else -1, "1"))
        for name, query in _FIGURES.items():
            row = admin.execute(query.encode(), world.steps).fetchone()
            found = int(row[0]) if row else -1
            report(Figure("crash", name, found, "1", 0.0))
            if found:
                wrong[name] = found
    if wrong:
        raise AssertionError(f"what must be nothing is not: {wrong}")
