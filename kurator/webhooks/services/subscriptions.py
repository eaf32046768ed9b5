"""Subscriptions are made, changed, tried and removed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kurator.access.types import Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput, NotFound
from kurator.kernel.ids import new_id
from kurator.platform.egress import AddressRefused, egress
from kurator.platform.features import event_topics
from kurator.tracking.security import note_security_event
from kurator.webhooks.models import Delivery, Webhook
from kurator.webhooks.rules import LIFETIME, OLD_SECRET
from kurator.webhooks.services.answering import answer_for
from kurator.webhooks.services.secrets import close_secret, new_secret

TEST_TOPIC = "webhooks.test"
UNKNOWN_TOPIC = {
    "en": "There is no such event, or your role may not see it.",
    "ru": "Такого события нет, или ваша роль его не видит.",
    "uk": "Такої події немає, або ваша роль її не бачить.",
}


def create_webhook(
    *, viewer: Viewer, name: str, url: str, topics: Sequence[str]
) -> tuple[Webhook, str]:
    """Return the subscription and its secret, which is not shown again; raises InvalidInput."""
    _check(viewer, url, topics)
    secret, webhook_id = new_secret(), new_id()
    hook = Webhook.objects.create(
        id=webhook_id,
        name=name,
        url=url,
        topics=sorted(set(topics)),
        secret=close_secret(secret, owner=webhook_id),
        owner_id=viewer.user_id,
    )
    note_security_event("webhooks.created", subject=str(hook.id), details={"name": name})
    return hook, secret


def change_webhook(
    *,
    viewer: Viewer,
    webhook_id: UUID,
    name: str | None = None,
    url: str | None = None,
    topics: Sequence[str] | None = None,
    is_active: bool | None = None,
    now: datetime,
) -> Webhook:
    """
    Change what is given; raises NotFound, InvalidInput.

    Who decides where it leads or what it tells answers for it: from then on it knows what he knows.
    """
    hook = _locked(webhook_id)
    if url is not None or topics is not None:
        hook.url = url if url is not None else hook.url
        hook.topics = sorted(set(topics)) if topics is not None else hook.topics
        _check(viewer, hook.url, hook.topics)
        answer_for(hook, viewer=viewer, now=now)
    if name is not None:
        hook.name = name
    if is_active is not None:
        hook.is_active = is_active
        hook.stopped_because, hook.failing_since = "", None
    hook.save()
    note_security_event("webhooks.changed", subject=str(hook.id), details={"name": hook.name})
    return hook


def delete_webhook(*, viewer: Viewer, webhook_id: UUID) -> None:
    hook = _locked(webhook_id)
    hook.delete()
    note_security_event("webhooks.deleted", subject=str(webhook_id), details={"name": hook.name})


def renew_secret(*, viewer: Viewer, webhook_id: UUID, now: datetime) -> tuple[Webhook, str]:
    """Return a new secret, for which the viewer answers; for a day messages are signed with both."""
    hook, secret = _locked(webhook_id), new_secret()
    if hook.owner_id != viewer.user_id:
        _check(viewer, hook.url, hook.topics)
        answer_for(hook, viewer=viewer, now=now)
    hook.old_secret, hook.old_secret_until = hook.secret, now + OLD_SECRET
    hook.secret = close_secret(secret, owner=hook.id)
    hook.save()
    note_security_event(
        "webhooks.secret_renewed", subject=str(hook.id), details={"name": hook.name}
    )
    return hook, secret


def try_out(*, viewer: Viewer, webhook_id: UUID, now: datetime) -> Delivery:
    """Queue a message that says nothing, to see whether it arrives."""
    hook = _locked(webhook_id)
    payload: dict[str, Any] = {"ids": [], "links": [], "fields": []}
    return Delivery.objects.create(
        webhook=hook,
        topic=TEST_TOPIC,
        payload=payload,
        created_at=now,
        next_at=now,
        expires_at=now,
    )


def redeliver(*, viewer: Viewer, webhook_id: UUID, delivery_id: UUID, now: datetime) -> Delivery:
    """
    Send a message again, under its own id; raises NotFound, also for what was said before somebody
    else took the subscription over.
    """
    hook = _locked(webhook_id)
    found = Delivery.objects.select_for_update().filter(id=delivery_id, webhook_id=webhook_id)
    delivery = found.first()
    if delivery is None or (hook.owned_since and delivery.created_at < hook.owned_since):
        raise NotFound
    delivery.state, delivery.next_at, delivery.expires_at = "WAITING", now, now + LIFETIME
    delivery.attempts = 0
    delivery.save(update_fields=["state", "next_at", "expires_at", "attempts"])
    return delivery


def _locked(webhook_id: UUID) -> Webhook:
    hook = Webhook.objects.select_for_update().filter(id=webhook_id).first()
    if hook is None:
        raise NotFound
    return hook


def _check(viewer: Viewer, url: str, topics: Sequence[str]) -> None:
    known, problems = event_topics(), []
    for index, code in enumerate(topics):
        topic = known.get(code)
        if topic is None or topic.permission not in viewer.permissions:
            problems.append(FieldProblem(("topics", index), "unknown_topic", UNKNOWN_TOPIC))
    try:
        egress().check(url)
    except AddressRefused as refused:
        texts = {language: refused.detail(language) for language in ("en", "ru", "uk")}
        problems.append(FieldProblem(("url",), refused.kind, texts))
    if problems:
        raise InvalidInput(problems=problems)
