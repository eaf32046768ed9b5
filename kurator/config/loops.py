"""Loops of the features, in the worker and in each web process."""

from threading import Event

import structlog

from kurator.platform.features import Loop

log = structlog.get_logger(__name__)


def keep_running(loop: Loop, stop: Event) -> None:
    """Run the loop until told to stop; one that breaks is started again after a second."""
    while not stop.is_set():
        try:
            loop.run(stop)
        except Exception:
            log.exception("loop_failed", loop=loop.name)
            stop.wait(1)
