"""Events: published in the transaction of the change, delivered by the dispatcher."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from kurator.kernel.ids import new_id
from kurator.platform.clock import lease_is_over
from kurator.platform.metrics import note_expired

LEASE_SECONDS = 30
MAX_ATTEMPTS = 5


@dataclass(frozen=True)
class Delivery:
    id: str
    topic: str
    payload: Mapping[str, Any]
    epoch: int
    attempts: int = 1


@dataclass(frozen=True)
class Subscriber:
    """
    `deliver` gets events of its topics inside the transaction that marks them delivered; without
    topics it gets all.
    """

    name: str
    topics: frozenset[str] | None
    deliver: Callable[[Sequence[Delivery]], None]


def publish(topic: str, payload: Mapping[str, Any]) -> None:
    """Write the event into the open transaction; it leaves only if that commits."""
    # plain SQL: the web role may append, but not read back, and Django would ask for RETURNING
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO platform_outboxevent (id, topic, payload) VALUES (%s, %s, %s::jsonb)",
            [new_id(), topic, orjson.dumps(dict(payload), default=str).decode()],
        )


WAITING = f"NOT is_dead AND {lease_is_over('claimed_until', seconds=LEASE_SECONDS)}"
# An array is made once: `IN` may run its query anew for each row, and then claims more than the limit.
_CLAIM = f"""
UPDATE platform_outboxevent SET claimed_until = clock_timestamp() + make_interval(secs => %s),
       epoch = epoch + 1, attempts = attempts + 1, failure = ''
 WHERE id = ANY(ARRAY(SELECT id FROM platform_outboxevent
                       WHERE {WAITING}
                       ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED))
RETURNING new.id, new.topic, new.payload::text, new.epoch, new.attempts,
          old.attempts > 0 AND old.failure = ''
"""


def claim_events(*, limit: int) -> list[Delivery]:
    """Lease waiting events, oldest first; must be committed before delivery."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [LEASE_SECONDS, limit])
        rows = sorted(cursor.fetchall())
    # Who tried before and left no word of a failure is gone.
    note_expired("outbox", sum(is_orphaned for *_, is_orphaned in rows))
    return [
        Delivery(str(i), topic, orjson.loads(payload), epoch, attempts)
        for i, topic, payload, epoch, attempts, _ in rows
    ]


def settle_events(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """
    Remove the events that are still ours and return them: they are to be told in this transaction.

    Before the telling, not after it: whoever was taken for dead and comes back finds nothing to
    tell, and nobody claims what is being told right now, however long that takes.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM platform_outboxevent o USING unnest(%s::uuid[], %s::int[]) AS d(id, epoch)"
            " WHERE o.id = d.id AND o.epoch = d.epoch RETURNING o.id::text",
            [[d.id for d in deliveries], [d.epoch for d in deliveries]],
        )
        ours = {id_ for (id_,) in cursor.fetchall()}
    return [delivery for delivery in deliveries if delivery.id in ours]


def park_event(delivery: Delivery, *, failure: str) -> None:
    """Note a failure; after MAX_ATTEMPTS the event is dead and stops only itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE platform_outboxevent SET failure = left(%s, 2000), is_dead = attempts >= %s,"
            " claimed_until = clock_timestamp() + make_interval(secs => attempts)"
            " WHERE id = %s AND epoch = %s",
            [failure, MAX_ATTEMPTS, delivery.id, delivery.epoch],
        )


def owners_of(party_ids: set[str]) -> dict[str, str]:
    """By customer, for an event that names none: it may be told to whoever sees the owner's."""
    if not party_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, owner_id FROM k.owners_of(%s::uuid[])", [sorted(party_ids)])
        return {str(id_): str(owner) for id_, owner in cursor.fetchall()}
