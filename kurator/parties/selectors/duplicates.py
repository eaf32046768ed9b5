"""Who already has this phone, address or number: also customers whom the viewer does not see."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.kernel.localized import text_in


@dataclass(frozen=True)
class Duplicate:
    """
    `party_id` and `display_name` are empty for a customer of others; `team` tells whom to ask. One
    from the recycle bin is only named.
    """

    matched: str
    value: str
    party_id: UUID | None
    number: int | None
    display_name: str | None
    team: str
    is_recycled: bool = False


def find_duplicates(
    viewer: Viewer,
    *,
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    tax_id: str = "",
    external_id: str = "",
    except_id: UUID | None = None,
) -> list[Duplicate]:
    """Return at most 10 customers with the same normalized contact point or number."""
    hidden = viewer.hidden_fields  # that somebody has such a value would tell what it is
    phones = () if "party.phone" in hidden else phones
    emails = () if "party.email" in hidden else emails
    tax_id = "" if "party.tax_id" in hidden else tax_id
    external_id = "" if "party.external_id" in hidden else external_id
    if not (phones or emails or tax_id or external_id):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM k.find_duplicates(%s, %s, %s, %s, %s)",
            [list(phones), list(emails), tax_id, external_id, except_id],
        )
        rows = cursor.fetchall()
    return [
        Duplicate(matched, value, party_id, number, name, _team(team, viewer), is_recycled)
        for matched, value, party_id, number, name, team, is_recycled in rows
    ]


def _team(name: str | None, viewer: Viewer) -> str:
    return text_in(orjson.loads(name), viewer.language) if name else ""
