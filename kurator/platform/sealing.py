"""
Secrets at rest: AES-256-GCM with a key that stands in secrets.json, outside the database and its
backups.

A sealed value names the key it was sealed with, so a new key can be put in place while the old
one (`sealing_before`) still opens what it closed.
"""

import hashlib
import secrets
from functools import cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kurator.platform.database.home import ensure_secrets

VERSION: Final = b"\x01"
ID_BYTES: Final = 4
NONCE_BYTES: Final = 12
NAMES: Final = ("sealing", "sealing_before")


class SealBroken(Exception):
    """The value was changed, belongs elsewhere, or its key is gone."""


def _key_id(secret: str) -> bytes:
    return hashlib.sha256(b"kurator key id" + secret.encode()).digest()[:ID_BYTES]


@cache
def _cipher(secret: str, purpose: str) -> AESGCM:
    derive = HKDF(SHA256(), 32, salt=None, info=f"kurator {purpose}".encode())
    return AESGCM(derive.derive(secret.encode()))


@cache
def _secrets() -> dict[bytes, str]:
    known = ensure_secrets()
    return {_key_id(known[name]): known[name] for name in NAMES if name in known}


def seal(value: bytes, *, purpose: str, place: str) -> bytes:
    """Seal for one purpose and one place (a row); elsewhere the result does not open."""
    key_id, secret = next(iter(_secrets().items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    closed = _cipher(secret, purpose).encrypt(nonce, value, place.encode())
    return VERSION + key_id + nonce + closed


def unseal(sealed: bytes, *, purpose: str, place: str) -> bytes:
    """Open what `seal` closed; raises SealBroken."""
    start = len(VERSION) + ID_BYTES
    secret = _secrets().get(bytes(sealed[1:start]))
    if sealed[:1] != VERSION or secret is None:
        raise SealBroken
    nonce, closed = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
    try:
        return _cipher(secret, purpose).decrypt(bytes(nonce), bytes(closed), place.encode())
    except InvalidTag as error:
        raise SealBroken from error
