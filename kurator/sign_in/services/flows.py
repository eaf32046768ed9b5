"""What is remembered between two steps: short-lived, tied to one browser, used once."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kurator.access.sessions import hash_session_key
from kurator.sign_in.models import Flow
from kurator.sign_in.services.refusals import FlowOver

FLOW_LASTS = timedelta(minutes=10)
MOST_ATTEMPTS = 5


def begin_flow(*, purpose: str, user_id: UUID | None, memory: dict[str, Any], now: datetime) -> str:
    """Return the key of a new flow, for the browser's flow cookie."""
    key = secrets.token_urlsafe(32)
    keep_flow(key=key, purpose=purpose, user_id=user_id, memory=memory, now=now)
    Flow.objects.filter(expires_at__lt=now).delete()
    return key


def keep_flow(
    *, key: str, purpose: str, user_id: UUID | None, memory: dict[str, Any], now: datetime
) -> None:
    """Remember under a key that the browser has already; what was there is replaced."""
    Flow.objects.update_or_create(
        key_hash=hash_session_key(key),
        purpose=purpose,
        defaults={
            "user_id": user_id,
            "memory": memory,
            "attempts": 0,
            "expires_at": now + FLOW_LASTS,
        },
    )


def find_flow(*, key: str, purpose: str, now: datetime) -> Flow:
    """Return the flow, locked; raises FlowOver."""
    found = (
        Flow.objects.select_for_update()
        .filter(key_hash=hash_session_key(key), purpose=purpose, expires_at__gt=now)
        .first()
    )
    if found is None:
        raise FlowOver
    return found


def count_attempt(*, key: str, purpose: str, now: datetime) -> Flow:
    """Count an attempt at a flow before it is looked at; raises FlowOver after a few."""
    flow = find_flow(key=key, purpose=purpose, now=now)
    if flow.attempts >= MOST_ATTEMPTS:
        raise FlowOver
    flow.attempts += 1
    flow.save(update_fields=["attempts"])
    return flow


def end_flow(flow: Flow) -> None:
    flow.delete()
