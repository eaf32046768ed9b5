"""
Idempotency-Key: a request that is repeated with its key has its effect once.

The answer is kept in the transaction of the effect, so both are there or neither. The header is
optional on every POST; an operation may demand it. Of reads nothing is kept; of answers with a
secret, and of all once a customer is erased, only that they were given. What tells of a customer
is told again only to whoever sees him still.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse

from kurator.kernel.errors import KuratorError
from kurator.platform.faults import fault_point
from kurator.platform.sealing import SealBroken, seal, unseal

HEADER: Final = "Idempotency-Key"
MAX_KEY: Final = 255
KEPT_DAYS: Final = 7
PURPOSE: Final = "idempotency"
_ID: Final = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class KeyMissing(KuratorError):
    code = "kurator.idempotency_key_missing"
    status = 400
    texts = {
        "en": "This operation needs the header Idempotency-Key, so that a repetition does nothing twice.",
        "ru": "Этой операции нужен заголовок Idempotency-Key, чтобы повтор не сделал всё дважды.",
        "uk": "Цій операції потрібен заголовок Idempotency-Key, щоб повтор не зробив усе двічі.",
    }


class KeyUnfit(KuratorError):
    code = "kurator.idempotency_key_unfit"
    status = 400
    texts = {
        "en": "The Idempotency-Key must have 1 to 255 visible ASCII characters.",
        "ru": "В Idempotency-Key должно быть от 1 до 255 видимых знаков ASCII.",
        "uk": "В Idempotency-Key має бути від 1 до 255 видимих знаків ASCII.",
    }


class KeyBusy(KuratorError):
    code = "kurator.idempotency_key_busy"
    status = 409
    retry_after = 1
    texts = {
        "en": "The same request is being carried out right now. Ask again in a moment.",
        "ru": "Такой же запрос как раз выполняется. Повторите чуть позже.",
        "uk": "Такий самий запит саме виконується. Повторіть трохи згодом.",
    }


class KeyReused(KuratorError):
    code = "kurator.idempotency_key_reused"
    status = 422
    texts = {
        "en": "This Idempotency-Key has already been used for another request.",
        "ru": "Этот Idempotency-Key уже использован для другого запроса.",
        "uk": "Цей Idempotency-Key уже використано для іншого запиту.",
    }


class AnswerGone(KuratorError):
    code = "kurator.idempotency_answer_gone"
    status = 409
    texts = {
        "en": "This was done already; its answer is not shown twice. Look at what is there now.",
        "ru": "Это уже выполнено; ответ второй раз не показывается. Посмотрите, что есть сейчас.",
        "uk": "Це вже виконано; відповідь удруге не показується. Погляньте, що є зараз.",
    }


class AnswerKept(Exception):
    """The request was carried out before; `response` is what was answered then."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        super().__init__()


class HasRights(Protocol):
    @property
    def user_id(self) -> UUID: ...

    @property
    def key_id(self) -> UUID | None: ...

    @property
    def rights_mark(self) -> str: ...


@dataclass(frozen=True)
class Once:
    """
    A request that is being carried out under its key.

    An answer opens only to the same rights: whoever sees less by now is told that it was done.
    """

    user_id: UUID
    key: str
    request_hash: bytes
    rights: str
    tells_secret: bool

    @property
    def place(self) -> str:
        return f"{self.user_id}/{self.key}"


def begin_once(
    request: HttpRequest, viewer: HasRights, *, is_needed: bool, tells_secret: bool
) -> None:
    """
    Claim the request's key until the transaction ends; a key that was used ends the request here.

    Raises AnswerKept, KeyMissing, KeyUnfit, KeyBusy, KeyReused, AnswerGone.
    """
    key = request.headers.get(HEADER)
    if request.method != "POST" or key is None:
        if is_needed:
            raise KeyMissing
        return
    if not 0 < len(key) <= MAX_KEY or any(not 32 < ord(sign) < 127 for sign in key):
        raise KeyUnfit
    once = Once(viewer.user_id, _own(viewer, key), _hash(request), viewer.rights_mark, tells_secret)
    if not _lock(once):
        raise KeyBusy
    _replay(once, request)
    request.once = once  # type: ignore[attr-defined]  # Django's class is open


def keep_answer(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the answer under the request's key, in the transaction that the effect is in."""
    once: Once | None = getattr(request, "once", None)
    if once is None or response.streaming:
        return
    body = b""
    if not once.tells_secret:
        body = seal(response.content, purpose=PURPOSE, place=f"{once.place}/{once.rights}")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO platform_keptanswer (user_id, key, request_hash, status, content_type, body)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [
                once.user_id,
                once.key,
                once.request_hash,
                response.status_code,
                response.headers.get("Content-Type", ""),
                body,
            ],
        )
    fault_point("web.answered")


def _own(viewer: HasRights, key: str) -> str:
    """A program's keys stand apart from its person's, and those of two programs from each other."""
    if viewer.key_id is None:
        return key
    return f"{viewer.key_id} {hashlib.sha256(key.encode()).hexdigest()}"


def _hash(request: HttpRequest) -> bytes:
    """
    Method, address and body. The body of an upload stays out: it is a stream, and its boundary
    differs each time.
    """
    return hashlib.sha256(
        f"{request.method} {request.get_full_path()}\n".encode() + _text(request)
    ).digest()


def _text(request: HttpRequest) -> bytes:
    is_upload = (request.content_type or "").startswith(("multipart/", "application/octet-stream"))
    return b"" if is_upload else request.body


def _lock(once: Once) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 7))", [f"once {once.place}"]
        )
        return bool(cursor.fetchone()[0])


def _replay(once: Once, request: HttpRequest) -> None:
    # A statement of its own: it must see what the last holder of the lock committed.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT request_hash, status, content_type, body FROM platform_keptanswer"
            " WHERE user_id = %s AND key = %s",
            [once.user_id, once.key],
        )
        row = cursor.fetchone()
    if row is None:
        return
    request_hash, status, content_type, body = row
    if bytes(request_hash) != once.request_hash:
        raise KeyReused
    try:
        content = unseal(bytes(body), purpose=PURPOSE, place=f"{once.place}/{once.rights}")
    except SealBroken:  # nothing was kept, it was erased, or it was told to more rights
        raise AnswerGone from None
    if _tells_of_unseen(request.path.encode() + _text(request) + content):
        raise AnswerGone
    response = HttpResponse(content, status=status, content_type=content_type)
    response.headers["Idempotency-Replayed"] = "true"
    raise AnswerKept(response)


def _tells_of_unseen(text: bytes) -> bool:
    """
    Whether a request or its answer names a customer whom the person does not see (any more): rights stay
    the same when a customer changes hands, so the seal does not tell.
    """
    ids = list({found.decode() for found in _ID.findall(text.lower())})
    with connection.cursor() as cursor:
        cursor.execute("SELECT k.names_unseen(%s::uuid[])", [ids])
        return bool(cursor.fetchone()[0])


def header_description(*, is_needed: bool) -> Mapping[str, Any]:
    """How the API's description tells of the header; the pages' client adds it by itself."""
    return {
        "name": HEADER,
        "in": "header",
        "required": False,
        "description": "Needed." if is_needed else "A repetition with the same key does nothing.",
        "schema": {"type": "string", "minLength": 1, "maxLength": MAX_KEY},
    }


def sweep_kept_answers() -> int:
    """Forget answers after KEPT_DAYS; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM platform_keptanswer"
            " WHERE created_at < clock_timestamp() - make_interval(days => %s)",
            [KEPT_DAYS],
        )
        return int(cursor.rowcount)
