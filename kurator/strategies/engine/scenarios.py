"""Carries out the due steps of scenarios: effect and note of it in one transaction, so once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final
from uuid import UUID

import structlog
from django.db import connection, transaction

from kurator.kernel.localized import text_in
from kurator.platform.clock import database_now
from kurator.platform.context import Context, bind_context, open_scope
from kurator.platform.faults import fault_point
from kurator.platform.outbound import is_outbound_paused
from kurator.platform.steps import StepRun, steps
from kurator.strategies.engine.outward import find_step, hand_over
from kurator.strategies.engine.place_once import ENGINE
from kurator.strategies.models import Strategy, StrategyVersion
from kurator.strategies.types import read_definition
from kurator.tracking.services import keep_words

log = structlog.get_logger(__name__)
BATCH: Final = 1_000
MAX_ATTEMPTS: Final = 3


@dataclass(frozen=True)
class DueIntent:
    """`occurrence` and `seq` make the key of the effect unique for ever."""

    strategy_id: UUID
    version_id: UUID
    stage_uid: UUID
    step_uid: UUID
    position: int
    party_id: UUID
    seq: int
    occurrence: int
    due_at: datetime
    depth: int
    is_left: bool
    """The customer left the stage, or the strategy ended, while a peer was refusing the step."""

    @property
    def key(self) -> str:
        return f"{self.strategy_id}:{self.party_id}:{self.seq}:{self.step_uid}:{self.occurrence}"


_TAKE = """
SELECT i.strategy_id, i.version_id, i.stage_uid, i.step_uid, i.position, i.party_id, i.seq,
       i.occurrence, i.due_at, i.depth,
       s.state = 'ENDED' OR i.attempts > 0 AND NOT EXISTS (
         SELECT FROM strategies_enrolment e
          WHERE e.strategy_id = i.strategy_id AND e.party_id = i.party_id AND e.seq = i.seq) AS is_left
  FROM strategies_strategy s CROSS JOIN LATERAL (
         SELECT * FROM strategies_intent
          WHERE strategy_id = s.id AND status = 'PLANNED' AND due_at <= %(now)s
          ORDER BY due_at, position LIMIT %(rows)s
            FOR UPDATE SKIP LOCKED) i
 WHERE s.state IN ('ACTIVE', 'ENDED')
 ORDER BY i.due_at, i.position LIMIT %(rows)s
"""


def carry_out_due(now: datetime | None = None) -> int:
    """Carry out one batch of due steps; returns how many were taken. None while all is held."""
    with open_scope(ENGINE):
        if is_outbound_paused():
            return 0
        at = now or database_now()
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, {"now": at, "rows": BATCH})
            due = [DueIntent(*row) for row in cursor.fetchall()]
        if not due:
            return 0
        fault_point("scenario.claimed")
        for group in _groups(due):
            if group[0].is_left:
                _settle(group, "CANCELLED", "", at)
            else:
                _carry_out(group, at)
        fault_point("scenario.carried_out")
    fault_point("scenario.committed")
    return len(due)


def _groups(due: Sequence[DueIntent]) -> Iterator[list[DueIntent]]:
    """Steps with the same parameters together, earlier positions of a scenario first."""

    def place(intent: DueIntent) -> tuple[int, UUID, UUID, int, bool]:
        return (
            intent.position,
            intent.version_id,
            intent.step_uid,
            intent.depth,
            intent.is_left,
        )

    for _, group in groupby(sorted(due, key=place), key=place):
        yield list(group)


def _carry_out(group: Sequence[DueIntent], now: datetime) -> None:
    first = group[0]
    strategy = Strategy.objects.get(id=first.strategy_id)
    version = StrategyVersion.objects.get(id=first.version_id)
    stage, step = find_step(read_definition(version.definition), first.step_uid)
    bind_context(
        Context(
            actor_kind="strategy",
            actor_id=str(strategy.id),
            actor_name=text_in(strategy.name, "en"),
            channel="strategy",
            reason=text_in(stage.name, "en"),
            depth=str(first.depth + 1),
        )
    )
    runs = [
        StepRun(
            key=intent.key,
            party_id=intent.party_id,
            strategy_id=strategy.id,
            strategy_name=strategy.name,
            stage_name=stage.name,
            due_at=intent.due_at,
        )
        for intent in group
    ]
    if steps()[step.step].outward is not None:
        hand_over(group)
        return
    try:
        with transaction.atomic():
            steps()[step.step].run(runs, step.parameters, now)
            keep_words(actor=strategy.name, reason=stage.name)
        _settle(group, "DONE", "", now)
    except Exception as error:
        log.exception("step_failed", step=step.step, strategy=str(strategy.id))
        if len(group) > 1:
            for intent in group:
                _carry_out([intent], now)
        else:
            _note_failure(first, repr(error), now)


_SETTLE = """
UPDATE strategies_intent i SET status = %s, failure = %s, done_at = %s
  FROM unnest(%s::uuid[], %s::uuid[], %s::int[]) AS d(strategy_id, party_id, seq)
 WHERE i.strategy_id = d.strategy_id AND i.step_uid = %s AND i.occurrence = %s
   AND i.party_id = d.party_id AND i.seq = d.seq
"""


def _settle(group: Sequence[DueIntent], status: str, failure: str, now: datetime) -> None:
    first = group[0]
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLE,
            [
                status,
                failure,
                now,
                [intent.strategy_id for intent in group],
                [intent.party_id for intent in group],
                [intent.seq for intent in group],
                first.step_uid,
                first.occurrence,
            ],
        )


def _note_failure(intent: DueIntent, failure: str, now: datetime) -> None:
    """After the last attempt the step is failed and stays visible; before, it waits a minute."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE strategies_intent SET attempts = attempts + 1, failure = left(%s, 500),"
            " due_at = %s::timestamptz + interval '1 minute',"
            " status = CASE WHEN attempts + 1 >= %s THEN 'FAILED' ELSE 'PLANNED' END,"
            " done_at = CASE WHEN attempts + 1 >= %s THEN %s::timestamptz END"
            " WHERE strategy_id = %s AND party_id = %s AND seq = %s AND step_uid = %s"
            " AND occurrence = %s",
            [
                failure,
                now,
                MAX_ATTEMPTS,
                MAX_ATTEMPTS,
                now,
                intent.strategy_id,
                intent.party_id,
                intent.seq,
                intent.step_uid,
                intent.occurrence,
            ],
        )
