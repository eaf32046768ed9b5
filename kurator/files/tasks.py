"""The worker's loop over files: scan, draw, sweep."""

import time
from datetime import UTC, datetime
from threading import Event
from typing import Final

import structlog
from django.db import close_old_connections

from kurator.files.services.inspecting import inspect_next
from kurator.files.services.sweeping import erase_expired, erase_waiting, sweep_orphans

log = structlog.get_logger(__name__)
LOOK_SECONDS: Final = 1.0
SWEEP_SECONDS: Final = 3600


def tend_files(stop: Event) -> None:
    """Look after what has come in, until the worker stops."""
    swept = 0.0
    while not stop.wait(LOOK_SECONDS):
        close_old_connections()
        while not stop.is_set() and inspect_next():
            pass
        if time.monotonic() - swept > SWEEP_SECONDS:
            now = datetime.now(UTC)
            erased = erase_expired(now=now) + erase_waiting(now=now)
            log.info("files_swept", erased=erased, orphans=sweep_orphans(now=now))
            swept = time.monotonic()
