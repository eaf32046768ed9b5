"""What a strategy consists of, as plain data; JSON in the draft and in published versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from kurator.kernel.localized import LocalizedText

OUTSIDE: Final = -1
LOBBY: Final = 0
LOBBY_UID: Final = UUID(int=0)
WAIT: Final = "wait"
MAX_DEPTH: Final = 8
"""Automatic steps that cause each other more often than this stop in quarantine."""

Cause = Literal["ACTIVATION", "CHANGE", "TIME", "PUBLICATION", "RESUMPTION", "END"]
_UNIT_SECONDS: Final[Mapping[str, int]] = {"minute": 60, "hour": 3600, "day": 86_400}


@dataclass(frozen=True)
class StepDef:
    uid: UUID
    step: str
    parameters: Mapping[str, Any]

    @property
    def wait_seconds(self) -> int:
        """How long a `wait` step holds the following ones; 0 for all other steps."""
        if self.step != WAIT:
            return 0
        return int(self.parameters["n"]) * _UNIT_SECONDS[self.parameters["unit"]]


@dataclass(frozen=True)
class StageDef:
    uid: UUID
    name: LocalizedText
    entry: Mapping[str, Any] | None
    steps: tuple[StepDef, ...]

    def schedule(self) -> list[tuple[StepDef, int]]:
        """Steps with the seconds after entry at which each is due; waits are spent, not listed."""
        due, found = 0, []
        for step in self.steps:
            due += step.wait_seconds
            if step.step != WAIT:
                found.append((step, due))
        return found


@dataclass(frozen=True)
class Definition:
    """`segment` is the written-out expression in a published version, None in a draft."""

    segment_id: UUID | None
    stages: tuple[StageDef, ...]
    segment: Mapping[str, Any] | None = None
    segment_name: LocalizedText | None = None


def read_definition(payload: Mapping[str, Any]) -> Definition:
    """Read stored JSON; it was validated when it was written."""
    segment_id = payload.get("segment_id")
    return Definition(
        segment_id=UUID(segment_id) if segment_id else None,
        stages=tuple(_read_stage(stage) for stage in payload.get("stages", ())),
        segment=payload.get("segment"),
        segment_name=payload.get("segment_name"),
    )


def _read_stage(payload: Mapping[str, Any]) -> StageDef:
    return StageDef(
        uid=UUID(payload["uid"]),
        name=payload["name"],
        entry=payload.get("entry"),
        steps=tuple(
            StepDef(UUID(step["uid"]), step["step"], step.get("parameters") or {})
            for step in payload.get("steps", ())
        ),
    )


def write_definition(definition: Definition) -> dict[str, Any]:
    return {
        "segment_id": str(definition.segment_id) if definition.segment_id else None,
        "segment": definition.segment,
        "segment_name": definition.segment_name,
        "stages": [
            {
                "uid": str(stage.uid),
                "name": dict(stage.name),
                "entry": stage.entry,
                "steps": [
                    {"uid": str(s.uid), "step": s.step, "parameters": dict(s.parameters)}
                    for s in stage.steps
                ],
            }
            for stage in definition.stages
        ],
    }
