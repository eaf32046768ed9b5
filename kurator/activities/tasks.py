"""Background work: notices to assignees, and reminders of deadlines."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from threading import Event

import structlog
from django.db import close_old_connections

from kurator.activities.automation import (
    remind_of_deadlines,
    tell_assignees,
    tell_of_exports,
    tell_of_webhooks,
    tell_people,
)
from kurator.platform.context import Context, open_scope
from kurator.platform.outbox import Delivery

log = structlog.get_logger(__name__)
REMINDER = Context(actor_kind="system", actor_name="reminders", channel="worker")
PAUSE_SECONDS = 15
LOOKING_BACK = timedelta(days=1)


def deliver_assignments(deliveries: Sequence[Delivery]) -> None:
    tell_assignees(deliveries, now=datetime.now(UTC))


def deliver_exports(deliveries: Sequence[Delivery]) -> None:
    tell_of_exports(deliveries, now=datetime.now(UTC))


def deliver_webhooks(deliveries: Sequence[Delivery]) -> None:
    tell_of_webhooks(deliveries, now=datetime.now(UTC))


def deliver_notices(deliveries: Sequence[Delivery]) -> None:
    tell_people(deliveries, now=datetime.now(UTC))


def run_reminders(stop: Event) -> None:
    """Remind until told to stop; deadlines older than a day are no news."""
    while not stop.is_set():
        try:
            with open_scope(REMINDER):
                remind_of_deadlines(now=datetime.now(UTC), looking_back=LOOKING_BACK)
        except Exception:
            log.exception("reminders_failed")
            close_old_connections()
        stop.wait(PAUSE_SECONDS)
