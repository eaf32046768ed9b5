"""Background work on imports; each task may be started twice and finishes once."""

import time
from datetime import UTC, datetime
from threading import Event
from typing import Final
from uuid import UUID

import structlog
from django.db import close_old_connections
from procrastinate.contrib.django import app

from kurator.imports.services import queue
from kurator.imports.services.recovery import forget_old_files, requeue_stalled
from kurator.imports.services.running import (
    analyze_in_background,
    check_in_background,
    run_import,
)
from kurator.platform.jobs import LONG

log = structlog.get_logger(__name__)
LOOK_SECONDS: Final = 10
SWEEP_SECONDS: Final = 3600
_worker_stops: list[Event] = []


def _now() -> datetime:
    return datetime.now(UTC)


def _must_stop() -> bool:
    return any(event.is_set() for event in _worker_stops)


@app.task(name=queue.RUN, queue=LONG)
def run(import_id: str) -> None:
    run_import(UUID(import_id), clock=_now, must_stop=_must_stop)


@app.task(name=queue.CHECK, queue=LONG)
def check(import_id: str) -> None:
    check_in_background(UUID(import_id), clock=_now, must_stop=_must_stop)


@app.task(name=queue.ANALYZE, queue=LONG)
def analyze(import_id: str) -> None:
    analyze_in_background(UUID(import_id), clock=_now)


def watch_imports(stop: Event) -> None:
    """Start again what a killed worker left, and remove files that nobody needs any more."""
    _worker_stops[:] = [stop]
    swept = 0.0
    while not stop.wait(LOOK_SECONDS):
        close_old_connections()
        for import_id in requeue_stalled():
            log.warning("import_resumed", import_id=str(import_id))
        if time.monotonic() - swept > SWEEP_SECONDS:
            forget_old_files(now=_now())
            swept = time.monotonic()
