"""Something small that is done again and again beside long work, by a connection of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

import structlog
from django.db import DatabaseError, connection

log = structlog.get_logger(__name__)
_PATIENCE_SECONDS: Final = 30


@contextmanager
def repeated(act: Callable[[], None], *, seconds: float, name: str) -> Iterator[None]:
    """The act opens its own scope; where the database does not answer it waits for its next turn."""
    over = Event()
    thread = Thread(target=_repeat, args=(act, seconds, over), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=_PATIENCE_SECONDS)


def _repeat(act: Callable[[], None], seconds: float, over: Event) -> None:
    try:
        while not over.wait(seconds):
            try:
                act()
            except DatabaseError as error:
                log.warning("not_told", error=str(error))
                connection.close()
    finally:
        connection.close()
