"""Background work: notices to assignees, and reminders of deadlines."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Event

import structlog
from django.db import close_old_connections

from kurator.activities.notices import remind_of_deadlines, tell_assignees, tell_people
from kurator.platform.clock import database_now
from kurator.platform.context import Context, open_scope
from kurator.platform.outbox import Delivery

log = structlog.get_logger(__name__)
REMINDER = Context(actor_kind="system", actor_name="reminders", channel="worker")
PAUSE_SECONDS = 15
LOOKING_BACK = timedelta(days=1)


def deliver_assignments(deliveries: Sequence[Delivery]) -> None:
    tell_assignees(deliveries, now=database_now())


def deliver_notices(deliveries: Sequence[Delivery]) -> None:
    tell_people(deliveries, now=database_now())


def run_reminders(stop: Event) -> None:
    """Remind until told to stop."""
    last: datetime | None = None
    while not stop.is_set():
        try:
            last = remind_since(last)
        except Exception:
            log.exception("reminders_failed")
            close_old_connections()
        stop.wait(PAUSE_SECONDS)


def remind_since(last: datetime | None) -> datetime:
    """
    Remind of what has come due since the last time; returns the instant of this one.

    Deadlines older than a day are no news, unless the clock leapt over them since the last time.
    """
    with open_scope(REMINDER):
        now = database_now()
        looking_back = max(LOOKING_BACK, now - (last or now))
        while remind_of_deadlines(now=now, looking_back=looking_back):
            pass
    return now
