"""How often one person may ask: token buckets that the processes of one web server share."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import ClassVar, Final

from kurator.kernel.errors import KuratorError
from kurator.platform.shared import SharedTable

SLOTS: Final = 16_384


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
    """How much is in each bucket, and since when; one that was not used for long gives up its place."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.table = SharedTable("dd", slots=SLOTS)

    def take(self, subject: str, rate: Rate) -> int:
        """Take one token; returns 0, or the seconds to wait when there is none."""
        with self.table.alone():
            now = self.clock()
            key, at, found = self.table.place(subject, worth=lambda bucket: float(bucket[1]))
            tokens, since = found or (rate.burst, now)
            tokens = min(rate.burst, tokens + max(0.0, now - since) * rate.per_second)
            is_there = tokens >= 1
            self.table.write(key, at, tokens - 1 if is_there else tokens, now)
        return 0 if is_there else max(1, ceil((1 - tokens) / rate.per_second))


BUCKETS: Final = Buckets()


def limit(kind: str, subject: str) -> None:
    """Count one request of `subject`; raises TooManyRequests. The rates are settings."""
    from django.conf import settings

    rate: Rate | None = settings.RATES.get(kind)
    if rate is not None and (seconds := BUCKETS.take(f"{kind} {subject}", rate)):
        raise TooManyRequests(seconds)
