"""What of a strategy is kept from those who may not see the fields that it is about."""

from collections.abc import Mapping
from typing import Any, Final

from kurator.kernel.localized import LocalizedText
from kurator.parties.vocabulary import PartyVocabulary, veil
from kurator.platform.steps import steps

HIDDEN_STEP: Final[LocalizedText] = {
    "en": "A step on a field that is hidden from you",
    "ru": "Шаг, касающийся скрытого от вас поля",
    "uk": "Крок, що стосується прихованого від вас поля",
}


def hides_step(step: str, parameters: Mapping[str, Any], vocabulary: PartyVocabulary) -> bool:
    """Whether the step writes a field that the reader may not see."""
    known = steps().get(step)
    return known is not None and any(map(vocabulary.hides, known.writes(parameters)))


def veiled_draft(draft: Mapping[str, Any], vocabulary: PartyVocabulary) -> dict[str, Any]:
    """Return the draft without hidden conditions and without parameters of hidden steps."""
    segment = draft.get("segment")
    stages = [_veiled_stage(stage, vocabulary) for stage in draft.get("stages", ())]
    shown = {**draft, "stages": stages} if "stages" in draft else dict(draft)
    return {**shown, "segment": veil(segment, vocabulary)} if segment else shown


def _veiled_stage(stage: Mapping[str, Any], vocabulary: PartyVocabulary) -> dict[str, Any]:
    shown = dict(stage)
    if stage.get("entry"):
        shown["entry"] = veil(stage["entry"], vocabulary)
    if stage.get("steps"):
        shown["steps"] = [_veiled_step(step, vocabulary) for step in stage["steps"]]
    return shown


def _veiled_step(step: Mapping[str, Any], vocabulary: PartyVocabulary) -> Mapping[str, Any]:
    parameters = step.get("parameters") or {}
    return {**step, "parameters": {}} if hides_step(step["step"], parameters, vocabulary) else step
