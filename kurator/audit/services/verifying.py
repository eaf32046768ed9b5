"""Verifying the seals: every sealed day is computed anew, and the first that differs is named."""

import hmac
from collections.abc import Callable
from datetime import UTC, date, timedelta
from typing import Final

from kurator.audit.models import Seal
from kurator.audit.services.seals import (
    FIRST,
    SEALER,
    STREAMS,
    Stream,
    content_of,
    digest_of,
    key_id,
    signing_keys,
)
from kurator.audit.types import Fault, SealState
from kurator.platform.context import open_scope
from kurator.platform.queries import read_value


def verify_seals(*, on_day: Callable[[SealState], None] | None = None) -> list[Fault]:
    """Compute every sealed day anew; return the first broken day of each stream."""
    faults = []
    for stream in STREAMS:
        fault = _verify_stream(stream, on_day)
        if fault is not None:
            faults.append(fault)
    return faults


def _verify_stream(stream: Stream, on_day: Callable[[SealState], None] | None) -> Fault | None:
    keys = {key_id(key): key for key in signing_keys()}
    with open_scope(SEALER):
        seals = list(Seal.objects.filter(stream=stream.code).order_by("day"))
        dropped = _dropped_before(stream)
    previous, expected = FIRST, seals[0].day if seals else None
    for seal in seals:
        reason = _fault_of(seal, stream, keys, previous, expected, dropped)
        if reason:
            broken = expected if reason == "missing" and expected else seal.day
            return Fault(stream.code, broken, reason)
        if on_day:
            on_day(SealState(stream.code, seal.day, seal.rows, seal.digest))
        previous, expected = seal.digest, seal.day + timedelta(days=1)
    return None


def _fault_of(
    seal: Seal,
    stream: Stream,
    keys: dict[str, bytes],
    previous: str,
    expected: date | None,
    dropped: date | None,
) -> str:
    """What is wrong with one day: `missing`, `chain`, `key` or `content`; '' when nothing is."""
    if seal.day != expected:
        return "missing"
    if seal.previous != previous:
        return "chain"
    key = keys.get(seal.key_id)
    if key is None:
        return "key"
    right = digest_of(key, seal.stream, seal.day, seal.rows, seal.content, seal.previous)
    if not hmac.compare_digest(right, seal.digest):
        return "chain"
    if dropped is not None and seal.day < dropped:
        return ""
    with open_scope(SEALER):
        return "" if content_of(stream, seal.day) == (seal.rows, seal.content) else "content"


_DROPPED: Final = """
SELECT max((details ->> 'before')::timestamptz) FROM tracking_securityevent
 WHERE kind = 'audit.retention_began' AND subject = %s
"""


def _dropped_before(stream: Stream) -> date | None:
    """Days before this one were dropped by retention: their seals stay, their rows are gone."""
    if not stream.retention:
        return None
    before = read_value(_DROPPED, [stream.retention])
    return before.astimezone(UTC).date() if before else None
