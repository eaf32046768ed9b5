"""
Nobody lets a rule do what he may not do himself. A rule reaches all customers, so whoever lets it
give customers away must see all of them; the conditions and the other steps stay open to everybody
who may activate, within his rights on the fields.
"""

from collections.abc import Mapping
from typing import Final

from kurator.access.types import Scope, Viewer
from kurator.kernel.errors import FieldProblem
from kurator.kernel.localized import LocalizedText, text_in
from kurator.parties.vocabulary import PartyVocabulary
from kurator.platform.steps import steps
from kurator.strategies.services.veiling import HIDDEN_STEP
from kurator.strategies.types import Definition, StepDef

OWNER: Final = "party.owner"
TEXTS: Final[Mapping[str, LocalizedText]] = {
    "step_assigns": {
        "en": "Stage {n} “{stage}”, step “{step}”: it changes who serves customers. For that you need the "
        "permission to assign customers and the right to see all of them.",
        "ru": "Этап {n} «{stage}», шаг «{step}»: он меняет владельцев клиентов. Для этого нужны право "
        "назначать клиентов и право видеть их всех.",
        "uk": "Етап {n} «{stage}», крок «{step}»: він змінює власників клієнтів. Для цього потрібні право "
        "призначати клієнтів і право бачити їх усіх.",
    },
    "step_not_allowed": {
        "en": "Stage {n} “{stage}”, step “{step}”: it changes a field that you may not change.",
        "ru": "Этап {n} «{stage}», шаг «{step}»: он меняет поле, которое вам менять нельзя.",
        "uk": "Етап {n} «{stage}», крок «{step}»: він змінює поле, яке вам змінювати не можна.",
    },
}


def find_refused_steps(
    *, definition: Definition, viewer: Viewer, vocabulary: PartyVocabulary
) -> tuple[FieldProblem, ...]:
    """Return the steps that the viewer may not have carried out, each named by its place."""
    found = []
    for i, stage in enumerate(definition.stages):
        for number, step in enumerate(stage.steps):
            code = _refusal(step, viewer)
            if code:
                data = {
                    "n": i + 1,
                    "stage": text_in(stage.name, viewer.language),
                    "step": _label(step, viewer, vocabulary),
                }
                loc = ("stages", i, "steps", number)
                found.append(FieldProblem(loc, code, TEXTS[code], data))
    return tuple(found)


def _refusal(step: StepDef, viewer: Viewer) -> str:
    known = steps().get(step.step)
    written = known.writes(step.parameters) if known else frozenset()
    if OWNER in written and not (
        viewer.scope is Scope.ALL and "parties.assign" in viewer.permissions
    ):
        return "step_assigns"
    closed = viewer.hidden_fields | viewer.read_only_fields
    return "step_not_allowed" if written & closed else ""


def _label(step: StepDef, viewer: Viewer, vocabulary: PartyVocabulary) -> str:
    known = steps()[step.step]
    is_hidden = any(map(vocabulary.hides, known.writes(step.parameters)))
    return text_in(HIDDEN_STEP if is_hidden else known.label, viewer.language)
