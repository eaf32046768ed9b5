"""
Addresses that die: purpose, version, person and expiry, sealed by a key that is derived for them.

An address says nothing to whoever finds it, and opens nothing without the person's own session.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kurator.files.types import Purpose

SECONDS: Final = 60
_FORM: Final = struct.Struct(">BBH16s16sQ")
_EDITION: Final = 1
_PURPOSES: Final = tuple(Purpose)
_SEAL_BYTES: Final = 32


@dataclass(frozen=True)
class Link:
    """`page` counts from 0 and chooses a picture of a document; `expires` is in Unix seconds."""

    purpose: Purpose
    version_id: UUID
    user_id: UUID
    expires: int
    page: int = 0


def derive_key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"kurator.files.link.v1", "sha256")


def write_link(key: bytes, link: Link) -> str:
    body = _FORM.pack(
        _EDITION,
        _PURPOSES.index(link.purpose),
        link.page,
        link.version_id.bytes,
        link.user_id.bytes,
        link.expires,
    )
    return base64.urlsafe_b64encode(body + _seal(key, body)).decode().rstrip("=")


def read_link(key: bytes, token: str) -> Link | None:
    """Return what the token says, None for one that this key did not seal."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    body, seal = raw[: _FORM.size], raw[_FORM.size :]
    if len(seal) != _SEAL_BYTES or not hmac.compare_digest(seal, _seal(key, body)):
        return None
    edition, purpose, page, version, user, expires = _FORM.unpack(body)
    if edition != _EDITION:
        return None
    return Link(_PURPOSES[purpose], UUID(bytes=version), UUID(bytes=user), expires, page)


def _seal(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, body, hashlib.sha256).digest()
