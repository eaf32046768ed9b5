"""
Steps that leave the house: claimed, begun, sent, settled, each in a transaction of its own.

Between the sending and the note of it lies a moment that no transaction covers. A peer that accepts
a key is simply asked again with the same key. Towards one that does not, nothing is repeated: the
step becomes UNKNOWN, and a person says how it ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import close_old_connections, connection

from kurator.platform.clock import lease_is_over
from kurator.platform.context import open_scope
from kurator.platform.faults import fault_point
from kurator.platform.metrics import note_expired
from kurator.platform.outbound import is_outbound_paused
from kurator.platform.steps import NotSent, Outward, StepRun, steps
from kurator.strategies.engine.place_once import ENGINE
from kurator.strategies.models import Strategy, StrategyVersion
from kurator.strategies.types import Definition, StageDef, StepDef, read_definition

log = structlog.get_logger(__name__)
BATCH: Final = 20
LEASE_SECONDS: Final = 60
MAX_ATTEMPTS: Final = 10
PAUSE_SECONDS: Final = 0.1
LONGEST_PAUSE: Final = 300


@dataclass(frozen=True)
class Claim:
    """
    `epoch` fences: who was taken for dead and comes back settles nothing. `may_have_happened` is
    left by an earlier attempt whose outcome was not learned.
    """

    strategy_id: UUID
    party_id: UUID
    seq: int
    step_uid: UUID
    occurrence: int
    version_id: UUID
    due_at: datetime
    attempts: int
    epoch: int
    may_have_happened: bool

    @property
    def key(self) -> str:
        return f"{self.strategy_id}:{self.party_id}:{self.seq}:{self.step_uid}:{self.occurrence}"

    @property
    def place(self) -> list[Any]:
        return [self.strategy_id, self.party_id, self.seq, self.step_uid, self.occurrence]


_RETURNING: Final = (
    "i.strategy_id, i.party_id, i.seq, i.step_uid, i.occurrence, i.version_id, i.due_at,"
    " i.attempts, i.epoch, i.failure <> ''"
)
_IS_OVER: Final = lease_is_over("lease_until", seconds=LEASE_SECONDS)
# While its strategy is paused nothing is sent; after its end only what may have happened already.
_IS_WANTED: Final = """EXISTS (SELECT FROM strategies_strategy s WHERE s.id = strategy_id
   AND (s.state = 'ACTIVE' OR s.state = 'ENDED' AND failure <> ''))"""
# What was handed over was due: an instant further ahead than any pause means that the clock was set back.
_IS_READY: Final = f"""status = 'READY' AND {_IS_OVER}
   AND due_at NOT BETWEEN clock_timestamp() AND clock_timestamp() + interval '{2 * LONGEST_PAUSE} seconds'
   AND {_IS_WANTED}"""
_CLAIM: Final = f"""
UPDATE strategies_intent i
   SET epoch = i.epoch + 1, lease_until = clock_timestamp() + make_interval(secs => %s)
  FROM (SELECT strategy_id, party_id, seq, step_uid, occurrence FROM strategies_intent
         WHERE {_IS_READY}
         ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED) c
 WHERE (i.strategy_id, i.party_id, i.seq, i.step_uid, i.occurrence)
     = (c.strategy_id, c.party_id, c.seq, c.step_uid, c.occurrence)
RETURNING {_RETURNING}, old.lease_until IS NOT NULL
"""
# Only what was begun can have an unknown outcome: the rest of a lost batch is simply taken again.
_BEGIN: Final = f"""
UPDATE strategies_intent
   SET status = 'SENDING', attempts = attempts + 1,
       lease_until = clock_timestamp() + make_interval(secs => %s)
 WHERE strategy_id = %s AND party_id = %s AND seq = %s AND step_uid = %s AND occurrence = %s
   AND status = 'READY' AND epoch = %s AND {_IS_WANTED}
"""
_EXPIRED: Final = f"""
SELECT {_RETURNING} FROM strategies_intent i
 WHERE i.status = 'SENDING' AND {_IS_OVER}
 LIMIT 200 FOR UPDATE SKIP LOCKED
"""
_SETTLE: Final = f"""
UPDATE strategies_intent
   SET status = %s, failure = left(%s, 500), lease_until = NULL,
       done_at = CASE WHEN %s IN ('DONE', 'FAILED', 'UNKNOWN') THEN clock_timestamp() END,
       due_at = CASE WHEN %s IN ('PLANNED', 'READY') THEN
                     clock_timestamp() + make_interval(secs => least({LONGEST_PAUSE}, 2 ^ attempts)) ELSE due_at END
 WHERE strategy_id = %s AND party_id = %s AND seq = %s AND step_uid = %s AND occurrence = %s
   AND status = 'SENDING' AND epoch = %s
"""


def send_ready() -> int:
    """Send one batch; returns how many were taken. None while everything outgoing is held."""
    with open_scope(ENGINE):
        if is_outbound_paused():
            return 0
        _settle_expired()
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, [LEASE_SECONDS, BATCH])
            rows = cursor.fetchall()
    note_expired("actions", sum(is_orphaned for *_, is_orphaned in rows))
    claims = [Claim(*row[:-1]) for row in rows]
    if claims:
        fault_point("outward.claimed")
    for claim in claims:
        send_claimed(claim)
    return len(claims)


def send_claimed(claim: Claim) -> None:
    with open_scope(ENGINE):
        run, outward, parameters = _prepare(claim)
        with connection.cursor() as cursor:
            cursor.execute(_BEGIN, [LEASE_SECONDS, *claim.place, claim.epoch])
            if not cursor.rowcount:
                return  # taken from us meanwhile, or no longer wanted
    fault_point("outward.begun")
    status, failure = _send(claim, run, outward, parameters)
    fault_point("outward.sent")
    settle(claim, status, failure)
    fault_point("outward.settled")


def settle(claim: Claim, status: str, failure: str = "") -> bool:
    """Note the outcome; False when the claim was lost meanwhile and is another's to settle."""
    with open_scope(ENGINE), connection.cursor() as cursor:
        cursor.execute(_SETTLE, [status, failure, status, status, *claim.place, claim.epoch])
        return bool(cursor.rowcount)


def _send(claim: Claim, run: StepRun, outward: Outward, parameters: Any) -> tuple[str, str]:
    try:
        outward.send(run, parameters)
    except NotSent as error:
        again = "READY" if claim.may_have_happened else "PLANNED"
        return (again if claim.attempts + 1 < MAX_ATTEMPTS else "FAILED"), str(error) or repr(error)
    except Exception as error:  # whatever broke, the peer may have acted
        log.exception("outward_uncertain", key=claim.key)
        return _after_failure(claim.attempts + 1, repr(error), is_repeatable=outward.accepts_key)
    return "DONE", ""


# What may have happened stays READY with its failure, and leaving the stage does not cancel it any
# more; what certainly did not is PLANNED again.
def _after_failure(attempts: int, failure: str, *, is_repeatable: bool) -> tuple[str, str]:
    if not is_repeatable:
        return "UNKNOWN", failure
    return ("READY" if attempts < MAX_ATTEMPTS else "FAILED"), failure


def _settle_expired() -> None:
    """Whoever held these is gone; what he did with them before that is not known here."""
    with connection.cursor() as cursor:
        cursor.execute(_EXPIRED)
        expired = [Claim(*row) for row in cursor.fetchall()]
        note_expired("actions", len(expired))
        for claim in expired:
            _, outward, _ = _prepare(claim)
            status, failure = _after_failure(
                claim.attempts, "the sender ended", is_repeatable=outward.accepts_key
            )
            cursor.execute(_SETTLE, [status, failure, status, status, *claim.place, claim.epoch])


def _prepare(claim: Claim) -> tuple[StepRun, Outward, Any]:
    strategy = Strategy.objects.get(id=claim.strategy_id)
    version = StrategyVersion.objects.get(id=claim.version_id)
    stage, step = find_step(read_definition(version.definition), claim.step_uid)
    outward = steps()[step.step].outward
    if outward is None:
        raise LookupError(step.step)
    run = StepRun(
        key=claim.key,
        party_id=claim.party_id,
        strategy_id=strategy.id,
        strategy_name=strategy.name,
        stage_name=stage.name,
        due_at=claim.due_at,
    )
    return run, outward, step.parameters


def find_step(definition: Definition, step_uid: UUID) -> tuple[StageDef, StepDef]:
    for stage in definition.stages:
        for step in stage.steps:
            if step.uid == step_uid:
                return stage, step
    raise LookupError(str(step_uid))


def mark_unknown_after_restore(now: datetime) -> int:
    """
    In a restored past: what was being sent, and what has come due since, may have been sent by the
    lost future. Nothing of it is repeated.
    """
    outward = [code for code, step in steps().items() if step.outward is not None]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE strategies_intent i SET status = 'UNKNOWN', lease_until = NULL, done_at = %s,"
            "       failure = 'restored', epoch = epoch + 1"
            " WHERE status IN ('READY', 'SENDING') OR (status = 'PLANNED' AND due_at <= %s AND EXISTS ("
            "   SELECT FROM strategies_strategyversion v,"
            "     jsonb_path_query(v.definition, '$.stages[*].steps[*]') AS step"
            "    WHERE v.id = i.version_id AND step ->> 'uid' = i.step_uid::text"
            "      AND step ->> 'step' = ANY(%s)))",
            [now, now, outward],
        )
        return int(cursor.rowcount)


_SOMETHING_READY: Final = f"""
SELECT EXISTS (SELECT FROM strategies_intent WHERE {_IS_READY})
    OR EXISTS (SELECT FROM strategies_intent WHERE status = 'SENDING' AND {_IS_OVER})
"""


def run_outward(stop: Event) -> None:
    """Send until told to stop; several workers may, each takes its own."""
    try:
        close_old_connections()
        while not stop.is_set():
            with connection.cursor() as cursor:
                cursor.execute(_SOMETHING_READY)
                is_ready = bool(cursor.fetchone()[0])
            if not (is_ready and send_ready()):
                stop.wait(PAUSE_SECONDS)
    finally:
        connection.close()


def hand_over(group: Sequence[Any]) -> None:
    """From the scenario to the sender, in the scenario's transaction; nothing has happened so far."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE strategies_intent SET status = 'READY', failure = '' WHERE strategy_id = %s AND party_id = %s"
            " AND seq = %s AND step_uid = %s AND occurrence = %s",
            [
                [one.strategy_id, one.party_id, one.seq, one.step_uid, one.occurrence]
                for one in group
            ],
        )
