"""Work of the worker for the administration of people."""

from datetime import UTC, datetime
from threading import Event
from typing import Final

from django.db import close_old_connections

from kurator.people.services.looks import end_looks_that_are_over

PAUSE_SECONDS: Final = 20


def watch_looks(stop: Event) -> None:
    """Note the end of what ended by itself; that it has ended does not wait for this."""
    while not stop.is_set():
        close_old_connections()
        end_looks_that_are_over(now=datetime.now(UTC))
        stop.wait(PAUSE_SECONDS)
