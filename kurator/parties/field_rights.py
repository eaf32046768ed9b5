"""What a person's roles keep him from: fields he may not see, or may see and not change."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from kurator.access.types import Viewer
from kurator.kernel.errors import KuratorError
from kurator.parties.fields import text

FIELD_OF_CONTACT: Final[Mapping[str, str]] = {"PHONE": "party.phone", "EMAIL": "party.email"}
"""Contact points stand for these fields; the other kinds for none."""
CONTACT_KIND: Final = "party.contact_kind"


class FieldClosed(KuratorError):
    code = "parties.field_closed"
    status = 403
    texts = text(
        "Your role does not let you change this field ({field}). Nothing was changed.",
        "Ваша роль не позволяет менять это поле ({field}). Ничего не изменено.",
        "Ваша роль не дозволяє змінювати це поле ({field}). Нічого не змінено.",
    )


def closed_fields(viewer: Viewer) -> frozenset[str]:
    """Fields that the viewer may not change."""
    return viewer.hidden_fields | viewer.read_only_fields


def closed_to_undo(viewer: Viewer) -> frozenset[str]:
    """What the viewer may not take back: to undo an act asks for the permission of the act."""
    needed = {
        "party.owner": "parties.assign",
        "party.created": "parties.delete",
        "party.deleted_at": "parties.delete",
    }
    missing = {code for code, one in needed.items() if one not in viewer.permissions}
    return closed_fields(viewer) | missing


def require_open(viewer: Viewer, codes: Iterable[str | None]) -> None:
    """Raise FieldClosed when the viewer may not change one of the fields."""
    closed = closed_fields(viewer)
    for code in codes:
        if code in closed:
            raise FieldClosed(field=code)


def visible_pairs(
    pairs: Mapping[str, Sequence[Any]], *, is_contact: bool, hidden: frozenset[str]
) -> Mapping[str, Sequence[Any]]:
    """Leave out of a change what the viewer may not see."""
    if not hidden:
        return pairs
    if not is_contact:
        return {code: pair for code, pair in pairs.items() if code not in hidden}
    fields = {FIELD_OF_CONTACT.get(kind) for kind in pairs.get(CONTACT_KIND, ()) if kind}
    # a change of an existing contact does not say of which kind it is
    is_unsure = not fields and not hidden.isdisjoint(FIELD_OF_CONTACT.values())
    return {} if is_unsure or not hidden.isdisjoint(fields) else pairs
