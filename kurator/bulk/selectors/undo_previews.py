"""What the undo of a change set would do, before it is begun."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.expressions.scalars import is_uuid
from kurator.parties.catalogue import Catalogue
from kurator.parties.selectors.history import ValueNamer
from kurator.parties.selectors.latest_changes import latest_change
from kurator.parties.vocabulary import names_of_people

SHOWN: Final = 20


@dataclass(frozen=True)
class UndoPreview:
    """Customers by what would become of them, and the first conflicts."""

    parties: int
    undone: int
    same: int
    conflicts: int
    samples: list[dict[str, Any]]
    conflict_samples: list[dict[str, Any]]


_COUNT: Final = """
SELECT count(*) FILTER (WHERE s.n_undo > 0), count(*) FILTER (WHERE s.n_conflict > 0),
       count(*) FILTER (WHERE s.n_undo = 0 AND s.n_conflict = 0)
  FROM (SELECT count(*) FILTER (WHERE l.state = 'undo') AS n_undo,
               count(*) FILTER (WHERE l.state IN ('conflict', 'taken')) AS n_conflict
          FROM k.plan_undo(%(transactions)s, %(ids)s) l GROUP BY l.party_id) s
"""
_SAMPLES: Final = """
SELECT l.party_id, p.number, p.display_name, l.field, l.old::text, l.new::text, l.present::text
  FROM k.plan_undo(%(transactions)s, %(ids)s) l LEFT JOIN parties_party p ON p.id = l.party_id
 WHERE l.state = ANY(%(states)s) ORDER BY l.party_id, l.field LIMIT %(limit)s
"""


def preview_undo(
    viewer: Viewer,
    transaction_ids: Sequence[UUID],
    party_ids: Sequence[UUID],
    *,
    catalogue: Catalogue,
) -> UndoPreview:
    """Compare the values as the change set left them with what stands there now."""
    params: dict[str, Any] = {"transactions": list(transaction_ids), "ids": list(party_ids)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, params)
        undone, conflicts, same = cursor.fetchone()
    few = {**params, "limit": SHOWN}
    undo = _samples(viewer, {**few, "states": ["undo"]}, catalogue)
    conflicting = _samples(viewer, {**few, "states": ["conflict", "taken"]}, catalogue)
    for row in conflicting:
        row["changed_by"], row["changed_at"] = latest_change(row["party_id"], row["field"])
    return UndoPreview(len(party_ids), undone, same, conflicts, undo, conflicting)


def _samples(
    viewer: Viewer, params: Mapping[str, Any], catalogue: Catalogue
) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLES, params)
        rows = cursor.fetchall()
    read = [(*row[:4], *(orjson.loads(one) if one else None for one in row[4:])) for row in rows]
    people = {
        UUID(value)
        for row in read
        if row[3] == "party.owner"
        for value in row[4:]
        if isinstance(value, str) and is_uuid(value)
    }
    names = names_of_people(sorted(people)) if people else {}
    namer = ValueNamer(catalogue, viewer.language, names)
    return [
        {
            "party_id": party_id,
            "number": number,
            "display_name": name,
            "field": field,
            "label": namer.field_label(field),
            "old": namer.value_label(field, old),
            "new": namer.value_label(field, new),
            "present": namer.value_label(field, present),
        }
        for party_id, number, name, field, old, new, present in read
    ]
