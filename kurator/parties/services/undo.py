"""One change of the history is taken back, if nobody has changed the same value since."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.kernel.errors import KuratorError, NotFound
from kurator.parties.fields import text
from kurator.parties.selectors.history import ChangeRow, can_undo, read_changes
from kurator.parties.services.changes import change_party
from kurator.parties.services.contact_points import (
    add_contact_point,
    change_contact_point,
    get_contact_point,
    remove_contact_point,
)
from kurator.parties.services.tags import put_tag, take_off_tag
from kurator.tracking.types import UNDO


class CannotBeUndone(KuratorError):
    code = "parties.cannot_be_undone"
    status = 409
    texts = text(
        "This change cannot be taken back: the value has been changed again since, or is gone.",
        "Это изменение нельзя вернуть: значение с тех пор снова изменили или его больше нет.",
        "Цю зміну не можна повернути: значення відтоді знову змінили або його вже немає.",
    )


def undo_change(
    *, viewer: Viewer, party_id: UUID, change_id: UUID, field: str | None = None
) -> None:
    """
    Write the old values again, as a change of its own that names the one it takes back.

    Raises NotFound, EditConflict, CannotBeUndone.
    """
    rows = read_changes(viewer, party_id, limit=1, only_id=change_id)
    if not rows or (field is not None and field not in rows[0].pairs):
        raise NotFound
    row = rows[0]
    if not can_undo(row):
        raise CannotBeUndone
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL k.reason = '{UNDO}{row.id}'")
    if row.entity == "party":
        _undo_values(viewer, party_id, row, field)
    elif row.entity == "tag":
        _undo_tag(viewer, party_id, row)
    else:
        _undo_contact(viewer, party_id, row)


def _undo_values(viewer: Viewer, party_id: UUID, row: ChangeRow, field: str | None) -> None:
    values: dict[str, Any] = {}
    base: dict[str, Any] = {}
    for code, (old, new) in row.pairs.items():
        if field is None or code == field:
            values[code], base[code] = _apart(old, new) if code == "party.name" else (old, new)
    change_party(viewer=viewer, party_id=party_id, values=values, base=base)


def _apart(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Any, Any]:
    """Of two names only the languages in which they differ."""
    differing = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    return {key: old.get(key) for key in differing}, {key: new.get(key) for key in differing}


def _undo_tag(viewer: Viewer, party_id: UUID, row: ChangeRow) -> None:
    before, after = row.pairs["party.tags"]
    if row.operation == "I":
        take_off_tag(viewer=viewer, party_id=party_id, tag_id=UUID(after))
    else:
        put_tag(viewer=viewer, party_id=party_id, tag_id=UUID(before))


def _undo_contact(viewer: Viewer, party_id: UUID, row: ChangeRow) -> None:
    old = {code: pair[0] for code, pair in row.pairs.items()}
    if row.operation == "D":
        add_contact_point(
            viewer=viewer,
            party_id=party_id,
            kind=old["party.contact_kind"],
            value=old["party.contact"],
            extension=old.get("party.contact_extension") or "",
            label=old.get("party.contact_label") or "",
        )
        return
    try:
        _require_unchanged(party_id, row)
        if row.operation == "I":
            remove_contact_point(viewer=viewer, party_id=party_id, contact_point_id=row.entity_id)
        else:
            changes = {_COLUMNS[code]: value for code, value in old.items()}
            change_contact_point(
                viewer=viewer,
                party_id=party_id,
                contact_point_id=row.entity_id,
                changes=changes,
                base={},
            )
    except NotFound as error:
        raise CannotBeUndone from error


_COLUMNS: Mapping[str, str] = {
    "party.contact": "value",
    "party.contact_kind": "kind",
    "party.contact_extension": "extension",
    "party.contact_label": "label",
    "party.contact_preferred": "is_preferred",
}


def _require_unchanged(party_id: UUID, row: ChangeRow) -> None:
    present = get_contact_point(party_id, row.entity_id)
    pairs: Sequence[tuple[str, Any]] = [(code, pair[1]) for code, pair in row.pairs.items()]
    if any(present[_COLUMNS[code]] != new for code, new in pairs):
        raise CannotBeUndone
