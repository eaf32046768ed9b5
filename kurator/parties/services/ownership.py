"""A customer is given to a colleague, also to one whose customers the giver does not see."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput
from kurator.parties.value_texts import TEXTS


def hand_over_each(
    *, viewer: Viewer, party_ids: Sequence[UUID], owner_ids: Sequence[UUID]
) -> set[UUID]:
    """Give each of the viewer's customers to the owner at the same place; returns who moved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM k.hand_over_each(%s, %s)", [list(party_ids), list(owner_ids)])
        return {row[0] for row in cursor.fetchall()}


def hand_over(
    *, viewer: Viewer, party_ids: Sequence[UUID], owner_id: UUID, loc: tuple[str, ...] = ("owner",)
) -> int:
    """
    Give the viewer's customers to `owner_id` and return how many moved; others are left alone.

    Raises InvalidInput when there is no such person.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT k.hand_over(%s, %s)", [list(party_ids), owner_id])
        moved = int(cursor.fetchone()[0])
    if moved < 0:
        code = "parties.unknown_user"
        raise InvalidInput(problems=[FieldProblem(loc, code, TEXTS[code])])
    return moved
