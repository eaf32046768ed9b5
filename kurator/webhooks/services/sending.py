"""Deliveries are leased, sent without a transaction, and settled if the lease still holds."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.sealing import SecretLost
from kurator.kernel.localized import LocalizedText
from kurator.platform.clock import lease_is_over
from kurator.platform.egress import AddressRefused, CallFailed, Egress
from kurator.platform.faults import fault_point
from kurator.platform.metrics import note_expired
from kurator.platform.notices import ask_for_notice
from kurator.tracking.security import note_security_event
from kurator.webhooks.models import Attempt, Webhook
from kurator.webhooks.rules import LONGEST_PAUSE, PATIENCE, pause_after, signature_headers
from kurator.webhooks.services.secrets import open_secret
from kurator.webhooks.types import Job, Outcome

LEASE_SECONDS: Final = 30
AT_ONCE: Final = 4
SHOWN_CHARACTERS: Final = 1000
_STOPPED: Final[LocalizedText] = {
    "en": "A webhook was switched off, its receiver does not answer: {name}",
    "ru": "Вебхук отключён, его получатель не отвечает: {name}",
    "uk": "Вебхук вимкнено, його отримувач не відповідає: {name}",
}
_CLAIM = f"""
UPDATE webhooks_delivery d
   SET claimed_until = clock_timestamp() + make_interval(secs => %(lease)s),
       epoch = d.epoch + 1, attempts = d.attempts + 1
  FROM webhooks_webhook w
 WHERE w.id = d.webhook_id AND d.state = 'WAITING' AND d.next_at <= clock_timestamp()
   AND {lease_is_over("d.claimed_until", seconds=LEASE_SECONDS)}
   AND d.id IN (
     SELECT due.id FROM webhooks_webhook h CROSS JOIN LATERAL (
       SELECT x.id, x.next_at FROM webhooks_delivery x
        WHERE x.webhook_id = h.id AND x.state = 'WAITING' AND x.next_at <= clock_timestamp()
          AND {lease_is_over("x.claimed_until", seconds=LEASE_SECONDS)}
        ORDER BY x.next_at LIMIT %(at_once)s FOR UPDATE SKIP LOCKED) due
      WHERE h.is_active AND h.id <> ALL(%(busy)s::uuid[]) ORDER BY due.next_at LIMIT %(limit)s)
RETURNING d.id, d.webhook_id, w.url, w.secret,
          CASE WHEN w.old_secret_until > clock_timestamp() THEN w.old_secret END,
          d.topic, d.payload::text, d.attempts, d.epoch, d.created_at,
          old.claimed_until IS NOT NULL
"""


def claim_deliveries(*, limit: int, busy: Sequence[UUID]) -> list[Job]:
    """Lease what is due, a few of each subscription; must be committed before anything is sent."""
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            {"lease": LEASE_SECONDS, "at_once": AT_ONCE, "busy": list(busy), "limit": limit},
        )
        rows = cursor.fetchall()
    note_expired("webhooks", sum(row[-1] for row in rows))
    return [
        Job(
            id=id_,
            webhook_id=hook,
            url=url,
            secrets=_opened(hook, secret, old),
            topic=topic,
            payload=orjson.loads(payload),
            attempts=attempts,
            epoch=epoch,
            created_at=created_at,
        )
        for id_, hook, url, secret, old, topic, payload, attempts, epoch, created_at, _ in rows
    ]


def _opened(hook: UUID, *sealed: bytes | None) -> list[str]:
    """Leave out a secret that does not open: whoever has it stops only himself."""
    found = []
    for one in sealed:
        with suppress(SecretLost):
            found += [open_secret(bytes(one), owner=hook)] if one is not None else []
    return found


def send(job: Job, *, egress: Egress, clock: Callable[[], datetime]) -> Outcome:
    """Call the receiver once; whatever happens is an outcome."""
    if not job.secrets:
        return Outcome(0, failure="secret_lost")
    body = orjson.dumps(
        {"type": job.topic, "timestamp": job.created_at.isoformat(), "data": job.payload}
    )
    headers = signature_headers(job.secrets, message_id=f"msg_{job.id}", at=clock(), body=body)
    started = time.perf_counter()
    try:
        answer = egress.send(
            "POST", job.url, headers={**headers, "Content-Type": "application/json"}, body=body
        )
    except (AddressRefused, CallFailed) as error:
        return Outcome(_milliseconds(started), failure=error.kind)
    text = answer.body[: SHOWN_CHARACTERS * 4].decode("utf-8", "replace").replace("\x00", "")
    return Outcome(_milliseconds(started), status=answer.status, answer=text[:SHOWN_CHARACTERS])


def _milliseconds(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)


def settle(job: Job, outcome: Outcome, *, now: datetime) -> bool:
    """Note the outcome and what follows; False when the lease has passed to another."""
    next_at = now + pause_after(job.attempts)
    with connection.cursor() as cursor:
        # As long as it lives now: somebody may have asked for it once more while it was sent.
        cursor.execute(
            "UPDATE webhooks_delivery SET next_at = %s, claimed_until = NULL,"
            " state = CASE WHEN %s THEN 'DONE' WHEN %s OR expires_at < %s THEN 'DEAD' ELSE state END"
            " WHERE id = %s AND epoch = %s AND state = 'WAITING'",
            [next_at, outcome.is_good, outcome.is_gone, next_at, job.id, job.epoch],
        )
        if cursor.rowcount == 0:
            return False
    Attempt.objects.create(
        delivery_id=job.id,
        milliseconds=outcome.milliseconds,
        status=outcome.status,
        failure=outcome.failure,
        answer=outcome.answer,
    )
    _note_health(job.webhook_id, outcome, now)
    fault_point("webhooks.settled")
    return True


def _note_health(webhook_id: UUID, outcome: Outcome, now: datetime) -> None:
    hook = Webhook.objects.select_for_update().filter(id=webhook_id).first()
    if hook is None:
        return
    if outcome.is_good:
        if hook.failing_since is not None:
            Webhook.objects.filter(id=hook.id).update(failing_since=None)
        return
    since = min(hook.failing_since or now, now)
    if outcome.is_gone:
        _stop(hook, "GONE", since)
    elif now - since >= PATIENCE:
        _stop(hook, "FAILING", since)
    elif hook.failing_since != since:
        Webhook.objects.filter(id=hook.id).update(failing_since=since)


def _stop(hook: Webhook, reason: str, since: datetime) -> None:
    """Switch a subscription off and tell its person."""
    Webhook.objects.filter(id=hook.id).update(
        is_active=False, stopped_because=reason, failing_since=since
    )
    ask_for_notice(
        user_ids=[hook.owner_id],
        kind="webhook_stopped",
        texts={language: text.format(name=hook.name) for language, text in _STOPPED.items()},
        source_key=f"webhook:{hook.id}:{since.isoformat()}",
    )
    note_security_event(
        "webhooks.stopped", subject=str(hook.id), details={"reason": reason, "name": hook.name}
    )


def forget_old(*, now: datetime, after: timedelta = timedelta(days=30)) -> int:
    """Remove the log of what was settled long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM webhooks_attempt a USING webhooks_delivery d WHERE a.delivery_id = d.id"
            " AND d.created_at < %s AND d.state <> 'WAITING'",
            [now - after],
        )
        cursor.execute(
            "DELETE FROM webhooks_delivery WHERE created_at < %s AND state <> 'WAITING'",
            [now - after],
        )
        return int(cursor.rowcount)


def shorten_pauses() -> int:
    """
    What waits longer than any pause was planned before the clock was set back: it is due now.

    Not a matter of each claim, which would have to read all that waits to find it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE webhooks_delivery SET next_at = clock_timestamp() WHERE state = 'WAITING'"
            " AND next_at > clock_timestamp() + make_interval(secs => %s)",
            [2 * LONGEST_PAUSE],
        )
        return int(cursor.rowcount)
