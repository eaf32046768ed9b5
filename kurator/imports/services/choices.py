"""Values of a file that a list of choices does not have yet; added only when the person says so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kurator.imports.models import Import
from kurator.imports.rules import headers
from kurator.imports.rules.suggestions import Known, choice_names
from kurator.imports.types import ColumnProfile, TargetSpec
from kurator.parties.models import Attribute
from kurator.parties.services.attributes import change_attribute


def unknown_choices(target: Any, profile: ColumnProfile, known: Known) -> list[str]:
    """Return the values of the column that the existing attribute does not know."""
    if not isinstance(target, str) or not target.startswith("attr."):
        return []
    spec = known.targets[target]
    if spec.kind != "choice":
        return []
    return [value for value in profile.choices if value.casefold() not in spec.choices]


def with_added(spec: TargetSpec, column: Mapping[str, Any], language: str) -> TargetSpec:
    """Return the target as it will be once its new choices are added."""
    added = _added(spec, column, language)
    return replace(spec, choices={**spec.choices, **choice_names(added)}) if added else spec


def _added(spec: TargetSpec, column: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    if column["options"].get("new_choices") != "add":
        return []
    taken = set(spec.choices.values())
    found = []
    for value in column.get("unknown", ()):
        code = headers.code_for(value, taken)
        taken.add(code)
        found.append({"code": code, "label": {language: value}})
    return found


def add_choices(one: Import, known: Known) -> None:
    """Add what the person agreed to add."""
    for column in one.columns:
        spec = known.targets.get(column["target"]) if isinstance(column["target"], str) else None
        added = _added(spec, column, known.language) if spec else []
        if spec and added:
            attribute = Attribute.objects.get(code=spec.code.removeprefix("attr."))
            choices = [*attribute.choices, *added]
            change_attribute(attribute_id=attribute.id, changes={"choices": choices})
