"""Signatures as standardwebhooks.com describes them, pauses between attempts, places in messages."""

import base64
import binascii
import hashlib
import hmac
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

PREFIX: Final = "whsec_"
TOLERANCE: Final = timedelta(minutes=5)
FIRST_PAUSE: Final = 5
LONGEST_PAUSE: Final = 6 * 3600
LIFETIME: Final = timedelta(days=3)
OLD_SECRET: Final = timedelta(hours=24)
PATIENCE: Final = timedelta(days=5)
"""A subscription that has failed for so long is switched off."""


def write_secret(random_bytes: bytes) -> str:
    return PREFIX + base64.b64encode(random_bytes).decode()


def sign(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def signature_headers(
    secrets: Sequence[str], *, message_id: str, at: datetime, body: bytes
) -> dict[str, str]:
    """Return the headers of Standard Webhooks; with several secrets a signature by each, new one first."""
    timestamp = int(at.timestamp())
    signatures = [sign(s, message_id=message_id, timestamp=timestamp, body=body) for s in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def is_signed(
    secret: str, *, message_id: str, timestamp: str, signatures: str, body: bytes, now: datetime
) -> bool:
    """Whether one of the signatures is right and the message is at most five minutes away."""
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        return False
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        return False
    try:
        right = sign(secret, message_id=message_id, timestamp=int(timestamp), body=body)
    except (ValueError, binascii.Error):
        return False
    given = signatures.encode("utf-8", "replace").split(b" ")[:10]
    return any(hmac.compare_digest(right.encode(), one) for one in given)


def pause_after(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s … six hours; a fifth more or less, so that peers are not hit in step."""
    seconds = min(FIRST_PAUSE * 2 ** min(attempts - 1, 30), LONGEST_PAUSE)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))


def value_at(message: Any, path: str) -> Any:
    """The value at `customer.contract.id`; None where there is none."""
    found = message
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
