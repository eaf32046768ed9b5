"""The dispatcher: leases outbox events, delivers them to subscribers, announces them live."""

from collections.abc import Sequence
from threading import Event
from typing import Final

import orjson
import structlog
from django.db import close_old_connections, connection

from kurator.platform.context import Context, open_scope
from kurator.platform.faults import fault_point
from kurator.platform.metrics import OUTBOX_DELIVERED
from kurator.platform.outbox import (
    WAITING,
    Delivery,
    Subscriber,
    claim_events,
    owners_of,
    park_event,
    settle_events,
)

log = structlog.get_logger(__name__)
LIVE_CHANNEL: Final = "kurator_live"
BATCH: Final = 200
MAX_NOTIFY_BYTES: Final = 7000
MAX_NAMED: Final = 200
DISPATCHER = Context(actor_kind="system", actor_name="dispatcher", channel="worker")


def dispatch_once() -> int:
    """Deliver one batch; returns how many events were taken."""
    batch = claim_batch(limit=BATCH)
    if batch:
        fault_point("outbox.claimed")
        deliver_batch(batch)
    return len(batch)


def claim_batch(*, limit: int) -> list[Delivery]:
    with open_scope(DISPATCHER):
        return claim_events(limit=limit)


def deliver_batch(batch: Sequence[Delivery]) -> None:
    """
    All at once; if one of them breaks that, each by itself. What was tried before and did not get
    through comes last and alone: it must not break a batch of others again and again.
    """
    fresh = [delivery for delivery in batch if delivery.attempts == 1]
    alone = [delivery for delivery in batch if delivery.attempts > 1]
    try:
        if fresh:
            _deliver(fresh)
    except Exception:
        log.exception("delivery_failed", events=len(fresh))
        alone = [*fresh, *alone]
    for delivery in alone:
        _deliver_alone(delivery)


def _deliver(batch: Sequence[Delivery]) -> None:
    with open_scope(DISPATCHER):
        ours = settle_events(batch)
        for subscriber in _subscribers():
            topics = subscriber.topics
            wanted = [d for d in ours if topics is None or d.topic in topics]
            if wanted:
                subscriber.deliver(wanted)
        _announce(ours)
        fault_point("outbox.delivered")
    for delivery in ours:
        OUTBOX_DELIVERED.labels(delivery.topic).inc()


def _deliver_alone(delivery: Delivery) -> None:
    try:
        _deliver([delivery])
    except Exception as error:  # a poison event must stop only itself
        log.exception("event_parked", topic=delivery.topic, event_id=delivery.id)
        with open_scope(DISPATCHER):
            park_event(delivery, failure=repr(error))


def _subscribers() -> list[Subscriber]:
    from kurator.platform.features import features

    return [subscriber for feature in features() for subscriber in feature.subscribers]


def _announce(batch: Sequence[Delivery]) -> None:
    """Tell the web servers; one NOTIFY per topic, ids with their owners, null when too many."""
    with connection.cursor() as cursor:
        for topic in sorted({d.topic for d in batch}):
            pairs = _ids_with_owners([d for d in batch if d.topic == topic])
            message = orjson.dumps({"topic": topic, "ids": pairs})
            if len(message) > MAX_NOTIFY_BYTES:
                message = orjson.dumps({"topic": topic, "ids": None})
            cursor.execute("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, message.decode()])


def _ids_with_owners(batch: Sequence[Delivery]) -> list[list[str]] | None:
    """
    Return pairs [id, owner]; None when some event is about too many to name.

    Events that name no owners are about customers, and their owners are looked up.
    """
    pairs: dict[str, str] = {}
    party_ids: set[str] = set()
    for delivery in batch:
        ids, owners = delivery.payload.get("ids"), delivery.payload.get("owners")
        if ids is None or len(party_ids) > MAX_NAMED:
            return None
        if owners is None:
            party_ids.update(ids)
        else:
            pairs.update(zip(ids, owners, strict=True))
    return [[id_, owner] for id_, owner in {**pairs, **owners_of(party_ids)}.items()]


_ASK: Final = f"SELECT EXISTS (SELECT FROM platform_outboxevent WHERE {WAITING})"


def _is_something_waiting() -> bool:
    """One cheap round trip, so that an idle dispatcher costs next to nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK)
        return bool(cursor.fetchone()[0])


def run_dispatcher(stop: Event) -> None:
    """Deliver until told to stop; polls quickly while there is work, else every 50 ms."""
    while not stop.is_set():
        try:
            taken = dispatch_once() if _is_something_waiting() else 0
        except Exception:
            log.exception("dispatcher_failed")
            close_old_connections()
            stop.wait(1)
            continue
        if not taken:
            stop.wait(0.05)
