"""
Changes are taken back set by set from the history, as changes of their own.

Law: a value that somebody has changed since is a conflict and stays, unless the person wills
otherwise; doing and undoing leaves everything as it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.parties.contact_values import read_contact
from kurator.parties.field_rights import closed_fields, closed_to_undo
from kurator.parties.values import ValueRefused

CONTACT: Final = "party.contact"
TAGS: Final = "party.tags"


def contact_code(point_id: UUID) -> str:
    """By which a choice names one contact point."""
    return f"{CONTACT}:{point_id}"


@dataclass
class UndoResult:
    """
    Customers by what became of them; `conflicts` holds the fields that were left as they are, and
    `kept` those that are closed to the person (a hidden one without its name). `gone` are out of his
    sight by now.
    """

    changed: set[UUID] = field(default_factory=set)
    conflicts: dict[UUID, list[str]] = field(default_factory=dict)
    kept: dict[UUID, list[str]] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)

    def keep(self, viewer: Viewer, party_id: UUID, codes: Iterable[str]) -> None:
        names = self.kept.setdefault(party_id, [])
        names += [code for code in codes if code not in viewer.hidden_fields | {*names}]


@dataclass(frozen=True)
class _Wills:
    """What the person wants to become of conflicts, and what he may not."""

    is_forced: bool
    choices: Mapping[str, Mapping[str, bool]]
    closed: frozenset[str]
    """What he may not have back, whatever he wants."""

    def takes_old(self, party_id: UUID, code: str) -> bool:
        chosen = self.choices.get(str(party_id), {})
        return chosen.get(code, chosen.get("*", self.is_forced))

    def takes_old_contact(self, party_id: UUID, point_id: UUID) -> bool:
        """A word about the one contact goes before one about all of the customer."""
        chosen = self.choices.get(str(party_id), {})
        return chosen.get(contact_code(point_id), self.takes_old(party_id, CONTACT))

    def of(self, party_ids: Sequence[UUID]) -> str:
        """Only of these customers: a portion does not carry the choices of all others."""
        wanted = {str(one): self.choices[str(one)] for one in party_ids if str(one) in self.choices}
        return orjson.dumps(wanted).decode()


def undo_changes(
    *,
    viewer: Viewer,
    transaction_ids: Sequence[UUID],
    now: datetime,
    party_ids: Sequence[UUID] | None = None,
    is_forced: bool = False,
    choices: Mapping[str, Mapping[str, bool]] | None = None,
    closed: Iterable[str] = (),
) -> UndoResult:
    """
    Take back what these transactions did, of all customers or of some of them.

    What others have changed since is overwritten when `is_forced`; `choices` say otherwise for
    single customers (`*`), for their fields and for their contact points (`contact_code`).

    Reaches the customers whom the viewer sees, and of those whom he gave away by these changes the
    owner; the open transaction must be bound to him. What his roles close to him now, and what is
    `closed` besides, stays as it is. Customers that were created go into the recycle bin.
    """
    transactions = list(transaction_ids)
    ids = _reached(transactions, party_ids)
    result = UndoResult(gone=set(party_ids or ()).difference(ids))
    wills = _Wills(is_forced, choices or {}, closed_to_undo(viewer).union(closed))
    if not ids:
        return result
    seen = _count_seen(ids)
    _undo_tags(viewer, transactions, ids, result)
    _undo_contacts(viewer, transactions, ids, wills, result)
    away = _undo_parties(viewer, transactions, ids, now, wills, result)
    if seen < len(ids):  # who came out of the recycle bin is in sight only now
        _undo_contacts(viewer, transactions, [one for one in ids if one not in away], wills, result)
    return result


def _undo_parties(
    viewer: Viewer,
    transactions: list[UUID],
    ids: list[UUID],
    now: datetime,
    wills: "_Wills",
    result: UndoResult,
) -> set[UUID]:
    """Return whom the person had given away."""
    away = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM k.take_back_parties(%s, %s, %s, %s, %s::jsonb, %s)",
            [transactions, ids, wills.is_forced, now, wills.of(ids), sorted(wills.closed)],
        )
        for party_id, is_changed, is_away, conflicts, kept in cursor.fetchall():
            if is_changed:
                result.changed.add(party_id)
            if is_away:
                away.add(party_id)
            if conflicts:
                result.conflicts.setdefault(party_id, []).extend(sorted(conflicts))
            if kept:
                result.keep(viewer, party_id, sorted(kept))
    return away


def _reached(transactions: list[UUID], party_ids: Sequence[UUID] | None) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM k.parties_of_changes(%s, %s)",
            [transactions, None if party_ids is None else list(party_ids)],
        )
        return sorted(row[0] for row in cursor.fetchall())


def _count_seen(ids: list[UUID]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM parties_party WHERE id = ANY(%s) AND deleted_at IS NULL", [ids]
        )
        return int(cursor.fetchone()[0])


def _undo_tags(
    viewer: Viewer, transactions: list[UUID], ids: list[UUID], result: UndoResult
) -> None:
    is_closed = TAGS in closed_fields(viewer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM k.take_back_tags(%s, %s, %s)", [transactions, ids, is_closed])
        for party_id, is_kept in cursor.fetchall():
            if is_kept:
                result.keep(viewer, party_id, [TAGS])
            else:
                result.changed.add(party_id)


_CONTACTS: Final = """
SELECT b.party_id, b.item_id, b.old, b.present, b.state, b.fields, p.time_zone
  FROM k.plan_of_belongings(%(transactions)s, %(ids)s, %(closed)s) b
  JOIN parties_party p ON p.id = b.party_id AND p.deleted_at IS NULL
 WHERE b.entity = 'contact_point' AND b.state <> 'same'
"""
_REMOVE: Final = "DELETE FROM parties_contactpoint WHERE id = ANY(%s) RETURNING party_id"
_PUT_BACK: Final = """
INSERT INTO parties_contactpoint
  (id, party_id, kind, value, norm, extension, label, is_preferred, position)
SELECT r.id, r.party_id, r.kind, r.value, r.norm, coalesce(r.extension, ''),
       coalesce(r.label, ''), coalesce(r.is_preferred, false), 100
  FROM jsonb_to_recordset(%s::jsonb) AS r(
         id uuid, party_id uuid, kind text, value text, norm text, extension text, label text,
         is_preferred boolean)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, value = excluded.value, norm = excluded.norm,
   extension = excluded.extension, label = excluded.label, is_preferred = excluded.is_preferred
 WHERE (parties_contactpoint.kind, parties_contactpoint.value, parties_contactpoint.extension,
        parties_contactpoint.label, parties_contactpoint.is_preferred) IS DISTINCT FROM
       (excluded.kind, excluded.value, excluded.extension, excluded.label, excluded.is_preferred)
RETURNING party_id
"""
_COLUMNS: Final[Mapping[str, str]] = {
    "party.contact_kind": "kind",
    "party.contact": "value",
    "party.contact_extension": "extension",
    "party.contact_label": "label",
    "party.contact_preferred": "is_preferred",
}


def _undo_contacts(
    viewer: Viewer,
    transactions: list[UUID],
    ids: list[UUID],
    wills: "_Wills",
    result: UndoResult,
) -> None:
    closed = sorted(wills.closed | closed_fields(viewer))
    with connection.cursor() as cursor:
        cursor.execute(_CONTACTS, {"transactions": transactions, "ids": ids, "closed": closed})
        rows = cursor.fetchall()
    gone: list[UUID] = []
    restored: list[dict[str, Any]] = []
    for party_id, point_id, old, present, state, fields, zone in rows:
        if state == "closed":
            is_hidden = not viewer.hidden_fields.isdisjoint(fields)
            result.keep(viewer, party_id, [] if is_hidden else [CONTACT])
        elif state == "conflict" and not wills.takes_old_contact(party_id, point_id):
            left = result.conflicts.setdefault(party_id, [])
            left += [CONTACT] if CONTACT not in left else []
        elif old is None:
            gone.append(point_id)
        else:
            record = _as_it_was(orjson.loads(old), orjson.loads(present) if present else {}, zone)
            if record is not None:
                restored.append({"id": point_id, "party_id": party_id, **record})
    changed = _run(_REMOVE, gone) if gone else []
    changed += _run(_PUT_BACK, orjson.dumps(restored).decode()) if restored else []
    result.changed.update(changed)


def _as_it_was(
    old: Mapping[str, Any], present: Mapping[str, Any], zone: str
) -> dict[str, Any] | None:
    """Values before the change, None when they cannot be known (personal ones were erased)."""
    values = {**present, **old}
    record: dict[str, Any] = {column: values.get(code) for code, column in _COLUMNS.items()}
    if not record.get("kind") or not record.get("value"):
        return None
    try:
        read = read_contact(record["kind"], record["value"], zone=zone)
    except ValueRefused:
        return {**record, "norm": str(record["value"]).lower()}
    return {**record, "norm": read.norm}


def _run(sql: str, parameter: Any) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [parameter])
        return [row[0] for row in cursor.fetchall()]
