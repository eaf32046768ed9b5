"""Secrets of subscriptions and sources: shown once, sealed afterwards."""

import secrets
from typing import Final
from uuid import UUID

from kurator.access.sealing import SecretLost
from kurator.platform.sealing import SealBroken, seal, unseal
from kurator.webhooks.rules import write_secret

PURPOSE: Final = "webhooks"
BYTES: Final = 32


def new_secret() -> str:
    return write_secret(secrets.token_bytes(BYTES))


def close_secret(secret: str, *, owner: UUID) -> bytes:
    return seal(secret.encode(), purpose=PURPOSE, place=str(owner))


def open_secret(sealed: bytes, *, owner: UUID) -> str:
    """Raises SecretLost for what was sealed with another secrets.json."""
    try:
        return unseal(sealed, purpose=PURPOSE, place=str(owner)).decode()
    except SealBroken as error:
        raise SecretLost from error
