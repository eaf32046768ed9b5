"""Loops of the audit: writing down what was seen, the alarm, and the work of the night."""

from datetime import UTC, datetime
from threading import Event
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import close_old_connections

from kurator.audit.services.alarm import raise_alarms
from kurator.audit.services.notebook import NOTEBOOK
from kurator.platform.context import Context, open_scope

log = structlog.get_logger(__name__)
WRITE_SECONDS: Final = 1
WATCH_SECONDS: Final = 60
WATCHMAN: Final = Context(actor_kind="system", actor_name="audit", channel="worker")


def write_down_sightings(stop: Event) -> None:
    """In each web process: once a second, and once more at the end."""
    while True:
        is_last = stop.wait(WRITE_SECONDS)
        try:
            NOTEBOOK.write_down()
        except Exception:
            log.exception("sightings_unwritten")
            close_old_connections()
        if is_last:
            return


def watch_reading(stop: Event) -> None:
    while not stop.wait(WATCH_SECONDS):
        try:
            now = datetime.now(UTC)
            today = now.astimezone(ZoneInfo(settings.COMPANY_TIME_ZONE)).date()
            with open_scope(WATCHMAN):
                raise_alarms(today=today, now=now)
        except Exception:
            log.exception("reading_not_watched")
            close_old_connections()
