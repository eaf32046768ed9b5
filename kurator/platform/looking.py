"""
Seeing Kurator with another person's eyes: what may be asked meanwhile, and that nothing is written.

Two locks: an operation that is no read is refused before its body is looked at, and the transaction
of a read is made read-only, which the database does not let it become otherwise.
"""

from typing import Final, Literal, Protocol
from uuid import UUID

from django.db import connection

from kurator.kernel.errors import KuratorError

Looking = Literal["read", "oneself", "no"]
"""
What an operation is to somebody who looks: a read as the person, an act as oneself (to stop, to log
out), or closed.
"""
READ_METHOD: Final = "GET"


class OnlyLooking(KuratorError):
    code = "access.only_looking"
    status = 403
    texts = {
        "en": "You see Kurator as {name} sees it: nothing can be changed or downloaded. Stop looking, then repeat.",
        "ru": "Вы смотрите глазами другого ({name}): изменить или скачать ничего нельзя. Закончите и повторите.",
        "uk": "Ви дивитеся очима іншого ({name}): змінити чи завантажити нічого не можна. Закінчіть і повторіть.",
    }


class OtherEyes(KuratorError):
    code = "access.other_eyes"
    status = 409
    texts = {
        "en": "You work as {name} now, and this page was opened otherwise. Nothing was changed: reload it and repeat.",
        "ru": "Сейчас вы работаете как {name}, а страница открыта иначе. Ничего не изменено: обновите её и повторите.",
        "uk": "Зараз ви працюєте як {name}, а сторінку відкрито інакше. Нічого не змінено: оновіть її й повторіть.",
    }


class MaybeLooking(Protocol):
    @property
    def user_id(self) -> UUID: ...

    @property
    def name(self) -> str: ...

    @property
    def is_looked_through(self) -> bool: ...


def refuse_other_eyes(viewer: MaybeLooking, believed: str, looking: Looking) -> None:
    """
    Raises OtherEyes when a page acts that was opened with the eyes of somebody else, `believed`: a
    look may end by itself, and what follows must not happen with other rights unawares.
    """
    if believed and looking != "oneself" and believed != str(viewer.user_id):
        raise OtherEyes(name=viewer.name)


def refuse_change(viewer: MaybeLooking, looking: Looking) -> None:
    """Raises OnlyLooking for what is no read; else forbids the transaction to write."""
    if not viewer.is_looked_through:
        return
    if looking == "no":
        raise OnlyLooking(name=viewer.name)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
