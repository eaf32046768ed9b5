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
from kurator.parties.field_rights import closed_to_undo
from kurator.parties.selectors.history import ValueNamer
from kurator.parties.selectors.latest_changes import latest_changes
from kurator.parties.vocabulary import names_of_people
from kurator.platform.cursors import read_cursor, write_cursor

SHOWN: Final = 20
PAGE: Final = 50
_ORDER: Final = "undo-conflicts"


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
       count(*) FILTER (WHERE s.n_same = s.n)
  FROM (SELECT count(*) AS n, count(*) FILTER (WHERE l.state = 'undo') AS n_undo,
               count(*) FILTER (WHERE l.state IN ('conflict', 'taken')) AS n_conflict,
               count(*) FILTER (WHERE l.state = 'same') AS n_same
          FROM k.plan_of_undo(%(transactions)s, %(ids)s, %(closed)s) l
         WHERE NOT l.field = ANY(%(hidden)s) GROUP BY l.party_id) s
"""
_SAMPLES: Final = """
SELECT l.party_id, p.number, p.display_name, l.field, l.old::text, l.new::text, l.present::text
  FROM k.plan_of_undo(%(transactions)s, %(ids)s, %(closed)s) l
  LEFT JOIN parties_party p ON p.id = l.party_id
 WHERE NOT l.field = ANY(%(hidden)s) AND l.state = ANY(%(states)s)
   AND (l.party_id, l.field) > (%(after)s::uuid, %(after_field)s)
 ORDER BY l.party_id, l.field LIMIT %(limit)s
"""
_FIRST: Final[Mapping[str, Any]] = {"after": UUID(int=0), "after_field": ""}
_CONFLICTS: Final = ("conflict", "taken")


def preview_undo(
    viewer: Viewer,
    transaction_ids: Sequence[UUID],
    party_ids: Sequence[UUID],
    *,
    catalogue: Catalogue,
) -> UndoPreview:
    """Compare the values as the change set left them with what stands there now."""
    params = _asked(viewer, transaction_ids, party_ids)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, params)
        undone, conflicts, same = cursor.fetchone()
    few = {**params, **_FIRST, "limit": SHOWN}
    undo = _samples(viewer, {**few, "states": ["undo"]}, catalogue)
    conflicting = _conflicts(viewer, few, catalogue)
    return UndoPreview(len(party_ids), undone, same, conflicts, undo, conflicting)


def list_undo_conflicts(
    viewer: Viewer,
    transaction_ids: Sequence[UUID],
    party_ids: Sequence[UUID],
    *,
    catalogue: Catalogue,
    cursor: str = "",
) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of what has been changed since, and the mark of the next; raises CursorBroken."""
    after, field = read_cursor(_ORDER, cursor) if cursor else _FIRST.values()
    params = {**_asked(viewer, transaction_ids, party_ids), "limit": PAGE + 1}
    rows = _conflicts(viewer, {**params, "after": after, "after_field": field}, catalogue)
    shown = rows[:PAGE]
    if len(rows) <= PAGE:
        return shown, None
    return shown, write_cursor(_ORDER, [shown[-1]["party_id"], shown[-1]["field"]])


def _asked(
    viewer: Viewer, transaction_ids: Sequence[UUID], party_ids: Sequence[UUID]
) -> dict[str, Any]:
    return {
        "transactions": list(transaction_ids),
        "ids": list(party_ids),
        "closed": sorted(closed_to_undo(viewer)),
        "hidden": sorted(viewer.hidden_fields),
    }


def _conflicts(
    viewer: Viewer, params: Mapping[str, Any], catalogue: Catalogue
) -> list[dict[str, Any]]:
    rows = _samples(viewer, {**params, "states": list(_CONFLICTS)}, catalogue)
    latest = latest_changes([(row["party_id"], row["field"]) for row in rows])
    for row in rows:
        key = (row["party_id"], row["field"])
        row["changed_by"], row["changed_at"] = latest.get(key, (None, None))
    return rows


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
