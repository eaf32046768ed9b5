"""Opaque marks of pages: the values of the last row, signed so that nobody builds his own."""

import base64
from collections.abc import Sequence
from typing import Any

import orjson
from django.core import signing

from kurator.kernel.errors import KuratorError


class CursorBroken(KuratorError):
    code = "kurator.cursor_broken"
    status = 422
    texts = {
        "en": "This mark of a page is damaged, or it is of another list. Start from the first page.",
        "ru": "Эта отметка страницы повреждена или от другого списка. Начните с первой страницы.",
        "uk": "Ця позначка сторінки пошкоджена або від іншого списку. Почніть з першої сторінки.",
    }


_signer = signing.Signer(salt="kurator.cursor")


def write_cursor(of: str, values: Sequence[Any]) -> str:
    """`of` names the list, and its order where it has several."""
    body = orjson.dumps([of, *values], default=str)
    return _signer.sign(base64.urlsafe_b64encode(body).decode())


def read_cursor(of: str, cursor: str) -> list[Any]:
    """Return the values; raises CursorBroken for a cursor that was not written of this list."""
    try:
        found, *values = orjson.loads(base64.urlsafe_b64decode(_signer.unsign(cursor)))
    except (signing.BadSignature, ValueError) as error:
        raise CursorBroken from error
    if found != of:
        raise CursorBroken
    return list(values)
