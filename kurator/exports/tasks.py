"""Background work on exports; each task may be started twice and finishes once."""

import time
from datetime import UTC, datetime
from threading import Event
from typing import Final
from uuid import UUID

import structlog
from django.db import close_old_connections
from procrastinate.contrib.django import app

from kurator.exports.services import queue
from kurator.exports.services.recovery import drop_withdrawn, expire_files, requeue_stalled
from kurator.exports.services.running import run_export
from kurator.platform.jobs import LONG

log = structlog.get_logger(__name__)
LOOK_SECONDS: Final = 10
SWEEP_SECONDS: Final = 600
_worker_stops: list[Event] = []


def _now() -> datetime:
    return datetime.now(UTC)


def _must_stop() -> bool:
    return any(event.is_set() for event in _worker_stops)


@app.task(name=queue.RUN, queue=LONG)
def run(export_id: str) -> None:
    run_export(UUID(export_id), clock=_now, must_stop=_must_stop)


def watch_exports(stop: Event) -> None:
    """Begin anew what a killed worker left, and remove files that are over or withdrawn."""
    _worker_stops[:] = [stop]
    swept = 0.0
    while not stop.wait(LOOK_SECONDS):
        close_old_connections()
        for export_id in requeue_stalled():
            log.warning("export_begun_anew", export_id=str(export_id))
        drop_withdrawn()
        if time.monotonic() - swept > SWEEP_SECONDS:
            expire_files(now=_now())
            swept = time.monotonic()
