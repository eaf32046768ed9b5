from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kurator.access.session import ApiRequest, require_proof
from kurator.kernel.localized import text_in
from kurator.platform.api import Door
from kurator.platform.features import event_topics
from kurator.webhooks import selectors
from kurator.webhooks.models import Attempt, Delivery, Webhook
from kurator.webhooks.schemas import (
    AttemptOut,
    DeliveryDetail,
    DeliveryOut,
    DeliveryPage,
    NewWebhookOut,
    TopicOut,
    WebhookIn,
    WebhookOut,
    WebhookPatch,
)
from kurator.webhooks.selectors import Health
from kurator.webhooks.services import subscriptions

webhooks_door = Door("webhooks", "webhooks")
PERMISSION = "webhooks.manage"
NEW = Health(0, 0)


def _webhook(hook: Webhook, health: Health) -> dict[str, Any]:
    names = ("id", "name", "url", "topics", "owner_id", "is_active", "stopped_because")
    shown = {name: getattr(hook, name) for name in (*names, "failing_since", "created_at")}
    return {**shown, "waiting": health.waiting, "dead": health.dead}


def _delivery(row: Delivery, latest: Attempt | None) -> dict[str, Any]:
    names = ("id", "topic", "state", "attempts", "created_at")
    return {
        **{name: getattr(row, name) for name in names},
        "next_at": row.next_at if row.state == Delivery.State.WAITING else None,
        "status": latest.status if latest else None,
        "failure": latest.failure if latest else "",
        "milliseconds": latest.milliseconds if latest else None,
    }


@webhooks_door.get("/topics", permission=PERMISSION, response=list[TopicOut])
def list_topics(request: ApiRequest) -> list[TopicOut]:
    """Return the events that one may be told of."""
    viewer = request.viewer
    return [
        TopicOut(code=topic.code, label=text_in(topic.label, viewer.language))
        for topic in event_topics().values()
        if topic.permission in viewer.permissions
    ]


@webhooks_door.get("", permission=PERMISSION, response=list[WebhookOut])
def list_webhooks(request: ApiRequest) -> Any:
    """Return all subscriptions by name."""
    return [_webhook(hook, health) for hook, health in selectors.list_webhooks(request.viewer)]


@webhooks_door.post(
    "", tells_secret=True, proof="always", permission=PERMISSION, response={201: NewWebhookOut}
)
def create_webhook(request: ApiRequest, payload: WebhookIn) -> Any:
    """Subscribe a program to events; the secret is in this answer and in no other."""
    hook, secret = subscriptions.create_webhook(
        viewer=request.viewer, name=payload.name, url=payload.url, topics=payload.topics
    )
    hook.refresh_from_db()
    return 201, {**_webhook(hook, NEW), "secret": secret}


@webhooks_door.get("/{webhook_id}", permission=PERMISSION, response=WebhookOut)
def get_webhook(request: ApiRequest, webhook_id: UUID) -> Any:
    return _webhook(*selectors.get_webhook(request.viewer, webhook_id))


@webhooks_door.patch("/{webhook_id}", proof="sometimes", permission=PERMISSION, response=WebhookOut)
def change_webhook(request: ApiRequest, webhook_id: UUID, payload: WebhookPatch) -> Any:
    """
    Change a subscription; who changes address or events answers for it from then on, and is asked
    for a recent proof.
    """
    if payload.model_fields_set & {"url", "topics"}:
        require_proof(request)
    subscriptions.change_webhook(
        viewer=request.viewer,
        webhook_id=webhook_id,
        now=datetime.now(UTC),
        **payload.dict(exclude_unset=True),
    )
    return _webhook(*selectors.get_webhook(request.viewer, webhook_id))


@webhooks_door.delete("/{webhook_id}", proof="never", permission=PERMISSION, response={204: None})
def delete_webhook(request: ApiRequest, webhook_id: UUID) -> Any:
    """Remove a subscription with its log."""
    subscriptions.delete_webhook(viewer=request.viewer, webhook_id=webhook_id)
    return 204, None


@webhooks_door.post(
    "/{webhook_id}/secret",
    tells_secret=True,
    proof="always",
    permission=PERMISSION,
    response=NewWebhookOut,
)
def renew_secret(request: ApiRequest, webhook_id: UUID) -> Any:
    """Make a new secret and answer for the subscription; for 24 hours messages are signed with both."""
    _, secret = subscriptions.renew_secret(
        viewer=request.viewer, webhook_id=webhook_id, now=datetime.now(UTC)
    )
    return {**_webhook(*selectors.get_webhook(request.viewer, webhook_id)), "secret": secret}


@webhooks_door.post(
    "/{webhook_id}/test", proof="never", permission=PERMISSION, response={202: DeliveryOut}
)
def try_out(request: ApiRequest, webhook_id: UUID) -> Any:
    """Send a message that says nothing; what became of it is in the log."""
    made = subscriptions.try_out(
        viewer=request.viewer, webhook_id=webhook_id, now=datetime.now(UTC)
    )
    made.refresh_from_db()
    return 202, _delivery(made, None)


@webhooks_door.get("/{webhook_id}/deliveries", permission=PERMISSION, response=DeliveryPage)
def list_deliveries(request: ApiRequest, webhook_id: UUID, cursor: str | None = None) -> Any:
    """Return the messages of the last 30 days, latest first."""
    rows, following = selectors.list_deliveries(request.viewer, webhook_id, cursor)
    items = [_delivery(row.delivery, row.latest) for row in rows]
    return {"items": items, "next_cursor": following}


@webhooks_door.get(
    "/{webhook_id}/deliveries/{delivery_id}", permission=PERMISSION, response=DeliveryDetail
)
def get_delivery(request: ApiRequest, webhook_id: UUID, delivery_id: UUID) -> Any:
    """
    Return a message with all attempts; what was told and answered only to whoever answered for the
    subscription then, or sees all customers.
    """
    delivery, log = selectors.get_delivery(request.viewer, webhook_id, delivery_id)
    is_told = selectors.reads_delivery(request.viewer, delivery.webhook, delivery)
    shown = [AttemptOut.from_orm(attempt) for attempt in log]
    for attempt in shown:
        attempt.answer = attempt.answer if is_told else ""
    latest = log[0] if log else None
    payload = delivery.payload if is_told else None
    return {**_delivery(delivery, latest), "payload": payload, "log": shown}


@webhooks_door.post(
    "/{webhook_id}/deliveries/{delivery_id}/again",
    proof="never",
    permission=PERMISSION,
    response=DeliveryOut,
)
def redeliver(request: ApiRequest, webhook_id: UUID, delivery_id: UUID) -> Any:
    """Send a message again under its own id."""
    subscriptions.redeliver(
        viewer=request.viewer,
        webhook_id=webhook_id,
        delivery_id=delivery_id,
        now=datetime.now(UTC),
    )
    delivery, log = selectors.get_delivery(request.viewer, webhook_id, delivery_id)
    return _delivery(delivery, log[0] if log else None)
