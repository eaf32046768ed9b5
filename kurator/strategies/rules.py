"""
Whether a draft may be activated, as a pure function of the draft and what was understood of it.

A strategy needs a segment and at least one stage; each stage a name, a condition and a scenario.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from kurator.kernel.errors import FieldProblem
from kurator.kernel.localized import LocalizedText
from kurator.strategies.types import WAIT, Definition, StageDef

TEXTS: Final[Mapping[str, LocalizedText]] = {
    "segment_missing": {
        "en": "Choose the segment the strategy serves.",
        "ru": "Выберите сегмент, который обслуживает стратегия.",
        "uk": "Виберіть сегмент, який обслуговує стратегія.",
    },
    "segment_gone": {
        "en": "The segment has been deleted. Choose another one.",
        "ru": "Сегмент удалён. Выберите другой.",
        "uk": "Сегмент видалено. Виберіть інший.",
    },
    "no_stages": {
        "en": "Add at least one stage.",
        "ru": "Добавьте хотя бы один этап.",
        "uk": "Додайте хоча б один етап.",
    },
    "name_missing": {
        "en": "Stage {n} has no name.",
        "ru": "У этапа {n} нет названия.",
        "uk": "Етап {n} не має назви.",
    },
    "entry_missing": {
        "en": "Stage {n} “{stage}” has no entry condition.",
        "ru": "У этапа {n} «{stage}» нет условия входа.",
        "uk": "Етап {n} «{stage}» не має умови входу.",
    },
    "scenario_missing": {
        "en": "Stage {n} “{stage}” has no scenario: add at least one step.",
        "ru": "У этапа {n} «{stage}» нет сценария: добавьте хотя бы один шаг.",
        "uk": "Етап {n} «{stage}» не має сценарію: додайте хоча б один крок.",
    },
    "repeated": {
        "en": "This stage or step stands twice in the strategy. Remove one of them.",
        "ru": "Этот этап или шаг стоит в стратегии дважды. Уберите один из них.",
        "uk": "Цей етап або крок стоїть у стратегії двічі. Приберіть один з них.",
    },
    "loop": {
        "en": "A step of stage {n} “{stage}” changes “{field}”, which the conditions read: "
        "the customer may come back in a circle. After {limit} rounds he is set aside.",
        "ru": "Шаг этапа {n} «{stage}» меняет «{field}», от которого зависят условия: "
        "клиент может ходить по кругу. После {limit} кругов он будет отложен.",
        "uk": "Крок етапу {n} «{stage}» змінює «{field}», від якого залежать умови: "
        "клієнт може ходити по колу. Після {limit} кіл його буде відкладено.",
    },
}


def completeness_problems(definition: Definition) -> list[FieldProblem]:
    """Return what is missing, each named by its place."""
    found = []
    if definition.segment_id is None:
        found.append(FieldProblem(("segment_id",), "segment_missing", TEXTS["segment_missing"]))
    if not definition.stages:
        found.append(FieldProblem(("stages",), "no_stages", TEXTS["no_stages"]))
    for n, stage in enumerate(definition.stages, 1):
        found += _stage_problems(n, stage)
    return found + _repeated(definition)


def _repeated(definition: Definition) -> list[FieldProblem]:
    """Counters and steps are kept by uid: each stands once in a strategy."""
    seen: set[UUID] = set()
    found = []
    for i, stage in enumerate(definition.stages):
        uids: list[tuple[tuple[str | int, ...], UUID]] = [(("stages", i), stage.uid)]
        uids += [(("stages", i, "steps", j), step.uid) for j, step in enumerate(stage.steps)]
        for loc, uid in uids:
            if uid in seen:
                found.append(FieldProblem(loc, "repeated", TEXTS["repeated"]))
            seen.add(uid)
    return found


def _stage_problems(n: int, stage: StageDef) -> Sequence[FieldProblem]:
    name = next((text for text in stage.name.values() if text.strip()), "")
    data = {"n": n, "stage": name or n}
    found = []
    if not name:
        found.append(("name", "name_missing"))
    if stage.entry is None:
        found.append(("entry", "entry_missing"))
    if all(step.step == WAIT for step in stage.steps):
        found.append(("steps", "scenario_missing"))
    return [
        FieldProblem(("stages", n - 1, place), code, TEXTS[code], data) for place, code in found
    ]
