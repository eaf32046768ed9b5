"""Keeping the house's own tables small."""

from threading import Event
from typing import Final

from django.db import close_old_connections

from kurator.platform.context import Context, open_scope
from kurator.platform.once import sweep_kept_answers

PAUSE_SECONDS: Final = 600
SWEEPER = Context(actor_kind="system", actor_name="sweeper", channel="worker")


def sweep(stop: Event) -> None:
    while not stop.is_set():
        close_old_connections()
        with open_scope(SWEEPER):
            sweep_kept_answers()
        stop.wait(PAUSE_SECONDS)
