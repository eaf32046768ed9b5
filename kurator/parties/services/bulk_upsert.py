"""
Many customers are created and brought up to date by their external id, set by set.

Law: what is not mentioned stays as it is; a row that changes nothing leaves no trace. Meant for
background jobs, which see all rows: whose customers may be touched is told by `viewer_owner_ids`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from kurator.kernel.errors import FieldProblem
from kurator.kernel.ids import new_id
from kurator.kernel.localized import DEFAULT_LANGUAGE
from kurator.parties.catalogue import Catalogue, current_catalogue
from kurator.parties.contact_values import ContactValue
from kurator.parties.services.bulk_upsert_sql import (
    EXISTING,
    INSERT,
    INSERT_CONTACTS,
    TAGS,
    UPDATE,
    UPDATE_IN_PLACE,
)
from kurator.parties.value_texts import TEXTS
from kurator.parties.values import Patch, ValueRefused, ValueTarget, target_of

Refused = tuple[int, FieldProblem]


@dataclass(frozen=True)
class PartyUpsert:
    """
    One row. `values` go by field code, on the wire; contact points are read already. `owner_id` is
    the owner of a new customer: that of a known one changes only through `party.owner`.
    """

    external_id: str | None
    values: Mapping[str, object]
    phones: Sequence[ContactValue] = ()
    emails: Sequence[ContactValue] = ()
    tags: Sequence[UUID] = ()
    owner_id: UUID | None = None


@dataclass
class UpsertResult:
    """`refused` holds the index of a row and its first problem."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class Defaults:
    """What new customers get of which their row tells nothing."""

    language: str = DEFAULT_LANGUAGE
    time_zone: str = "Europe/Kyiv"
    status: str = "NEW"
    kind: str = "PERSON"


@dataclass
class _Row:
    """`record` and `contacts` are what a new customer is made of, as JSON; None: not written out yet."""

    index: int
    party_id: UUID
    given: PartyUpsert
    patch: Patch
    record: bytes | None = None
    contacts: bytes = b""

    @property
    def external_id(self) -> str | None:
        found = self.patch.columns.get("external_id")
        return None if found is None else str(found)


@dataclass
class Prepared:
    """Rows whose values are read and checked; only the database is still to be asked."""

    rows: list[_Row] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


class UpsertReader:
    """Reads values as the one reader of values does; equal values of a field are read once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._targets: dict[str, ValueTarget] = {}

    def prepare(self, rows: Sequence[PartyUpsert], *, new_ones: Defaults | None = None) -> Prepared:
        """
        Touches no database. With `new_ones` the rows are also written out as new customers, so that
        nothing but the database remains to be waited for.
        """
        prepared = Prepared()
        seen: set[str] = set()
        for index, row in enumerate(rows):
            patch = Patch()
            problem = self._fill(patch, row)
            if problem is not None:
                prepared.refused.append((index, problem))
                continue
            external_id = str(patch.columns.get("external_id") or "")
            if external_id and external_id in seen:
                problem = _problem("party.external_id", "parties.external_id_twice")
                prepared.refused.append((index, problem))
                continue
            seen.add(external_id)
            prepared.rows.append(_Row(index, new_id(), row, patch))
            if new_ones is not None:
                _write_out(prepared.rows[-1], new_ones)
        return prepared

    def _fill(self, patch: Patch, row: PartyUpsert) -> FieldProblem | None:
        code = "party.external_id"
        try:
            if row.external_id is not None:  # or nobody to whom it is closed could import
                self._target(code).put(patch, row.external_id)
            for code, value in row.values.items():
                self._target(code).put(patch, value)
        except ValueRefused as refusal:
            return refusal.problem((code,))
        return None

    def _target(self, code: str) -> ValueTarget:
        found = self._targets.get(code)
        if found is None:
            found = self._targets[code] = target_of(code, self._catalogue)
        return found


def upsert_parties(
    *,
    viewer_owner_ids: Sequence[UUID] | None,
    rows: Sequence[PartyUpsert],
    now: datetime,
    language: str = DEFAULT_LANGUAGE,
    time_zone: str = "Europe/Kyiv",
) -> UpsertResult:
    """
    Write the rows and return what became of them; a refused row does not stop the others.

    New customers without a name get their external id for one; `language` and `time_zone` are
    theirs unless the row tells others.
    """
    return write_prepared(
        viewer_owner_ids=viewer_owner_ids,
        prepared=UpsertReader(current_catalogue()).prepare(rows),
        now=now,
        defaults=Defaults(language, time_zone),
    )


def write_prepared(
    *,
    viewer_owner_ids: Sequence[UUID] | None,
    prepared: "Prepared",
    now: datetime,
    defaults: Defaults,
    is_dry: bool = False,
) -> UpsertResult:
    """
    As `upsert_parties`, with rows that were read before, maybe by another thread. A dry one counts
    the same and writes neither contact points of new customers nor new owners.
    """
    result = UpsertResult(refused=list(prepared.refused))
    fresh, known = _match(prepared.rows, viewer_owner_ids, result)
    for row in fresh:
        if row.record is None:
            _write_out(row, defaults)
    missed = _insert(fresh, result, now=now, adds_contacts=not is_dry)
    if missed:  # somebody created the same external ids a moment ago
        _, again = _match(missed, viewer_owner_ids, result)
        known += again
    _update(known, result, moves_owners=not is_dry)
    return result


def _problem(code: str, problem: str) -> FieldProblem:
    return FieldProblem((code,), problem, TEXTS[problem])


def _match(
    rows: Sequence[_Row], owner_ids: Sequence[UUID] | None, result: UpsertResult
) -> tuple[list[_Row], list[_Row]]:
    """Divide into new and known ones, which get locked; refuse those of other owners."""
    external_ids = [row.external_id for row in rows if row.external_id]
    with connection.cursor() as cursor:
        cursor.execute(EXISTING, [_json(external_ids)])
        found = {external_id: (pk, *facts) for pk, external_id, *facts in cursor.fetchall()}
    fresh, known = [], []
    for row in rows:
        match = found.get(row.external_id) if row.external_id else None
        if match is None:
            fresh.append(row)
        elif owner_ids is not None and match[1] not in owner_ids:
            problem = _problem("party.external_id", "parties.external_id_taken")
            result.refused.append((row.index, problem))
        elif match[2]:
            problem = _problem("party.external_id", "parties.external_id_recycled")
            result.refused.append((row.index, problem))
        else:
            row.party_id = match[0]
            known.append(row)
    return fresh, known


def _insert(
    rows: Sequence[_Row], result: UpsertResult, *, now: datetime, adds_contacts: bool
) -> list[_Row]:
    """Insert new customers with their contact points and return those that somebody else made."""
    kept = [row for row in rows if row.record]
    result.refused += [
        (row.index, _problem("party.name", "parties.required")) for row in rows if not row.record
    ]
    if not kept:
        return []
    contacts = [row.contacts for row in kept if row.contacts] if adds_contacts else []
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            {
                "rows": _listed(row.record or b"" for row in kept),
                "contacts": _listed(contacts),
                "amount": len(kept),
                "now": now,
            },
        )
        made = {row[0] for row in cursor.fetchall()}
    result.created += len(made)
    _add_tags([row for row in kept if row.party_id in made])
    return [row for row in kept if row.party_id not in made]


def _write_out(row: _Row, defaults: Defaults) -> None:
    """As a new customer; an empty record is one that has neither a name nor an external id."""
    record = _new_record(row, defaults)
    row.record = orjson.dumps(record) if record is not None else b""
    row.contacts = b",".join(map(orjson.dumps, _contact_records([row])))


def _listed(records: Iterable[bytes]) -> str:
    return (b"[" + b",".join(records) + b"]").decode()


def _new_record(row: _Row, defaults: Defaults) -> dict[str, Any] | None:
    patch = row.patch
    columns: dict[str, Any] = {
        "kind": defaults.kind,
        "status": defaults.status,
        "tax_id": "",
        "lang": defaults.language,
        "time_zone": defaults.time_zone,
        "owner_id": row.given.owner_id or UUID(int=0),
        **patch.columns,
    }
    names = {language: name for language, name in patch.names.items() if name}
    if patch.own_name is not None:
        names[columns["lang"]] = patch.own_name
    if not names:
        if not row.external_id:
            return None
        names = {columns["lang"]: row.external_id}
    return {**columns, "id": row.party_id, "name": names, "attrs": patch.set_attrs()}


def _update(rows: Sequence[_Row], result: UpsertResult, *, moves_owners: bool) -> None:
    if not rows:
        return
    records = [
        {
            "id": row.party_id,
            "columns": row.patch.columns,
            "attrs": row.patch.set_attrs(),
            "dropped": row.patch.dropped_attrs(),
            "names": row.patch.names,
            "own_name": row.patch.own_name,
        }
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE if moves_owners else UPDATE_IN_PLACE, {"rows": _json(records)})
        changed = {row[0] for row in cursor.fetchall()}
    changed |= _add_contacts(rows) | _add_tags(rows)
    result.updated += len(changed)
    result.unchanged += len(rows) - len(changed)


def _contact_records(rows: Iterable[_Row]) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "party_id": row.party_id,
            "kind": contact.kind,
            "value": contact.value,
            "norm": contact.norm,
            "extension": contact.extension,
            "position": position,
        }
        for row in rows
        for position, contact in enumerate([*row.given.phones, *row.given.emails])
    ]


def _add_contacts(rows: Sequence[_Row]) -> set[UUID]:
    return _add(INSERT_CONTACTS, _contact_records(rows))


def _add_tags(rows: Sequence[_Row]) -> set[UUID]:
    records = [
        {"id": new_id(), "party_id": row.party_id, "tag_id": tag_id}
        for row in rows
        for tag_id in dict.fromkeys(row.given.tags)
    ]
    return _add(TAGS, records)


def _add(sql: str, records: list[dict[str, Any]]) -> set[UUID]:
    """Run an INSERT that returns the customers who got something."""
    if not records:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(sql, {"rows": _json(records)})
        return {row[0] for row in cursor.fetchall()}


def _json(records: Any) -> str:
    return orjson.dumps(records).decode()
