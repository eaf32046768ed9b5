"""A message from outside is believed when it is signed, and kept before anybody looks inside."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Final
from uuid import UUID

from django.db import connection

from kurator.kernel.errors import KuratorError, NotFound
from kurator.kernel.ids import new_id
from kurator.platform.faults import fault_point
from kurator.platform.limits import limit
from kurator.webhooks.rules import is_signed
from kurator.webhooks.services.secrets import open_secret

MAX_BYTES: Final = 256_000
MAX_ID: Final = 200


class SignatureWrong(KuratorError):
    code = "webhooks.signature_wrong"
    status = 401
    texts = {
        "en": "The signature is missing, wrong, or more than five minutes away from now.",
        "ru": "Подпись отсутствует, неверна или расходится с нынешним временем больше чем на пять минут.",
        "uk": "Підпису немає, він неправильний або розходиться з нинішнім часом понад п’ять хвилин.",
    }


class MessageTooLarge(KuratorError):
    code = "webhooks.message_too_large"
    status: ClassVar[int] = 413
    texts = {
        "en": "A message may have at most {kilobytes} KB.",
        "ru": "В сообщении может быть не больше {kilobytes} КБ.",
        "uk": "У повідомленні може бути не більше {kilobytes} КБ.",
    }


def receive_message(
    *, source_id: UUID, headers: Mapping[str, str], body: bytes, addr: str, now: datetime
) -> bool:
    """
    Keep a message for the worker; False when it has been kept before. What is not signed counts
    against its address, so that nobody can use up what the source itself may send.

    Raises NotFound, SignatureWrong, MessageTooLarge, TooManyRequests, SecretLost.
    """
    if len(body) > MAX_BYTES:
        raise MessageTooLarge(kilobytes=MAX_BYTES // 1000)
    message_id = headers.get("webhook-id", "")
    is_right = is_signed(
        _secret_of(source_id),
        message_id=message_id,
        timestamp=headers.get("webhook-timestamp", ""),
        signatures=headers.get("webhook-signature", ""),
        body=body,
        now=now,
    )
    if not is_right or not 0 < len(message_id) <= MAX_ID or not message_id.isprintable():
        limit("hooks", f"unsigned {addr}")
        raise SignatureWrong
    limit("hooks", str(source_id))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO webhooks_inbound (id, source_id, external_id, body, state, failure)"
            " VALUES (%s, %s, %s, %s, 'WAITING', '') ON CONFLICT (source_id, external_id) DO NOTHING",
            [new_id(), source_id, message_id, body],
        )
        fault_point("hooks.stored")
        return bool(cursor.rowcount)


def _secret_of(source_id: UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT secret FROM webhooks_source WHERE id = %s AND is_active", [source_id]
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return open_secret(bytes(row[0]), owner=source_id)
