"""Customers leave the recycle bin for good: nothing of them stays but their ids on the erasure list."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput, PermissionMissing
from kurator.parties.fields import text
from kurator.parties.selectors.recycled import SEE_BIN, find_recycled

ERASE: Final = "parties.erase"
"""Permission to remove for good what lies in the recycle bin."""
UNCONFIRMED: Final = text(
    "Type {expected} to confirm. Nothing is removed.",
    "Введите {expected} для подтверждения. Ничего не удалено.",
    "Введіть {expected} для підтвердження. Нічого не видалено.",
)
NOTHING_THERE: Final = text(
    "None of them lies in your recycle bin any more. Nothing is removed.",
    "Никого из них уже нет в вашей корзине. Ничего не удалено.",
    "Нікого з них уже немає у вашому кошику. Нічого не видалено.",
)


def erase_recycled(*, viewer: Viewer, party_ids: Sequence[UUID], confirmation: str) -> int:
    """
    Remove the viewer's customers in the bin for good and return how many went.

    `confirmation` is what a person typed: the number of the one customer, as K-17, or how many they
    are. Raises PermissionMissing, InvalidInput.
    """
    for needed in (SEE_BIN, ERASE):
        if needed not in viewer.permissions:
            raise PermissionMissing(permission=needed)
    found = find_recycled(viewer, party_ids)
    if not found:
        raise InvalidInput(problems=[FieldProblem(("ids",), "parties.not_in_bin", NOTHING_THERE)])
    expected = f"K-{found[0][1]}" if len(found) == 1 else str(len(found))
    if _plain(confirmation) != _plain(expected):
        worded = {
            language: words.format(expected=expected) for language, words in UNCONFIRMED.items()
        }
        problem = FieldProblem(("confirmation",), "parties.erase_unconfirmed", worded)
        raise InvalidInput(problems=[problem])
    with connection.cursor() as cursor:
        cursor.execute("SELECT k.erase_recycled(%s)", [[party_id for party_id, _ in found]])
        return int(cursor.fetchone()[0])


def erase_again(*, erased: Sequence[tuple[UUID, datetime]]) -> int:
    """
    Clear a restored database of those who were removed for good and return how many came back.

    The open transaction must be the worker's. Whoever is on the list already is looked for, too.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.erase_again(%s, %s)",
            [[party_id for party_id, _ in erased], [at for _, at in erased]],
        )
        return int(cursor.fetchone()[0])


def _plain(typed: str) -> str:
    """Letters of either alphabet and spaces do not matter: the keyboard may be a Cyrillic one."""
    return "".join(typed.split()).casefold().replace("к", "k").replace("\u2011", "-")
