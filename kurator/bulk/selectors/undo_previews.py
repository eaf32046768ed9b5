"""What the undo of a change set would do, before it is begun."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.expressions.scalars import is_uuid
from kurator.expressions.wording import instant
from kurator.parties.catalogue import Catalogue
from kurator.parties.field_rights import closed_to_undo
from kurator.parties.selectors.history import ValueNamer
from kurator.parties.selectors.latest_changes import latest_changes
from kurator.parties.selectors.recycled import names_of_recycled
from kurator.parties.services.undoing import CONTACT
from kurator.parties.vocabulary import names_of_people
from kurator.platform.cursors import read_cursor, write_cursor

RECYCLED: Final = "party.deleted_at"
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
    closed: int
    """Where something stays because the person's roles do not let him change it."""
    samples: list[dict[str, Any]]
    conflict_samples: list[dict[str, Any]]


# Of the whole set at once: read customer by customer, a hundred thousand take ten seconds.
_PLAN: Final = """
WITH plan AS MATERIALIZED (
  SELECT u.party_id, u.field, NULL::uuid AS item_id, u.old, u.new, u.present,
         CASE WHEN u.field = ANY(%(hidden)s) THEN 'hidden' ELSE u.state END AS state
    FROM k.plan_of_undo(%(transactions)s, NULL, %(closed)s) u
  UNION ALL
  SELECT b.party_id, CASE b.entity WHEN 'tag' THEN 'party.tags:' ELSE 'party.contact:' END || b.item_id,
         b.item_id, b.old, b.new, b.present,
         CASE WHEN b.fields && %(hidden)s THEN 'hidden' ELSE b.state END
    FROM k.plan_of_belongings(%(transactions)s, NULL, %(closed)s) b
)
"""
# Counts and the first of each kind at once: the plan is what costs.
_PREVIEW: Final = f"""{_PLAN}, counts AS (
  SELECT count(*) AS parties,
         count(*) FILTER (WHERE s.n_undo > 0) AS undone, count(*) FILTER (WHERE s.n_conflict > 0) AS conflicts,
         count(*) FILTER (WHERE s.n > 0 AND s.n_same = s.n) AS same, count(*) FILTER (WHERE s.n_closed > 0) AS closed
    FROM (SELECT count(*) FILTER (WHERE l.state <> 'hidden') AS n, count(*) FILTER (WHERE l.state = 'undo') AS n_undo,
                 count(*) FILTER (WHERE l.state IN ('conflict', 'taken')) AS n_conflict,
                 count(*) FILTER (WHERE l.state = 'same') AS n_same,
                 count(*) FILTER (WHERE l.state = 'closed') AS n_closed
            FROM plan l GROUP BY l.party_id) s
), first AS (
  (SELECT * FROM plan l WHERE l.state = 'undo' ORDER BY l.party_id, l.field LIMIT {SHOWN})
  UNION ALL
  (SELECT * FROM plan l WHERE l.state IN ('conflict', 'taken') ORDER BY l.party_id, l.field LIMIT {SHOWN})
)
SELECT c.parties, c.undone, c.conflicts, c.same, c.closed, f.state, f.party_id, p.number, p.display_name, f.field,
       f.item_id, f.old::text, f.new::text, f.present::text
  FROM counts c LEFT JOIN first f ON true LEFT JOIN parties_party p ON p.id = f.party_id
 ORDER BY f.party_id, f.field
"""
_SAMPLES: Final = f"""{_PLAN}
SELECT l.party_id, p.number, p.display_name, l.field, l.item_id, l.old::text, l.new::text, l.present::text
  FROM plan l
  LEFT JOIN parties_party p ON p.id = l.party_id
 WHERE l.state = ANY(%(states)s)
   AND (l.party_id, l.field) > (%(after)s::uuid, %(after_field)s)
 ORDER BY l.party_id, l.field LIMIT %(limit)s
"""
_FIRST: Final[Mapping[str, Any]] = {"after": UUID(int=0), "after_field": ""}
_CONFLICTS: Final = ("conflict", "taken")


def preview_undo(
    viewer: Viewer,
    transaction_ids: Sequence[UUID],
    *,
    catalogue: Catalogue,
) -> UndoPreview:
    """Compare the values as the change set left them with what stands there now."""
    with connection.cursor() as cursor:
        cursor.execute(_PREVIEW, _asked(viewer, transaction_ids))
        rows = cursor.fetchall()
    parties, undone, conflicts, same, closed = rows[0][:5]
    undo = [row[6:] for row in rows if row[5] == "undo"]
    conflicting = [row[6:] for row in rows if row[5] in _CONFLICTS]
    return UndoPreview(
        parties=parties,
        undone=undone,
        same=same,
        conflicts=conflicts,
        closed=closed,
        samples=_shown(viewer, undo, catalogue),
        conflict_samples=_with_authors(viewer, _shown(viewer, conflicting, catalogue)),
    )


def list_undo_conflicts(
    viewer: Viewer,
    transaction_ids: Sequence[UUID],
    *,
    catalogue: Catalogue,
    cursor: str = "",
) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of what has been changed since, and the mark of the next; raises CursorBroken."""
    after, field = read_cursor(_ORDER, cursor) if cursor else _FIRST.values()
    params = {**_asked(viewer, transaction_ids), "limit": PAGE + 1}
    rows = _conflicts(viewer, {**params, "after": after, "after_field": field}, catalogue)
    shown = rows[:PAGE]
    if len(rows) <= PAGE:
        return shown, None
    return shown, write_cursor(_ORDER, [shown[-1]["party_id"], shown[-1]["field"]])


def _asked(viewer: Viewer, transaction_ids: Sequence[UUID]) -> dict[str, Any]:
    return {
        "transactions": list(transaction_ids),
        "closed": sorted(closed_to_undo(viewer)),
        "hidden": sorted(viewer.hidden_fields),
    }


def _conflicts(
    viewer: Viewer, params: Mapping[str, Any], catalogue: Catalogue
) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLES, {**params, "states": list(_CONFLICTS)})
        rows = cursor.fetchall()
    return _with_authors(viewer, _shown(viewer, rows, catalogue))


def _with_authors(viewer: Viewer, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not rows:
        return []
    places = [(row["party_id"], row["item_id"] or row["field"]) for row in rows]
    latest = latest_changes(viewer, places)
    for row, place in zip(rows, places, strict=True):
        if change := latest.get(place):
            row |= {
                "changed_by": change.by,
                "changed_at": change.at,
                "is_changed_by_me": change.is_own,
            }
    return rows


def _shown(
    viewer: Viewer, rows: Sequence[tuple[Any, ...]], catalogue: Catalogue
) -> list[dict[str, Any]]:
    read = [(*row[:5], *(orjson.loads(one) if one else None for one in row[5:])) for row in rows]
    people = {
        UUID(value)
        for row in read
        if row[3] == "party.owner"
        for value in row[5:]
        if isinstance(value, str) and is_uuid(value)
    }
    names = names_of_people(sorted(people)) if people else {}
    namer = ValueNamer(catalogue, viewer.language, names)
    recycled = names_of_recycled(viewer, sorted({row[0] for row in read if row[2] is None}))
    shown = []
    for party_id, number, name, field, item_id, *values in read:
        if field == RECYCLED:
            values = [_told_instant(value, viewer) for value in values]
        number, name = recycled.get(party_id, (number, name))
        who = {"party_id": party_id, "number": number, "display_name": name}
        what = {"field": field, "item_id": item_id}
        shown.append({**who, **what, **_named(namer, field, *values)})
    return shown


def _told_instant(value: Any, viewer: Viewer) -> str | None:
    """Since when somebody lies in the bin: the history keeps it as text, the plan counts seconds."""
    if not value:
        return None
    is_counted = isinstance(value, int | float)
    at = datetime.fromtimestamp(value, UTC) if is_counted else datetime.fromisoformat(value)
    return instant(at, viewer.language, viewer.time_zone)


def _named(namer: ValueNamer, field: str, old: Any, new: Any, present: Any) -> dict[str, str]:
    """What it is and its three values in the reader's language."""
    kind, _, item = field.partition(":")
    if item:
        old, new = (one and {**(present or {}), **one} for one in (old, new))
        known = present or new or old or {}
        label = namer.contact_kind(known) if kind == CONTACT else namer.field_label(kind)
        name = namer.contact if kind == CONTACT else namer.tag
        return {"label": label, "old": name(old), "new": name(new), "present": name(present)}
    values = {"old": old, "new": new, "present": present}
    return {"label": namer.field_label(field)} | {
        place: namer.value_label(field, value) for place, value in values.items()
    }
