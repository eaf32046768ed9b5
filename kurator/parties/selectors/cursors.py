"""Where a page of a list ended, signed: an opaque text for the one who asks for the next page."""

import base64
import binascii
import hmac
from collections.abc import Sequence
from typing import Any, Final

import orjson
from django.utils.crypto import salted_hmac

from kurator.kernel.errors import KuratorError

_SEAL_BYTES: Final = 12


class CursorRefused(KuratorError):
    code = "parties.bad_cursor"
    status = 422
    texts = {
        "en": "This page mark does not belong to this list. Begin from the first page.",
        "ru": "Эта отметка страницы не от этого списка. Начните с первой страницы.",
        "uk": "Ця позначка сторінки не від цього списку. Почніть з першої сторінки.",
    }


def write_cursor(order: str, keys: Sequence[Any]) -> str:
    """`order` names the sort that the keys belong to."""
    body = orjson.dumps([order, *keys], default=str)
    return base64.urlsafe_b64encode(_seal(body) + body).decode()


def read_cursor(order: str, cursor: str) -> list[Any]:
    """Return the keys; raises CursorRefused."""
    try:
        sealed = base64.urlsafe_b64decode(cursor.encode())
        seal, body = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
        if not hmac.compare_digest(seal, _seal(body)):
            raise CursorRefused
        found, *keys = orjson.loads(body)
    except (ValueError, binascii.Error, UnicodeError) as error:
        raise CursorRefused from error
    if found != order:
        raise CursorRefused
    return list(keys)


def _seal(body: bytes) -> bytes:
    return salted_hmac("kurator.cursor", body, algorithm="sha256").digest()[:_SEAL_BYTES]
