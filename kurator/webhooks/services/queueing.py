"""From events to deliveries: one for each subscription whose person may know of what happened."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid5

from kurator.platform.features import EventTopic, event_topics
from kurator.platform.outbox import Delivery as Event
from kurator.platform.outbox import owners_of
from kurator.webhooks.models import Delivery, Webhook
from kurator.webhooks.rules import LIFETIME
from kurator.webhooks.services.reach import Reach, reaches_of

Pairs = list[tuple[str, str]]


def queue_deliveries(events: Sequence[Event], *, now: datetime) -> None:
    """Write what is to be sent, in the transaction in which the events count as delivered."""
    topics = event_topics()
    told = [event for event in events if event.topic in topics]
    names = sorted({event.topic for event in told})
    hooks = list(Webhook.objects.filter(is_active=True, topics__overlap=names)) if told else []
    if not hooks:
        return
    reaches = reaches_of([hook.owner_id for hook in hooks])
    pairs = {event.id: found for event, found in zip(told, _named(told), strict=True)}
    rows = [
        Delivery(
            id=uuid5(hook.id, event.id),
            webhook_id=hook.id,
            topic=event.topic,
            payload=payload,
            expires_at=now + LIFETIME,
        )
        for hook in hooks
        for event in told
        if event.topic in hook.topics
        and (payload := _payload(event, pairs[event.id], reaches.get(hook.owner_id), topics))
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def _payload(
    event: Event, pairs: Pairs | None, reach: Reach | None, topics: Mapping[str, EventTopic]
) -> dict[str, Any] | None:
    """What this person may be told; None when it is nothing."""
    topic = topics[event.topic]
    if reach is None or topic.permission not in reach.permissions:
        return None
    fields = event.payload.get("fields", [])
    if pairs is None:
        return {"ids": None, "links": None, "fields": fields}
    ids = [id_ for id_, owner in pairs if reach.sees(owner)]
    if not ids:
        return None
    links = ["/api/v1" + topic.path.format(id=id_) for id_ in ids]
    return {"ids": ids, "links": links, "fields": fields}


def _named(events: Sequence[Event]) -> list[Pairs | None]:
    """Ids with their owners for each event; None when it is about too many to name."""
    asked = {
        str(id_)
        for event in events
        if event.payload.get("owners") is None
        for id_ in event.payload.get("ids") or ()
    }
    owner_of = owners_of(asked)
    found: list[Pairs | None] = []
    for event in events:
        ids, owners = event.payload.get("ids"), event.payload.get("owners")
        if ids is None:
            found.append(None)
        elif owners is None:
            found.append([(id_, owner_of[id_]) for id_ in map(str, ids) if id_ in owner_of])
        else:
            found.append(list(zip(map(str, ids), map(str, owners), strict=True)))
    return found
