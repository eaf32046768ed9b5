"""A person changes many customers at once."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from kurator.access.types import Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput, PermissionMissing
from kurator.parties.catalogue import current_catalogue
from kurator.parties.field_rights import require_open
from kurator.parties.services.bulk_values import (
    add_tag_bulk,
    change_locked,
    lock_parties,
    remove_tag_bulk,
)
from kurator.parties.services.ownership import hand_over
from kurator.parties.value_texts import TEXTS
from kurator.parties.values import read_patch


def change_parties(
    *,
    viewer: Viewer,
    party_ids: Sequence[UUID],
    values: Mapping[str, object],
    add_tags: Sequence[UUID] = (),
    remove_tags: Sequence[UUID] = (),
    owner_id: UUID | None = None,
) -> int:
    """Return how many of the customers the viewer may change; raises InvalidInput."""
    if owner_id is not None and "parties.assign" not in viewer.permissions:
        raise PermissionMissing(permission="parties.assign")
    require_open(viewer, ["party.tags"] if add_tags or remove_tags else [])
    _refuse_unknown(values, [*add_tags, *remove_tags])
    shared = viewer.shared_to_edit if owner_id is None else ()
    ids = lock_parties(party_ids, viewer.owner_ids, shared=shared)
    if values:
        change_locked(party_ids=ids, patch=read_patch(values, current_catalogue()))
    for tag_id in add_tags:
        add_tag_bulk(party_ids=ids, tag_id=tag_id)
    for tag_id in remove_tags:
        remove_tag_bulk(party_ids=ids, tag_id=tag_id)
    if owner_id is not None:
        hand_over(viewer=viewer, party_ids=ids, owner_id=owner_id, loc=("owner_id",))
    return len(ids)


def _refuse_unknown(values: Mapping[str, object], tag_ids: Sequence[UUID]) -> None:
    problems = []
    if "party.owner" in values:
        code = "parties.read_only"
        problems.append(FieldProblem(("set", "party.owner"), code, TEXTS[code]))
    tags = current_catalogue().tags
    if any(str(tag_id) not in tags for tag_id in tag_ids):
        code = "parties.unknown_tag"
        problems.append(FieldProblem(("add_tags",), code, TEXTS[code]))
    if problems:
        raise InvalidInput(problems=problems)
