"""
How often one person may ask: token buckets in memory that the processes of one web server share.

The parent makes the memory before it forks. Processes do not lock each other out: two that take
from one bucket in the same microsecond may both get its last token, which a limit can bear and
which costs nothing (docs/adr/0017-limits-in-shared-memory.md).
"""

import hashlib
import mmap
import os
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import ClassVar, Final

from kurator.kernel.errors import KuratorError

SLOTS: Final = 16_384
PROBES: Final = 8
_SLOT: Final = struct.Struct("=Qdd")
"""Whose bucket it is, how much is in it, and since when."""


class TooManyRequests(KuratorError):
    code = "kurator.too_many_requests"
    status: ClassVar[int] = 429
    texts = {
        "en": "Too many requests at once. Wait {seconds} s and go on; nothing was changed.",
        "ru": "Слишком много запросов сразу. Подождите {seconds} с и продолжайте; ничего не изменено.",
        "uk": "Забагато запитів одразу. Зачекайте {seconds} с і продовжуйте; нічого не змінено.",
    }

    def __init__(self, seconds: int) -> None:
        self.retry_after = seconds
        super().__init__(seconds=seconds)


@dataclass(frozen=True)
class Rate:
    """`burst` at once, `per_second` in the long run."""

    per_second: float
    burst: float


def parse_rate(text: str) -> Rate | None:
    """`20:60` is 20 per second and 60 at once, `off` no limit; raises ValueError."""
    if text.strip().lower() in ("", "off", "0"):
        return None
    per_second, _, burst = text.partition(":")
    rate = Rate(float(per_second), float(burst or per_second))
    if rate.per_second <= 0 or rate.burst < 1:
        raise ValueError(text)
    return rate


class Buckets:
    """A table of buckets in shared memory; one that was not used for long gives up its slot."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.memory = mmap.mmap(-1, SLOTS * _SLOT.size)
        self.lock = threading.Lock()
        os.register_at_fork(after_in_child=self._renew_lock)

    def _renew_lock(self) -> None:
        self.lock = threading.Lock()

    def take(self, subject: str, rate: Rate) -> int:
        """Take one token; returns 0, or the seconds to wait when there is none."""
        key = int.from_bytes(hashlib.blake2b(subject.encode(), digest_size=8).digest(), "big") or 1
        with self.lock:
            now = self.clock()
            place = self._place(key, now)
            known, tokens, since = _SLOT.unpack_from(self.memory, place)
            if known != key:
                tokens, since = rate.burst, now
            tokens = min(rate.burst, tokens + max(0.0, now - since) * rate.per_second)
            is_there = tokens >= 1
            _SLOT.pack_into(self.memory, place, key, tokens - 1 if is_there else tokens, now)
        return 0 if is_there else max(1, ceil((1 - tokens) / rate.per_second))

    def _place(self, key: int, now: float) -> int:
        """The bucket's slot, else a free one near it, else the one that was idle the longest."""
        first = key % SLOTS
        places = [(first + n) % SLOTS * _SLOT.size for n in range(PROBES)]
        oldest, oldest_at = places[0], now
        for place in places:
            known, _, since = _SLOT.unpack_from(self.memory, place)
            if known in (0, key):
                return place
            if since < oldest_at:
                oldest, oldest_at = place, since
        return oldest


BUCKETS: Final = Buckets()


def limit(kind: str, subject: str) -> None:
    """Count one request of `subject`; raises TooManyRequests. The rates are settings."""
    from django.conf import settings

    rate: Rate | None = settings.RATES.get(kind)
    if rate is not None and (seconds := BUCKETS.take(f"{kind} {subject}", rate)):
        raise TooManyRequests(seconds)
