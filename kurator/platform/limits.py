"""
How often one person may ask, and how much at the same time: token buckets and counts that the
processes of one web server share.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import ClassVar, Final

from kurator.kernel.errors import KuratorError
from kurator.platform.shared import SharedCounts, SharedTable

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


class TooManyAtOnce(KuratorError):
    """The pages know the code: they wait and ask again, see web/src/api/patience.ts."""

    code = "kurator.too_many_at_once"
    status: ClassVar[int] = 429
    retry_after = 1
    texts = {
        "en": "{most} of your requests are running, and more may not. Repeat this in a moment; nothing was changed.",
        "ru": "Ваших запросов выполняется уже {most}, больше нельзя. Повторите чуть позже; ничего не изменено.",
        "uk": "Ваших запитів виконується вже {most}, більше не можна. Повторіть трохи згодом; нічого не змінено.",
    }


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


UNDER_WAY: Final = SharedCounts()
"""Requests that are being worked on, of each person and each key."""


def parse_share(text: str) -> int | None:
    """How many at once, `off` for no limit; raises ValueError."""
    if text.strip().lower() in ("", "off", "0"):
        return None
    most = int(text)
    if most < 1:
        raise ValueError(text)
    return most


def share_of_key(most: int) -> int:
    """A program leaves a third to the screen of its person."""
    return max(1, most - most // 3)


def shares_of(person: str, key: str | None, *, is_slow: bool) -> dict[str, int]:
    """Return what one more request is counted as, with how many there may be. Sizes are settings."""
    from django.conf import settings

    sizes: Mapping[str, int | None] = settings.AT_ONCE
    shares = {}
    for kind in ("api", "slow") if is_slow else ("api",):
        if (most := sizes.get(kind)) is not None:
            shares[f"{kind} {person}"] = most
            if key is not None:
                shares[f"{kind} by {key}"] = share_of_key(most)
    return shares


def begin_request(person: str, key: str | None, *, is_slow: bool) -> tuple[str, ...]:
    """
    Count one more request that is worked on; `end_request` gives back what this returns. Raises
    TooManyAtOnce, and then counts nothing.
    """
    shares = shares_of(person, key, is_slow=is_slow)
    if shares and not UNDER_WAY.begin_all(shares):
        raise TooManyAtOnce(most=min(shares.values()))
    return tuple(shares)


def end_request(counted: tuple[str, ...]) -> None:
    if counted:
        UNDER_WAY.end_all(counted)
