"""
Values of a file that their list does not have: of a list of choices, of the tags, of colleagues.

The first two are added when the person says so and may do so; any is left out, or refuses its row.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID, uuid5

from kurator.imports.models import Import
from kurator.imports.rules import headers
from kurator.imports.rules.lists import split_tags
from kurator.imports.rules.suggestions import Known, choice_names
from kurator.imports.types import TAGS, Analysis, TargetSpec
from kurator.parties.models import Attribute, Tag
from kurator.parties.services.attributes import change_attribute
from kurator.parties.services.tags import MAX_TAG_NAME, create_tag

ADD: Final = "add"
LEAVE_OUT: Final = "leave_out"
MAX_ADDED: Final = 200
_DRY: Final = UUID("5b0f8d0e-6f0c-5d52-9a53-3d1d5f0e7a11")
"""Space of the ids by which a dry run reads tags that do not exist."""


def unknown_values(target: Any, place: int, analysis: Analysis, known: Known) -> dict[str, int]:
    """Return what the list of the field does not have, with the number of rows that say so."""
    spec = known.targets.get(target) if isinstance(target, str) else None
    if spec is None or spec.kind not in ("choice", "tags", "user") or not analysis.cells[place:]:
        return {}
    cells = analysis.cells[place]
    if spec.kind != "tags" and not cells.is_whole:
        return {}
    found: dict[str, tuple[str, int]] = {}
    for cell, rows in sorted(cells.counts.items(), key=lambda one: (-one[1], one[0])):
        for name in _unknown(cell, spec):
            shown, before = found.get(name.casefold(), (name, 0))
            found[name.casefold()] = shown, before + rows
    return dict(sorted(found.values(), key=lambda one: (-one[1], one[0])))


def _unknown(cell: str, spec: TargetSpec) -> list[str]:
    if spec.kind == "tags":
        return split_tags(cell, spec.choices)[1]
    return [] if spec.choices.get(cell.casefold()) else [cell]


def can_add(target: Any, unknown: Mapping[str, int], known: Known) -> bool:
    return 0 < len(unknown) <= MAX_ADDED and target in known.addable


def with_added(spec: TargetSpec, column: Mapping[str, Any], known: Known) -> TargetSpec:
    """Return the target as it will be once its new values are added."""
    if spec.code == TAGS:
        added = {name.casefold(): str(_dry_id(name)) for name in _new_tags(column, known)}
    else:
        added = choice_names(_new_choices(spec, column, known))
    return replace(spec, choices={**spec.choices, **added}) if added else spec


def _new_choices(spec: TargetSpec, column: Mapping[str, Any], known: Known) -> list[dict[str, Any]]:
    taken = set(spec.choices.values())
    found = []
    for value in _agreed(column, known):
        code = headers.code_for(value, taken)
        taken.add(code)
        found.append({"code": code, "label": {known.language: value}})
    return found


def _new_tags(column: Mapping[str, Any], known: Known) -> list[str]:
    return [name for name in _agreed(column, known) if len(name) <= MAX_TAG_NAME]


def _agreed(column: Mapping[str, Any], known: Known) -> list[str]:
    target = column["target"]
    if column["options"].get("new_choices") != ADD or not isinstance(target, str):
        return []
    return list(column.get("unknown", ())) if target in known.addable else []


def _dry_id(name: str) -> UUID:
    return uuid5(_DRY, name.casefold())


def add_choices(one: Import, known: Known, *, is_dry: bool = False) -> None:
    """Add what the person agreed to add, and keep what that was; a dry run is taken back."""
    for column in one.columns:
        spec = known.targets.get(column["target"]) if isinstance(column["target"], str) else None
        if spec is None or not _agreed(column, known):
            continue
        if spec.code == TAGS:
            column["added"] = _add_tags(one, column, known, is_dry=is_dry)
        else:
            column["added"] = _add_to_list(spec, column, known)


def _add_to_list(spec: TargetSpec, column: Mapping[str, Any], known: Known) -> list[str]:
    added = _new_choices(spec, column, known)
    attribute = Attribute.objects.get(code=spec.code.removeprefix("attr."))
    choices = [*attribute.choices, *added]
    change_attribute(attribute_id=attribute.id, changes={"choices": choices})
    return [choice["label"][known.language] for choice in added]


def _add_tags(one: Import, column: Mapping[str, Any], known: Known, *, is_dry: bool) -> list[str]:
    names = _new_tags(column, known)
    if is_dry:
        ids = {_dry_id(name): name for name in names}
        Tag.objects.bulk_create(
            [Tag(id=tag_id, code=str(tag_id), name={known.language: ids[tag_id]}) for tag_id in ids]
        )
        return names
    for name in names:
        create_tag(name={known.language: name}, made_in=one.id)
    return names
