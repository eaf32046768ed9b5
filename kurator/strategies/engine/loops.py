"""The worker's loops. One owner per partition: two workers never place the same customer."""

from threading import Event
from typing import Final

import structlog
from django.db import close_old_connections, connection

from kurator.platform.standing import give_up_when_still
from kurator.strategies.engine.place_once import (
    ALL_PARTITIONS,
    place_changed,
    place_due,
    sweep,
)
from kurator.strategies.engine.registry import Programs
from kurator.strategies.engine.scenarios import carry_out_due

log = structlog.get_logger(__name__)
LOCK_CLASS: Final = 7_061
SCENARIO_LOCK: Final = 99
SHORTEST_PAUSE: Final = 0.005
LONGEST_PAUSE: Final = 0.04
CLAIM_SECONDS: Final = 5.0


# Asked many times a second: one look at an index for each active strategy, whatever else is due in
# the paused ones. The order keeps the planner from reading a table where it expects many.
SOMETHING_TO_PLACE: Final = """
SELECT EXISTS (SELECT FROM tracking_dirtysubject) OR EXISTS (SELECT FROM strategies_sweep)
    OR EXISTS (SELECT FROM strategies_strategy s CROSS JOIN LATERAL (
                 SELECT FROM strategies_enrolment e
                  WHERE e.strategy_id = s.id AND e.next_at <= statement_timestamp()
                  ORDER BY e.next_at LIMIT 1) due
                WHERE s.state = 'ACTIVE')
"""
SOMETHING_DUE: Final = """
SELECT EXISTS (SELECT FROM strategies_strategy s CROSS JOIN LATERAL (
                 SELECT FROM strategies_intent i
                  WHERE i.strategy_id = s.id AND i.status = 'PLANNED'
                    AND i.due_at <= statement_timestamp()
                  ORDER BY i.due_at LIMIT 1) due
                WHERE s.state IN ('ACTIVE', 'ENDED'))
"""


def _asks(question: str) -> bool:
    """One cheap round trip, so that an idle worker costs next to nothing."""
    with connection.cursor() as cursor:
        cursor.execute(question)
        return bool(cursor.fetchone()[0])


def claim_partitions(owned: set[int]) -> None:
    """Take over the partitions that no working worker owns; locks end with the session."""
    with connection.cursor() as cursor:
        for partition in ALL_PARTITIONS:
            if partition not in owned:
                cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, partition])
                if cursor.fetchone()[0]:
                    owned.add(partition)


def run_engine(stop: Event) -> None:
    """Place customers until told to stop; quick while there is work, calm when there is none."""
    try:
        _run_engine(stop)
    finally:
        connection.close()


def _run_engine(stop: Event) -> None:
    close_old_connections()
    give_up_when_still()
    programs, owned = Programs(), set[int]()
    pause, since_claim = SHORTEST_PAUSE, CLAIM_SECONDS
    while not stop.is_set():
        if since_claim >= CLAIM_SECONDS and len(owned) < len(ALL_PARTITIONS):
            claim_partitions(owned)
            since_claim = 0.0
        busy = False
        if owned and _asks(SOMETHING_TO_PLACE):
            mine = sorted(owned)
            busy = bool(sweep(programs, mine)) | bool(place_changed(programs, mine))
            busy |= bool(place_due(programs, mine))
        pause = SHORTEST_PAUSE if busy else min(pause * 1.5, LONGEST_PAUSE)
        since_claim += pause
        stop.wait(pause)


def run_scenarios(stop: Event) -> None:
    """Carry out due steps until told to stop; one worker at a time keeps their order."""
    try:
        close_old_connections()
        give_up_when_still()
        is_owner = False
        while not stop.is_set():
            if not is_owner:
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, SCENARIO_LOCK]
                    )
                    is_owner = bool(cursor.fetchone()[0])
            if not is_owner:
                stop.wait(CLAIM_SECONDS)
            elif not (_asks(SOMETHING_DUE) and carry_out_due()):
                stop.wait(0.05)
    finally:
        connection.close()
