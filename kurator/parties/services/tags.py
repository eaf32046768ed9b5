"""Tags are defined, put on customers and taken off."""

import re
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.kernel.errors import FieldProblem, InvalidInput, NotFound
from kurator.kernel.ids import new_id
from kurator.kernel.localized import LANGUAGES, text_in
from kurator.parties.field_rights import require_open
from kurator.parties.models import Tag
from kurator.parties.selectors.visibility import require_editable_party
from kurator.parties.value_texts import TEXTS
from kurator.parties.values import ValueRefused, read_text
from kurator.platform.queries import read_value

MAX_TAG_NAME: Final = 60


def read_texts(texts: Mapping[str, object], *, loc: str, limit: int) -> dict[str, str]:
    """Return names by language, blank ones left out; raises InvalidInput when none is left."""
    problems: list[FieldProblem] = []
    found: dict[str, str] = {}
    for language, text in texts.items():
        try:
            if language not in LANGUAGES:
                raise ValueRefused("parties.unknown_language")
            if name := read_text(text, limit=limit):
                found[language] = name
        except ValueRefused as refusal:
            problems.append(refusal.problem((loc, language)))
    if not found and not problems:
        problems.append(FieldProblem((loc,), "parties.required", TEXTS["parties.required"]))
    if problems:
        raise InvalidInput(problems=problems)
    return found


def create_tag(*, name: Mapping[str, object], made_in: UUID | None = None) -> Tag:
    """Create a tag, or return the one that already has this name; `made_in` is a change set."""
    names = read_texts(name, loc="name", limit=MAX_TAG_NAME)
    code = re.sub(r"\W+", "-", text_in(names, "en").lower()).strip("-") or str(new_id())
    tag, is_new = Tag.objects.get_or_create(code=code, defaults={"name": names, "made_in": made_in})
    if not is_new and not tag.is_active:
        tag.is_active = True
        tag.save(update_fields=["is_active"])
    return tag


def change_tag(
    *, tag_id: UUID, name: Mapping[str, object] | None = None, is_active: bool | None = None
) -> Tag:
    tag = Tag.objects.select_for_update().filter(id=tag_id).first()
    if tag is None:
        raise NotFound
    if name is not None:
        tag.name = read_texts(name, loc="name", limit=MAX_TAG_NAME)
    if is_active is not None:
        tag.is_active = is_active
    tag.save(update_fields=["name", "is_active"])
    return tag


def settle_made_tags(*, set_id: UUID, is_taken_back: bool) -> int:
    """
    Retire the tags that a change set made and no customer has any more, when it is taken back; when
    that is taken back, too, those that customers have again come back into use.
    """
    return int(read_value("SELECT k.settle_made_tags(%s, %s)", [set_id, is_taken_back]))


def put_tag(*, viewer: Viewer, party_id: UUID, tag_id: UUID) -> None:
    """Put the tag on the customer; nothing happens when it is there."""
    require_open(viewer, ["party.tags"])
    require_editable_party(viewer, party_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO parties_partytag (id, party_id, tag_id)"
            " SELECT %s, %s, id FROM parties_tag WHERE id = %s AND is_active"
            " AND NOT EXISTS (SELECT FROM parties_partytag WHERE party_id = %s AND tag_id = %s)"
            " ON CONFLICT (party_id, tag_id) DO NOTHING",
            [new_id(), party_id, tag_id, party_id, tag_id],
        )
        if cursor.rowcount == 0 and not Tag.objects.filter(id=tag_id, is_active=True).exists():
            raise NotFound


def take_off_tag(*, viewer: Viewer, party_id: UUID, tag_id: UUID) -> None:
    """Do nothing where the tag is not on; raises FieldClosed, NotFound, OnlyShared."""
    require_open(viewer, ["party.tags"])
    require_editable_party(viewer, party_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM parties_partytag WHERE party_id = %s AND tag_id = %s", [party_id, tag_id]
        )
