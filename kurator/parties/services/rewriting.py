"""Texts and contact points of many customers are written, each with a value of its own."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import IntegrityError, connection, transaction

from kurator.kernel.ids import new_id
from kurator.parties.selectors.rewriting import Point, PointChanges, find_taken
from kurator.parties.values import Patch

_ATTEMPTS: Final = 3


_WRITE_TEXTS: Final = """
WITH given AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(
    id uuid, names jsonb, columns jsonb, attrs jsonb, dropped jsonb)
)
UPDATE parties_party p
   SET name = coalesce(g.names, p.name),
       external_id = CASE WHEN jsonb_exists(g.columns, 'external_id')
                          THEN g.columns ->> 'external_id' ELSE p.external_id END,
       tax_id = coalesce(g.columns ->> 'tax_id', p.tax_id),
       attrs = (p.attrs || g.attrs) - ARRAY(SELECT jsonb_array_elements_text(g.dropped))
  FROM given g WHERE p.id = g.id
RETURNING p.id
"""


def write_texts(*, patches: Mapping[UUID, Patch]) -> tuple[set[UUID], set[UUID]]:
    """
    Write them to customers that are locked; `names` of a patch are all names of the customer.

    Returns who changed, and who did not because somebody took the external id in this moment.
    """
    left = dict(patches)
    refused: set[UUID] = set()
    for attempt in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                return _write_texts(left), refused
        except IntegrityError as error:
            if "one_external_id" not in str(error) or attempt == _ATTEMPTS - 1:
                raise
        late = _taken_meanwhile(left)
        refused |= late
        left = {one: patch for one, patch in left.items() if one not in late}
    return set(), refused


def _taken_meanwhile(patches: Mapping[UUID, Patch]) -> set[UUID]:
    wanted = {
        party_id: str(patch.columns["external_id"])
        for party_id, patch in patches.items()
        if patch.columns.get("external_id") is not None
    }
    taken = find_taken(wanted.values())
    return {party_id for party_id, external_id in wanted.items() if external_id in taken}


def _write_texts(patches: Mapping[UUID, Patch]) -> set[UUID]:
    rows = [
        {
            "id": party_id,
            "names": patch.names or None,
            "columns": patch.columns,
            "attrs": patch.set_attrs(),
            "dropped": patch.dropped_attrs(),
        }
        for party_id, patch in patches.items()
    ]
    return _run(_WRITE_TEXTS, rows)


_ADD: Final = """
INSERT INTO parties_contactpoint
  (id, party_id, kind, value, norm, extension, label, is_preferred, position)
SELECT r.id, r.party_id, r.kind, r.value, r.norm, r.extension, r.label, r.is_preferred, r.position
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(
         id uuid, party_id uuid, kind text, value text, norm text, extension text, label text,
         is_preferred boolean, position smallint)
RETURNING party_id
"""
_CHANGE: Final = """
UPDATE parties_contactpoint c
   SET value = r.value, norm = r.norm, extension = r.extension, label = r.label,
       is_preferred = r.is_preferred
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(
         id uuid, party_id uuid, value text, norm text, extension text, label text,
         is_preferred boolean)
 WHERE c.id = r.id AND c.party_id = r.party_id
RETURNING c.party_id
"""
_REMOVE: Final = """
DELETE FROM parties_contactpoint c USING jsonb_to_recordset(%(rows)s::jsonb) AS r(id uuid)
 WHERE c.id = r.id RETURNING c.party_id
"""


def write_points(*, changes: PointChanges) -> set[UUID]:
    """Write them to customers that are locked; returns whose contact points changed."""
    return (
        _run(_REMOVE, [{"id": one} for one in changes.removed])
        | _run(_CHANGE, [_record(*one) for one in changes.changed])
        | _run(_ADD, [{**_record(*one), "id": new_id()} for one in changes.added])
    )


def _record(party_id: UUID, point: Point) -> dict[str, Any]:
    return {
        "id": point.id,
        "party_id": party_id,
        "kind": point.kind,
        "value": point.value,
        "norm": point.norm,
        "extension": point.extension,
        "label": point.label,
        "is_preferred": point.is_preferred,
        "position": point.position,
    }


def _run(sql: str, rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    if not rows:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(sql, {"rows": orjson.dumps(rows).decode()})
        return {row[0] for row in cursor.fetchall()}
