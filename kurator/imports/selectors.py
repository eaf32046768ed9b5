"""Reads of imports and of what the base knows already."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from kurator.access.selectors import find_viewer
from kurator.access.types import Viewer
from kurator.imports.models import Import, ImportProblem, SavedMapping
from kurator.imports.rules import targets
from kurator.imports.rules.suggestions import Known
from kurator.imports.types import OWNER, TAGS, TargetSpec
from kurator.kernel.errors import NotFound
from kurator.kernel.ids import NOBODY_ID
from kurator.parties.models import Attribute, Tag
from kurator.platform.catalogue import subject

RUN = "imports.run"
"""Permission to import."""
DEFINE = "attributes.manage"
MANAGE_TAGS = "tags.manage"
SHOWN_PROBLEMS = 100
KeptProblem = tuple[int, str, str, str, dict[str, Any], list[str] | None]
"""Row, header, value, code, parameters and the row's cells."""
PAGE = 50


def list_imports(viewer: Viewer, *, before: UUID | None = None, limit: int = PAGE) -> list[Import]:
    """Return one's own imports, latest first; ids are ordered by time."""
    found = Import.objects.filter(user_id=viewer.user_id).defer("analysis", "columns")
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[:limit])


def get_import(viewer: Viewer, import_id: UUID) -> Import:
    """Return one of the viewer's own imports; raises NotFound."""
    found = Import.objects.filter(id=import_id, user_id=viewer.user_id).first()
    if found is None:
        raise NotFound
    return found


def lock_import(viewer: Viewer, import_id: UUID) -> Import:
    """Return the import, locked until the end of the transaction."""
    found = (
        Import.objects.select_for_update(no_key=True)
        .filter(id=import_id, user_id=viewer.user_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def list_problems(viewer: Viewer, import_id: UUID, *, limit: int) -> list[ImportProblem]:
    """Return the problems of the latest check or run, in the order of the file."""
    found = ImportProblem.objects.filter(of_import_id=import_id, user_id=viewer.user_id)
    return list(found.order_by("row", "id")[:limit])


def iterate_problems(viewer: Viewer, import_id: UUID) -> Iterator[KeptProblem]:
    """Yield all kept problems in the order of the file."""
    found = ImportProblem.objects.filter(of_import_id=import_id, user_id=viewer.user_id)
    ordered = found.order_by("row", "id").values_list(
        "row", "header", "value", "code", "params", "cells"
    )
    return ordered.iterator(chunk_size=2_000)


def list_importers(*, email: str | None) -> list[Viewer]:
    """Return the person with this e-mail, or all who see every customer, if they may import."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, email FROM k.colleagues() ORDER BY id")
        people = [user for user, address in cursor.fetchall() if email in (None, address)]
    viewers = (find_viewer(user_id) for user_id in people)
    return [
        viewer
        for viewer in viewers
        if viewer and RUN in viewer.permissions and (email or viewer.owner_ids is None)
    ]


def find_remembered(
    viewer: Viewer, head_hash: str, *, other_than: UUID, is_over: bool = True
) -> Import | None:
    """Return the latest import of a file with the same head, that came to its end if `is_over`."""
    found = Import.objects.filter(user_id=viewer.user_id, head_hash=head_hash)
    if is_over:
        found = found.filter(status=Import.Status.DONE)
    return found.exclude(id=other_than).order_by("-id").first()


def read_known(viewer: Viewer) -> Known:
    """Return the fields that columns may fill."""
    every = list(subject("party").fields().values())
    fields = [field for field in every if field.can_import]
    found: dict[str, TargetSpec] = {}
    for field in fields:
        names: Mapping[str, str] | None = None
        if field.code == OWNER:
            names = people_by_name(viewer)
        elif field.code == TAGS:
            names = tags_by_name()
        found[field.code] = targets.target_of(field.spec, names=names)
    codes = frozenset(Attribute.objects.values_list("code", flat=True))
    currencies = [target.currency for target in found.values() if target.currency]
    return Known(
        targets=found,
        names=targets.names_of((field.spec, field.aliases) for field in fields),
        told_only=targets.labels_of(field.spec for field in every if not field.can_import),
        language=viewer.language,
        currency=currencies[0] if currencies else "UAH",
        attribute_codes=codes,
        addable=_addable(viewer, found),
    )


def _addable(viewer: Viewer, found: Mapping[str, TargetSpec]) -> frozenset[str]:
    codes = {code for code, one in found.items() if one.kind == "choice" and code[:5] == "attr."}
    allowed = codes if DEFINE in viewer.permissions else set()
    return frozenset({*allowed, TAGS} if MANAGE_TAGS in viewer.permissions else allowed)


def people_by_name(viewer: Viewer) -> dict[str, str]:
    """
    Folded name or e-mail → id; '' for a colleague whose customers the viewer does not see. A name
    that two colleagues have names nobody.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, email FROM k.colleagues()")
        people = cursor.fetchall()
    names = Counter(" ".join(name.split()).casefold() for _, name, _ in people)
    found = {}
    for user_id, name, email in people:
        folded = " ".join(name.split()).casefold()
        owner = str(user_id) if viewer.sees_owner(user_id) else ""
        found[email.casefold()] = owner
        if names[folded] == 1:
            found[folded] = owner
    return found


def can_own(viewer: Viewer, owner_id: UUID) -> bool:
    """Whether he may give customers to that colleague: one who is there, and whose he sees."""
    if owner_id == NOBODY_ID:
        return viewer.owner_ids is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM k.colleagues() WHERE id = %s)", [owner_id])
        row = cursor.fetchone()
    return bool(row and row[0]) and viewer.sees_owner(owner_id)


def tags_by_name() -> dict[str, str]:
    """Return ids of active tags by code and by name in each language, folded as heads are."""
    names: dict[str, str] = {}
    for tag in Tag.objects.filter(is_active=True):
        for label in (tag.code, *tag.name.values()):
            names.setdefault(" ".join(str(label).split()).casefold(), str(tag.id))
    return names


def team_of(viewer: Viewer) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT team_id FROM k.people() WHERE id = %s", [viewer.user_id])
        row = cursor.fetchone()
    return row[0] if row else None


def _mappings(viewer: Viewer) -> "QuerySet[SavedMapping]":
    shared = Q(shared_with=SavedMapping.SharedWith.ALL)
    team_id = team_of(viewer)
    if team_id is not None:
        shared |= Q(shared_with=SavedMapping.SharedWith.TEAM, team_id=team_id)
    return SavedMapping.objects.filter(Q(user_id=viewer.user_id) | shared)


def list_mappings(viewer: Viewer) -> list[SavedMapping]:
    """Return one's own and those that colleagues share, by name."""
    return list(_mappings(viewer).order_by("name", "id")[:500])


def get_mapping(viewer: Viewer, mapping_id: UUID) -> SavedMapping:
    """Return a mapping that is the viewer's or shared with him; raises NotFound."""
    found = _mappings(viewer).filter(id=mapping_id).first()
    if found is None:
        raise NotFound
    return found


def get_own_mapping(viewer: Viewer, mapping_id: UUID) -> SavedMapping:
    """Return a mapping that the viewer saved himself; raises NotFound."""
    found = SavedMapping.objects.filter(id=mapping_id, user_id=viewer.user_id).first()
    if found is None:
        raise NotFound
    return found
