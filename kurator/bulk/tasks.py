"""Background work on changes of many; a task may be started twice and finishes once."""

from datetime import UTC, datetime
from threading import Event
from typing import Final
from uuid import UUID

import structlog
from django.db import close_old_connections
from procrastinate.contrib.django import app

from kurator.bulk.services import queue
from kurator.bulk.services.running import requeue_stalled, run_in_background

log = structlog.get_logger(__name__)
LOOK_SECONDS: Final = 10
STALLED_SECONDS: Final = 60
_worker_stops: list[Event] = []


@app.task(name=queue.RUN)
def run(run_id: str) -> None:
    run_in_background(
        UUID(run_id),
        clock=lambda: datetime.now(UTC),
        must_stop=lambda: any(stop.is_set() for stop in _worker_stops),
    )


def watch_runs(stop: Event) -> None:
    """Start again what a killed worker left."""
    _worker_stops[:] = [stop]
    while not stop.wait(LOOK_SECONDS):
        close_old_connections()
        for run_id in requeue_stalled(seconds=STALLED_SECONDS):
            log.warning("bulk_resumed", run_id=str(run_id))
