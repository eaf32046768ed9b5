"""Mappings with names: kept from an import, shared, and put on another file by its heads."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.imports import selectors
from kurator.imports.models import Import, SavedMapping
from kurator.imports.rules.headers import normal_head
from kurator.imports.rules.presets import Preset, attributes, fitting, presets
from kurator.imports.rules.suggestions import Known, suggest_columns
from kurator.imports.services.analyzing import analysis_from_json
from kurator.imports.services.choices import ADD
from kurator.imports.services.mapping import DEFAULT_OPTIONS, change_mapping
from kurator.imports.services.refusals import MappingNameTaken
from kurator.imports.services.rights import DEFINE
from kurator.imports.services.uploading import require_unwritten
from kurator.imports.types import EXTERNAL_ID, NAME, OWNER, Analysis, ColumnProfile, Shape
from kurator.kernel.errors import NotFound
from kurator.kernel.ids import new_id
from kurator.kernel.localized import text_in

LEAST_SHARE: Final = 0.6
_SHAPES: Final[Mapping[str, Collection[Shape]]] = {
    "number": (Shape.NUMBER, Shape.MONEY),
    "bool": (Shape.BOOL, Shape.NUMBER),
    "choice": (Shape.CHOICE,),
}


def save_mapping(*, viewer: Viewer, import_id: UUID, name: str, shared_with: str) -> SavedMapping:
    """Keep the mapping of the import under a name; raises MappingNameTaken."""
    one = selectors.get_import(viewer, import_id)
    require_free_name(viewer, name)
    analysis = analysis_from_json(one.analysis)
    return SavedMapping.objects.create(
        id=new_id(),
        user_id=viewer.user_id,
        team_id=selectors.team_of(viewer),
        name=name,
        shared_with=shared_with,
        columns=[
            {
                "head": analysis.columns[column["index"]].header,
                "target": column["target"],
                "options": column["options"],
            }
            for column in one.columns
        ],
        options={k: v for k, v in one.options.items() if k in DEFAULT_OPTIONS and k != "key"},
    )


def change_saved(
    *, viewer: Viewer, mapping_id: UUID, name: str | None, shared_with: str | None
) -> SavedMapping:
    """Rename or share one's own mapping; raises NotFound, MappingNameTaken."""
    found = selectors.get_own_mapping(viewer, mapping_id)
    if name is not None and name != found.name:
        require_free_name(viewer, name)
        found.name = name
    if shared_with is not None:
        found.shared_with, found.team_id = shared_with, selectors.team_of(viewer)
    found.save()
    return found


def delete_saved(*, viewer: Viewer, mapping_id: UUID) -> None:
    selectors.get_own_mapping(viewer, mapping_id)
    SavedMapping.objects.filter(id=mapping_id, user_id=viewer.user_id).delete()


def require_free_name(viewer: Viewer, name: str) -> None:
    if SavedMapping.objects.filter(user_id=viewer.user_id, name=name).exists():
        raise MappingNameTaken(name=name)


def apply_mapping(
    *, viewer: Viewer, import_id: UUID, mapping_id: UUID | None = None, preset: str = ""
) -> Import:
    """Map the columns as a saved mapping or a preset says, by their heads; raises NotFound."""
    one = selectors.lock_import(viewer, import_id)
    require_unwritten(one)
    analysis = analysis_from_json(one.analysis)
    known = selectors.read_known(viewer)
    if mapping_id is not None:
        saved = selectors.get_mapping(viewer, mapping_id)
        columns, options = _from_saved(saved, analysis, known, viewer), dict(saved.options)
    else:
        found = next((one for one in presets() if one.code == preset), None)
        if found is None:
            raise NotFound
        columns, options = _from_preset(found, analysis, known, viewer), {"kind": found.kind}
    change_mapping(viewer=viewer, one=one, columns=columns, options=options)
    one.save()
    return one


def _from_saved(
    saved: SavedMapping, analysis: Analysis, known: Known, viewer: Viewer
) -> list[dict[str, Any]]:
    kept = dict(zip(_numbered(c["head"] for c in saved.columns), saved.columns, strict=True))
    columns: list[dict[str, Any]] = []
    heads = _numbered(profile.header for profile in analysis.columns)
    for profile, head in zip(analysis.columns, heads, strict=True):
        found = kept.get(head)
        if found is None:
            columns.append({"index": profile.index, "target": None})
            continue
        proven = {"date_order": profile.date_order, "decimal": profile.decimal}
        options = {**found["options"], **{k: v for k, v in proven.items() if v is not None}}
        target = _present(found["target"], known, viewer)
        if options.get("new_choices") == ADD and target not in known.addable:
            options["new_choices"] = None
        columns.append({"index": profile.index, "target": target, "options": options})
    return columns


def _numbered(heads: Iterable[str]) -> list[tuple[str, int]]:
    """Folded heads, each with how often it came before: two columns may have one name."""
    seen: Counter[str] = Counter()
    found = []
    for head in map(normal_head, heads):
        found.append((head, seen[head]))
        seen[head] += 1
    return found


def _present(target: Any, known: Known, viewer: Viewer) -> Any:
    """What has become of the target: an attribute may be there by now, or gone."""
    if isinstance(target, Mapping):
        code = f"attr.{target['new_attribute']['code']}"
        if code in known.targets:
            return code
        return target if DEFINE in viewer.permissions else None
    return target if target in known.targets else None


def _from_preset(
    preset: Preset, analysis: Analysis, known: Known, viewer: Viewer
) -> list[dict[str, Any]]:
    """What the preset does not know are the firm's own columns: they are kept as they look."""
    targets = preset.targets([profile.header for profile in analysis.columns])
    reserved = replace(known, attribute_codes={*known.attribute_codes, *attributes()})
    as_it_looks = suggest_columns(analysis.columns, reserved)
    columns = []
    for profile, suggested in zip(analysis.columns, as_it_looks, strict=True):
        if profile.index in targets:
            target = _made(targets[profile.index], profile, known, viewer)
        else:
            target = _unlike(suggested["target"], targets.values(), known, viewer)
        columns.append({"index": profile.index, "target": target})
    return columns


def _made(target: str | None, profile: ColumnProfile, known: Known, viewer: Viewer) -> Any:
    """An attribute is made of columns only that hold something."""
    if target is None or target not in attributes():
        return target
    code = f"attr.{target}"
    if code in known.targets or not profile.filled:
        return code if code in known.targets else None
    definition = {
        "code": target,
        "label": attributes()[target]["label"],
        "kind": _kind(attributes()[target]["kind"], profile.shape),
        "choices": [],
        "currency": "",
    }
    return _present({"new_attribute": definition}, known, viewer)


def _kind(usual: str, shape: Shape) -> str:
    """What is a number in one firm's file is a word in another's."""
    return usual if shape in _SHAPES.get(usual, ()) else "text"


def _unlike(target: Any, taken: Iterable[Any], known: Known, viewer: Viewer) -> Any:
    """The suggestion, if it neither touches name and id nor comes again."""
    if isinstance(target, Mapping):
        return _present(target, known, viewer)
    return None if target in (NAME, EXTERNAL_ID, OWNER, *taken) else target


def offers(viewer: Viewer, one: Import) -> list[dict[str, Any]]:
    """Saved mappings and presets that know most of the file's heads, the best first."""
    if not one.analysis:
        return []
    heads = [column["header"] for column in one.analysis["columns"]]
    found = [
        {"kind": "preset", "id": preset.code, "name": text_in(preset.label, viewer.language)}
        for preset in fitting(heads)
    ]
    saved = [
        {"kind": "mapping", "id": str(mapping.id), "name": mapping.name}
        for mapping in selectors.list_mappings(viewer)
        if _knows(mapping, heads)
    ]
    return [*saved, *found]


def _knows(mapping: SavedMapping, heads: Sequence[str]) -> bool:
    folded = {normal_head(head) for head in heads}
    kept = {normal_head(column["head"]) for column in mapping.columns}
    return len(folded & kept) >= LEAST_SHARE * len(folded)
