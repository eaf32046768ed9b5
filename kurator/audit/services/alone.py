"""Sealing is done by one process at a time: two would seal the same day twice."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kurator.platform.queries import read_value

LOCK: Final = 7_208_417
PAUSE_SECONDS: Final = 0.2


@contextmanager
def alone(*, wait_seconds: float = 0.0) -> Iterator[bool]:
    """Whether this process is the one, at once or within the seconds; it stays so until the end."""
    until = time.monotonic() + wait_seconds
    while not (is_alone := bool(read_value("SELECT pg_try_advisory_lock(%s)", [LOCK]))):
        if time.monotonic() >= until:
            break
        time.sleep(PAUSE_SECONDS)
    try:
        yield is_alone
    finally:
        if is_alone:
            read_value("SELECT pg_advisory_unlock(%s)", [LOCK])
