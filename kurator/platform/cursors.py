"""Opaque page cursors: the values of the last row, signed so that nobody builds his own."""

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
        "en": "This page address is damaged or out of date. Start from the first page.",
        "ru": "Адрес страницы повреждён или устарел. Начните с первой страницы.",
        "uk": "Адресу сторінки пошкоджено або вона застаріла. Почніть з першої сторінки.",
    }


_signer = signing.Signer(salt="kurator.cursor")


def write_cursor(values: Sequence[Any]) -> str:
    body = base64.urlsafe_b64encode(orjson.dumps(list(values), default=str)).decode()
    return _signer.sign(body)


def read_cursor(cursor: str) -> list[Any]:
    """Return the values; raises CursorBroken for a cursor we did not write."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(_signer.unsign(cursor)))
    except (signing.BadSignature, ValueError) as error:
        raise CursorBroken from error
    return values if isinstance(values, list) else []
