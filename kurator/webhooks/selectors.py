"""
Reads of subscriptions, sources and their logs. The permission to manage them opens all but what
was said: that is told to whoever answered for it then, or sees all customers anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Scope, Viewer
from kurator.kernel.errors import NotFound
from kurator.platform.cursors import read_cursor, write_cursor
from kurator.platform.features import event_topics
from kurator.webhooks.models import Attempt, Delivery, Inbound, Source, Webhook

PAGE: Final = 50
COUNTED: Final = 1000
"""More than so many are not counted: the number tells nothing new."""


@dataclass(frozen=True)
class Health:
    waiting: int
    dead: int


def list_webhooks(viewer: Viewer) -> list[tuple[Webhook, Health]]:
    """Return all by name, with how much waits and how much was given up in the last week."""
    hooks = list(Webhook.objects.order_by("name", "id"))
    health = _health([hook.id for hook in hooks])
    return [(hook, health.get(hook.id, Health(0, 0))) for hook in hooks]


def get_webhook(viewer: Viewer, webhook_id: UUID) -> tuple[Webhook, Health]:
    """Return the subscription and how its deliveries fare; raises NotFound."""
    hook = Webhook.objects.filter(id=webhook_id).first()
    if hook is None:
        raise NotFound
    return hook, _health([hook.id]).get(hook.id, Health(0, 0))


def _health(ids: Sequence[UUID]) -> dict[UUID, Health]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.id, (SELECT count(*) FROM (SELECT FROM webhooks_delivery d"
            "   WHERE d.webhook_id = w.id AND d.state = 'WAITING' LIMIT %(most)s) x),"
            " (SELECT count(*) FROM (SELECT FROM webhooks_delivery d WHERE d.webhook_id = w.id"
            "   AND d.created_at > now() - interval '7 days' AND d.state = 'DEAD' LIMIT %(most)s) y)"
            " FROM unnest(%(ids)s::uuid[]) AS w(id)",
            {"ids": list(ids), "most": COUNTED},
        )
        return {id_: Health(waiting, dead) for id_, waiting, dead in cursor.fetchall()}


@dataclass(frozen=True)
class DeliveryRow:
    delivery: Delivery
    latest: Attempt | None


def list_deliveries(
    viewer: Viewer, webhook_id: UUID, cursor: str | None
) -> tuple[list[DeliveryRow], str | None]:
    """Return a page, latest first, each with its latest attempt."""
    get_webhook(viewer, webhook_id)
    found = Delivery.objects.filter(webhook_id=webhook_id)
    if cursor:
        at, id_ = _place(cursor, "deliveries", webhook_id)
        found = found.extra(where=["(created_at, id) < (%s, %s)"], params=[at, id_])
    rows = list(found.order_by("-created_at", "-id")[: PAGE + 1])
    latest = {
        attempt.delivery_id: attempt
        for attempt in Attempt.objects.filter(delivery__in=[r.id for r in rows]).order_by("id")
    }
    page = [DeliveryRow(row, latest.get(row.id)) for row in rows[:PAGE]]
    return page, _next(rows, "deliveries", webhook_id, "created_at")


def get_delivery(
    viewer: Viewer, webhook_id: UUID, delivery_id: UUID
) -> tuple[Delivery, list[Attempt]]:
    """Return a delivery and its latest attempts, latest first; raises NotFound."""
    found = Delivery.objects.filter(id=delivery_id, webhook_id=webhook_id)
    delivery = found.select_related("webhook").first()
    if delivery is None:
        raise NotFound
    return delivery, list(Attempt.objects.filter(delivery=delivery).order_by("-id")[:PAGE])


def list_sources(viewer: Viewer) -> list[tuple[Source, int]]:
    """Return all by name, with how many of their messages failed."""
    sources = list(Source.objects.order_by("name", "id"))
    failed = _failed([source.id for source in sources])
    return [(source, failed.get(source.id, 0)) for source in sources]


def get_source(viewer: Viewer, source_id: UUID) -> tuple[Source, int]:
    """Return the source and how many of its messages failed; raises NotFound."""
    source = Source.objects.filter(id=source_id).first()
    if source is None:
        raise NotFound
    return source, _failed([source.id]).get(source.id, 0)


def _failed(ids: Sequence[UUID]) -> dict[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, (SELECT count(*) FROM (SELECT FROM webhooks_inbound i"
            " WHERE i.source_id = s.id AND i.state = 'FAILED' LIMIT %s) x)"
            " FROM unnest(%s::uuid[]) AS s(id)",
            [COUNTED, list(ids)],
        )
        return dict(cursor.fetchall())


def list_messages(
    viewer: Viewer, source_id: UUID, cursor: str | None
) -> tuple[list[tuple[Inbound, bool]], str | None]:
    """Return a page, latest first, each with whether the viewer may know what it says."""
    source, _ = get_source(viewer, source_id)
    found = Inbound.objects.filter(source_id=source_id)
    if cursor:
        at, id_ = _place(cursor, "messages", source_id)
        found = found.extra(where=["(received_at, id) < (%s, %s)"], params=[at, id_])
    rows = list(found.order_by("-received_at", "-id")[: PAGE + 1])
    page = [(row, reads_message(viewer, source, row)) for row in rows[:PAGE]]
    return page, _next(rows, "messages", source_id, "received_at")


def _place(cursor: str, kind: str, owner: UUID) -> tuple[datetime, UUID]:
    """Where a page begins; a cursor of another list is refused."""
    at, id_ = read_cursor(f"{kind} of {owner}", cursor)
    return datetime.fromisoformat(at), UUID(id_)


def _next(rows: Sequence[Any], kind: str, owner: UUID, column: str) -> str | None:
    if len(rows) <= PAGE:
        return None
    last = rows[PAGE - 1]
    return write_cursor(f"{kind} of {owner}", [getattr(last, column).isoformat(), str(last.id)])


def reads_delivery(viewer: Viewer, hook: Webhook, delivery: Delivery) -> bool:
    """Whether the viewer may know what was told and answered."""
    if _is_told(viewer, hook.owner_id, hook.owned_since, delivery.created_at):
        return True
    topic = event_topics().get(delivery.topic)
    return viewer.scope is Scope.ALL and (topic is None or topic.permission in viewer.permissions)


def reads_message(viewer: Viewer, source: Source, message: Inbound) -> bool:
    """Whether the viewer may know what a program said: anything of any customer may stand in it."""
    if _is_told(viewer, source.owner_id, source.owned_since, message.received_at):
        return True
    return (
        viewer.scope is Scope.ALL
        and not viewer.hidden_fields
        and "parties.view" in viewer.permissions
    )


def _is_told(viewer: Viewer, owner_id: UUID, since: datetime | None, at: datetime) -> bool:
    return owner_id == viewer.user_id and (since is None or at >= since)
