"""Steps of the bench that leave the house, and the peer they talk to."""

from collections.abc import Mapping
from typing import Any, cast

import psycopg

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
