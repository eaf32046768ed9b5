"""
A customer is changed.

Law: of two editors neither's value is lost silently. Different fields merge; of the same field
only the one who saw the present value may write.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import IntegrityError, connection

from kurator.access.types import Viewer
from kurator.kernel.errors import (
    InvalidInput,
    KuratorError,
    NotFound,
    PermissionMissing,
    VersionConflict,
)
from kurator.kernel.ids import NOBODY_ID
from kurator.parties.attribute_fields import PREFIX
from kurator.parties.catalogue import Catalogue, current_catalogue
from kurator.parties.selectors.latest_changes import latest_change
from kurator.parties.selectors.visibility import editable_sql, refuse_only_shared
from kurator.parties.services.bulk_values import patch_sql
from kurator.parties.services.ownership import hand_over
from kurator.parties.services.parties import external_id_taken
from kurator.parties.values import Patch, ValueRefused, printable, read_patch


class EditConflict(KuratorError):
    code = "parties.edit_conflict"
    status = 409
    texts = {
        "en": "Somebody has changed the same fields since you opened the customer. Choose what stays.",
        "ru": "Пока карточка была открыта, кто-то изменил эти же поля. Выберите, что оставить.",
        "uk": "Поки картку було відкрито, хтось змінив ці самі поля. Виберіть, що лишити.",
    }


@dataclass(frozen=True)
class Conflict:
    field: str
    base: Any
    theirs: Any
    mine: Any
    changed_by: str | None
    changed_at: datetime | None


@dataclass(frozen=True)
class Current:
    """The row as it stands, locked."""

    id: UUID
    version: int
    names: Mapping[str, str]
    display_name: str
    attrs: Mapping[str, Any]
    columns: Mapping[str, Any]


_COLUMNS: Final = (
    "kind",
    "status",
    "owner_id",
    "lang",
    "time_zone",
    "external_id",
    "tax_id",
    "birth_date",
)


def change_party(
    *,
    viewer: Viewer,
    party_id: UUID,
    values: Mapping[str, object],
    base: Mapping[str, object],
    if_version: int | None = None,
    catalogue: Catalogue | None = None,
) -> int:
    """
    Set values by field code and return the new version.

    `base` holds what the editor saw. Raises NotFound, InvalidInput, EditConflict, VersionConflict.
    """
    patch = read_patch(values, catalogue or current_catalogue())
    if "owner_id" in patch.columns and "parties.assign" not in viewer.permissions:
        raise PermissionMissing(permission="parties.assign")
    current = lock_party(viewer, party_id)
    if if_version is not None and if_version != current.version:
        raise VersionConflict
    conflicts = find_conflicts(viewer=viewer, current=current, values=values, base=base)
    if conflicts:
        raise EditConflict(conflicts=[asdict(conflict) for conflict in conflicts])
    _refuse_nameless(current, patch)
    owner_id = patch.columns.pop("owner_id", None)
    if owner_id is not None and not _is_own(viewer, current):
        raise PermissionMissing(permission="parties.assign")  # a share gives no right to give away
    version = _update(current, patch)
    if isinstance(owner_id, UUID) and owner_id != current.columns["owner_id"]:
        hand_over(
            viewer=viewer, party_ids=[party_id], owner_id=owner_id, loc=("set", "party.owner")
        )
        version += 1
    return version


def _is_own(viewer: Viewer, current: Current) -> bool:
    return viewer.sees_owner(UUID(str(current.columns["owner_id"])))


def lock_party(viewer: Viewer, party_id: UUID) -> Current:
    """Lock the customer and return him as he stands; raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.version, p.name, p.display_name, p.attrs, {', '.join(_COLUMNS)}"
            f" FROM parties_party p WHERE p.id = %s AND {editable_sql(viewer)} FOR NO KEY UPDATE",
            [party_id],
        )
        row = cursor.fetchone()
    if row is None:
        refuse_only_shared(viewer, party_id)
        raise NotFound
    version, name, display_name, attrs, *columns = row
    return Current(
        id=party_id,
        version=version,
        names=orjson.loads(name),
        display_name=display_name,
        attrs=orjson.loads(attrs),
        columns=dict(zip(_COLUMNS, columns, strict=True)),
    )


def find_conflicts(
    *,
    viewer: Viewer,
    current: Current,
    values: Mapping[str, object],
    base: Mapping[str, object],
) -> list[Conflict]:
    """Return the fields that hold neither `base` nor what is wanted: somebody has changed them.

    A field without a base is not looked at: the last one to write wins.
    """
    found = []
    for code, mine in values.items():
        if code not in base:
            continue
        theirs, seen = present_value(current, code, mine), _comparable(base[code])
        if isinstance(seen, Mapping) and isinstance(theirs, Mapping):
            seen = {key: seen.get(key, theirs[key]) for key in theirs}
        if theirs not in (seen, _comparable(mine)):
            latest = latest_change(viewer, current.id, code)
            who_and_when = (latest.by, latest.at) if latest else (None, None)
            found.append(Conflict(code, seen, theirs, mine, *who_and_when))
    return found


def present_value(current: Current, code: str, like: object = None) -> Any:
    """The stored value on the wire; a name by language when `like` is one."""
    if code == "party.name":
        if isinstance(like, Mapping):
            return {language: current.names.get(language) for language in like}
        return current.display_name
    if code.startswith(PREFIX):
        return current.attrs.get(code.removeprefix(PREFIX))
    column = "owner_id" if code == "party.owner" else code.removeprefix("party.")
    return _comparable(current.columns.get(column))


def _comparable(value: object) -> Any:
    """One form of a value: empty is None, ids and dates are text."""
    if isinstance(value, Mapping):
        return {key: _comparable(item) for key, item in value.items()}
    if isinstance(value, UUID | date):
        value = str(value)
    if isinstance(value, str):
        value = printable(value.strip())
    return None if value in ("", str(NOBODY_ID)) else value


def _refuse_nameless(current: Current, patch: Patch) -> None:
    if not patch.names or patch.own_name is not None:
        return
    names = {**current.names, **patch.names}
    if not any(names.values()):
        refusal = ValueRefused("parties.required")
        raise InvalidInput(problems=[refusal.problem(("set", "party.name"))])


def _update(current: Current, patch: Patch) -> int:
    assignments, changed, params = patch_sql(patch)
    if not assignments:
        return current.version
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE parties_party SET {', '.join(assignments)}"
                f" WHERE id = %(id)s AND ({' OR '.join(changed)}) RETURNING version",
                {**params, "id": current.id},
            )
            row = cursor.fetchone()
    except IntegrityError as error:
        if "one_external_id" in str(error):
            raise external_id_taken(("set", "party.external_id")) from error
        raise
    return int(row[0]) if row else current.version
