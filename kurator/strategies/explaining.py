"""Why a customer stands where he stands: the rule, the values that decided, and what would move him."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kurator.access.types import Viewer
from kurator.expressions.evaluate import Facts
from kurator.expressions.explain import Explained, explain
from kurator.expressions.sentence import sentence
from kurator.expressions.types import Kind
from kurator.expressions.wording import instant, label_of, value_text
from kurator.kernel.localized import text_in
from kurator.parties.selectors.facts import read_facts
from kurator.parties.vocabulary import PartyVocabulary
from kurator.platform.steps import steps
from kurator.segments.vocabulary import vocabulary_for
from kurator.strategies import selectors
from kurator.strategies.engine.compiler import DELETED, read_node
from kurator.strategies.models import Strategy
from kurator.strategies.services.veiling import HIDDEN_STEP, hides_step
from kurator.strategies.types import LOBBY, OUTSIDE, Definition, StageDef, StepDef, read_definition

IN_RECYCLE_BIN = {
    "en": "Put into the recycle bin",
    "ru": "Удалён в корзину",
    "uk": "Видалено до кошика",
}
PLACES = {
    OUTSIDE: {"en": "Not in the segment", "ru": "Вне сегмента", "uk": "Поза сегментом"},
    LOBBY: {
        "en": "Waiting: no stage condition holds",
        "ru": "Ожидает: ни одно условие этапа не выполнено",
        "uk": "Очікує: жодну умову етапу не виконано",
    },
}

NOT_PLACED_YET = {
    "en": "Being placed: the strategy is being activated",
    "ru": "Размещается: стратегия включается",
    "uk": "Розміщується: стратегія вмикається",
}


@dataclass(frozen=True)
class Speaker:
    """Says things of a strategy in the viewer's language."""

    viewer: Viewer
    vocabulary: PartyVocabulary

    def place_name(self, definition: Definition, ord_: int, uid: UUID | None) -> str:
        if ord_ < 1 or uid is None:
            return text_in(PLACES[min(ord_, LOBBY)], self.viewer.language)
        stage = next((s for s in definition.stages if s.uid == uid), None)
        return text_in(stage.name, self.viewer.language) if stage else "—"

    def rule(self, expression: Any) -> str:
        return sentence(read_node(expression), self.viewer.language, self.vocabulary)

    def facts(self, facts: dict[str, Any]) -> list[dict[str, str]]:
        language = self.viewer.language
        found = []
        for code, value in facts.items():
            if code in self.viewer.hidden_fields:
                continue
            if code == DELETED:
                label = text_in(IN_RECYCLE_BIN, language)
                found.append({"field": code, "label": label, "value": self._instant(value)})
            spec = self.vocabulary.field(code)
            if spec is not None:
                text = "—" if value is None else self._value(spec, value)
                found.append({"field": code, "label": label_of(spec, language), "value": text})
        return found

    def _value(self, spec: Any, value: Any) -> str:
        language = self.viewer.language
        if spec.kind is Kind.INSTANT and isinstance(value, str):
            return self._instant(value)
        if isinstance(value, list):
            return (
                ", ".join(value_text(spec, one, language, self.vocabulary) for one in value) or "—"
            )
        return value_text(spec, value, language, self.vocabulary)

    def _instant(self, value: str) -> str:
        viewer = self.viewer
        return instant(datetime.fromisoformat(value), viewer.language, viewer.time_zone)

    def steps(self, stage: StageDef) -> list[str]:
        known = steps()
        return [self.step(step) for step in stage.steps if step.step in known]

    def step(self, step: StepDef) -> str:
        known = steps().get(step.step)
        if known is None:
            return "—"
        if hides_step(step.step, step.parameters, self.vocabulary):
            return text_in(HIDDEN_STEP, self.viewer.language)
        return known.sentence(step.parameters, self.viewer.language)


def speaker_for(viewer: Viewer) -> Speaker:
    return Speaker(viewer, vocabulary_for(viewer.language))


def tree(explained: Explained) -> dict[str, Any]:
    return {
        "text": explained.text,
        "truth": explained.truth,
        "seen": explained.seen,
        "children": [tree(child) for child in explained.children],
    }


def explain_placement(
    viewer: Viewer, strategy_id: UUID, party_id: UUID, now: datetime
) -> dict[str, Any]:
    """
    Return the whole evidence; `stages` say for each condition whether it holds now. While a version
    is being activated, who has no place by it yet is told as that, not as outside of the segment.
    """
    strategy = selectors.get_strategy(viewer, strategy_id)
    values = read_facts([party_id])[party_id]
    facts = Facts(values, values["party.time_zone"])
    enrolment = selectors.find_enrolment(viewer, strategy_id, party_id)
    speaker = speaker_for(viewer)
    definition = read_definition(
        strategy.version.definition if strategy.version else strategy.draft
    )
    transitions = selectors.list_transitions(viewer, strategy_id, party_id)
    latest = transitions[0] if transitions else None
    is_placing = strategy.state == Strategy.State.ACTIVE and selectors.is_placing(strategy_id)
    uid = enrolment["stage_uid"] if enrolment else None
    seq = enrolment["seq"] if enrolment else 0
    return {
        "strategy": {"id": strategy.id, "name": text_in(strategy.name, viewer.language)},
        "version_n": strategy.version.n if strategy.version else None,
        "party_id": party_id,
        "place": _place(speaker, definition, enrolment, is_placing=is_placing),
        "is_placing": is_placing,
        "status": enrolment["status"] if enrolment else "OUTSIDE",
        "failure": enrolment["failure"] if enrolment else "",
        "entered_at": enrolment["entered_at"] if enrolment and seq else None,
        "next_at": enrolment["next_at"] if enrolment else None,
        "cause": latest["cause"] if latest else None,
        "effective_at": latest["effective_at"] if latest else None,
        "facts": speaker.facts(latest["facts"]) if latest else [],
        "segment": _explained(definition.segment, facts, now, speaker),
        "stages": [
            _stage(n, stage, facts, now, speaker) | {"is_current": stage.uid == uid}
            for n, stage in enumerate(definition.stages, 1)
        ],
        "scenario": _scenario(viewer, speaker, strategy_id, party_id, seq),
        "transitions": [_transition(speaker, row) for row in transitions],
    }


def _place(
    speaker: Speaker, definition: Definition, enrolment: dict[str, Any] | None, *, is_placing: bool
) -> dict[str, Any]:
    if enrolment is None and is_placing:
        name = text_in(NOT_PLACED_YET, speaker.viewer.language)
        return {"ord": OUTSIDE, "uid": None, "name": name}
    ord_ = enrolment["ord"] if enrolment else OUTSIDE
    uid = enrolment["stage_uid"] if enrolment else None
    return {"ord": ord_, "uid": uid, "name": speaker.place_name(definition, ord_, uid)}


def _stage(
    n: int, stage: StageDef, facts: Facts, now: datetime, speaker: Speaker
) -> dict[str, Any]:
    return {
        "ord": n,
        "uid": stage.uid,
        "name": text_in(stage.name, speaker.viewer.language),
        "explanation": _explained(stage.entry, facts, now, speaker),
        "steps": speaker.steps(stage),
    }


def _explained(expression: Any, facts: Facts, now: datetime, speaker: Speaker) -> Any:
    if expression is None:
        return None
    node = read_node(expression)
    viewer = speaker.viewer
    found = explain(node, facts, now, viewer.language, speaker.vocabulary, viewer.hidden_fields)
    return {"rule": speaker.rule(expression), **tree(found)}


def _scenario(
    viewer: Viewer, speaker: Speaker, strategy_id: UUID, party_id: UUID, seq: int
) -> list[dict[str, Any]]:
    """Each step as the version says that planned it: a later one may have dropped it."""
    found = []
    for row in selectors.list_intents(viewer, strategy_id, party_id, seq):
        stages = read_definition(row.pop("definition")).stages
        steps_of = (step for stage in stages for step in stage.steps)
        step = next((step for step in steps_of if step.uid == row["step_uid"]), None)
        found.append({**row, "text": speaker.step(step) if step else "—"})
    return found


def _transition(speaker: Speaker, row: dict[str, Any]) -> dict[str, Any]:
    definition = read_definition(row["definition"])
    return {
        "seq": row["seq"],
        "effective_at": row["effective_at"],
        "decided_at": row["decided_at"],
        "cause": row["cause"],
        "version_n": row["version_n"],
        "from_name": speaker.place_name(definition, row["from_ord"], row["from_uid"]),
        "to_name": speaker.place_name(definition, row["to_ord"], row["to_uid"]),
        "facts": speaker.facts(row["facts"]),
    }
