"""Phones, addresses and other ways to reach a customer are added, changed, removed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.kernel.errors import InvalidInput, NotFound
from kurator.kernel.ids import new_id
from kurator.parties.contact_values import ContactValue, read_contact
from kurator.parties.field_rights import FIELD_OF_CONTACT, require_open
from kurator.parties.selectors.duplicates import Duplicate, find_duplicates
from kurator.parties.selectors.latest_changes import latest_changes
from kurator.parties.selectors.visibility import editable_sql, refuse_only_shared
from kurator.parties.services.changes import Conflict, EditConflict
from kurator.parties.values import Loc, ValueRefused, read_text

MAX_LABEL: Final = 100
_COLUMNS: Final = "id, kind, value, norm, extension, label, is_preferred"


def add_contact_point(
    *,
    viewer: Viewer,
    party_id: UUID,
    kind: str,
    value: object,
    extension: str = "",
    label: str = "",
    is_preferred: bool = False,
) -> tuple[dict[str, Any], list[Duplicate]]:
    """Add a contact point; others who have the same one come back with it."""
    require_open(viewer, [FIELD_OF_CONTACT.get(kind)])
    zone = _zone_of(viewer, party_id)
    read = _read(kind, value, extension, zone)
    if is_preferred:
        _clear_preferred(party_id, kind)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO parties_contactpoint"
            " (id, party_id, kind, value, norm, extension, label, is_preferred, position)"
            " SELECT %s, %s, %s, %s, %s, %s, %s, %s, coalesce(max(position), 0) + 1"
            f"  FROM parties_contactpoint WHERE party_id = %s RETURNING {_COLUMNS}",
            [new_id(), party_id, kind, read.value, read.norm, read.extension,
             _label(label), is_preferred, party_id],
        )  # fmt: skip
        row = _as_dict(cursor)
    return row, _others(viewer, party_id, read)


def change_contact_point(
    *,
    viewer: Viewer,
    party_id: UUID,
    contact_point_id: UUID,
    changes: Mapping[str, Any],
    base: Mapping[str, Any],
) -> dict[str, Any]:
    """
    Change some of value, extension, label, is_preferred.

    `base` holds what the editor saw. Raises NotFound, InvalidInput, EditConflict.
    """
    zone = _zone_of(viewer, party_id)
    present = get_contact_point(party_id, contact_point_id)
    require_open(viewer, [FIELD_OF_CONTACT.get(present["kind"])])
    _refuse_unseen(viewer, party_id, present, changes, base)
    columns: dict[str, Any] = {
        key: changes[key] for key in ("extension", "label", "is_preferred") if key in changes
    }
    if "value" in changes or "extension" in changes:
        value = changes.get("value", present["value"])
        extension = columns.get("extension", "" if "value" in changes else present["extension"])
        read = _read(present["kind"], value, extension, zone)
        columns |= {"value": read.value, "norm": read.norm, "extension": read.extension}
    if "label" in columns:
        columns["label"] = _label(columns["label"])
    if columns.get("is_preferred"):
        _clear_preferred(party_id, present["kind"])
    if not columns:
        return present
    assignments = ", ".join(f"{name} = %({name})s" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE parties_contactpoint SET {assignments}"
            f" WHERE id = %(id)s AND party_id = %(party)s RETURNING {_COLUMNS}",
            {**columns, "id": contact_point_id, "party": party_id},
        )
        return _as_dict(cursor)


def _refuse_unseen(
    viewer: Viewer,
    party_id: UUID,
    present: Mapping[str, Any],
    changes: Mapping[str, Any],
    base: Mapping[str, Any],
) -> None:
    """The customer is locked: what stands here stays until the change is written."""
    stale = [
        key
        for key in changes.keys() & base.keys()
        if present[key] not in (_typed(base[key]), _typed(changes[key]))
    ]
    if not stale:
        return
    place = (party_id, present["id"])
    latest = latest_changes(viewer, [place]).get(place)
    who_and_when = (latest.by, latest.at) if latest else (None, None)
    conflicts = [
        Conflict(key, base[key], present[key], changes[key], *who_and_when) for key in sorted(stale)
    ]
    raise EditConflict(conflicts=[asdict(conflict) for conflict in conflicts])


def _typed(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def remove_contact_point(*, viewer: Viewer, party_id: UUID, contact_point_id: UUID) -> None:
    """Raises NotFound, OnlyShared, FieldClosed."""
    _zone_of(viewer, party_id)
    present = get_contact_point(party_id, contact_point_id)
    require_open(viewer, [FIELD_OF_CONTACT.get(present["kind"])])
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM parties_contactpoint WHERE id = %s AND party_id = %s",
            [contact_point_id, party_id],
        )
        if cursor.rowcount == 0:
            raise NotFound


def norms_of(kind: str, values: Sequence[str], *, zone: str) -> list[str]:
    """Return the normalized forms of those values that are contact points at all."""
    found = []
    for value in values:
        try:
            found.append(read_contact(kind, value, zone=zone).norm)
        except ValueRefused:
            continue
    return found


def _read(kind: str, value: object, extension: object, zone: str) -> ContactValue:
    try:
        return read_contact(kind, value, zone=zone, extension=extension)
    except ValueRefused as refusal:
        raise InvalidInput(problems=[refusal.problem(("value",))]) from None


def _label(text: object) -> str:
    loc: Loc = ("label",)
    try:
        return read_text(text, limit=MAX_LABEL) or ""
    except ValueRefused as refusal:
        raise InvalidInput(problems=[refusal.problem(loc)]) from None


def _zone_of(viewer: Viewer, party_id: UUID) -> str:
    """Return the customer's zone and lock him; raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.time_zone FROM parties_party p WHERE p.id = %s AND {editable_sql(viewer)}"
            " FOR NO KEY UPDATE",
            [party_id],
        )
        row = cursor.fetchone()
    if row is None:
        refuse_only_shared(viewer, party_id)
        raise NotFound
    return str(row[0])


def get_contact_point(party_id: UUID, contact_point_id: UUID) -> dict[str, Any]:
    """Return the row by column; the right to see it has been asked before. Raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM parties_contactpoint WHERE id = %s AND party_id = %s",
            [contact_point_id, party_id],
        )
        found = _as_dict(cursor)
    if not found:
        raise NotFound
    return found


def _clear_preferred(party_id: UUID, kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE parties_contactpoint SET is_preferred = false"
            " WHERE party_id = %s AND kind = %s AND is_preferred",
            [party_id, kind],
        )


def _others(viewer: Viewer, party_id: UUID, read: ContactValue) -> list[Duplicate]:
    return find_duplicates(
        viewer,
        phones=[read.norm] if read.kind == "PHONE" else [],
        emails=[read.norm] if read.kind == "EMAIL" else [],
        except_id=party_id,
    )


def _as_dict(cursor: Any) -> dict[str, Any]:
    row = cursor.fetchone()
    return dict(zip(_COLUMNS.split(", "), row, strict=True)) if row else {}
