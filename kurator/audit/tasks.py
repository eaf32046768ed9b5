"""Loops of the audit: writing down what was seen, the alarm, and the work of the night."""

from datetime import UTC, datetime
from threading import Event
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import close_old_connections

from kurator.audit.services.alarm import raise_alarms
from kurator.audit.services.night import run_night
from kurator.audit.services.notebook import NOTEBOOK
from kurator.platform.context import Context, open_scope

log = structlog.get_logger(__name__)
WRITE_SECONDS: Final = 1
WATCH_SECONDS: Final = 60
NIGHT_SECONDS: Final = 300
AFTER_FAILURE_SECONDS: Final = 3600
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


def work_at_night(stop: Event) -> None:
    """Seal, drop what is too old, verify: once a day, by one worker."""
    pause = NIGHT_SECONDS
    while not stop.wait(pause):
        pause = NIGHT_SECONDS
        try:
            close_old_connections()
            run_night(now=datetime.now(UTC), zone=settings.COMPANY_TIME_ZONE, must_stop=stop.is_set)
        except Exception:
            log.exception("night_failed")
            close_old_connections()
            pause = AFTER_FAILURE_SECONDS
