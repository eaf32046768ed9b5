from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from kurator.platform.api import StrictSchema
from kurator.platform.shapes import NameIn, ProblemOut, RecordRow

State = Literal["DRAFT", "ACTIVE", "PAUSED", "ENDED"]


class StepIn(StrictSchema):
    uid: UUID
    step: str = Field(max_length=60)
    parameters: dict[str, Any] = Field(default_factory=dict)


class StageIn(StrictSchema):
    uid: UUID
    name: NameIn
    entry: dict[str, Any] | None = None
    steps: list[StepIn] = Field(default_factory=list, max_length=40)


class DraftIn(StrictSchema):
    segment_id: UUID | None = None
    stages: list[StageIn] = Field(default_factory=list, max_length=40)

    def stored(self) -> dict[str, Any]:
        return {
            "segment_id": str(self.segment_id) if self.segment_id else None,
            "stages": [
                {
                    "uid": str(stage.uid),
                    "name": stage.name.texts(),
                    "entry": stage.entry,
                    "steps": [
                        {"uid": str(s.uid), "step": s.step, "parameters": s.parameters}
                        for s in stage.steps
                    ],
                }
                for stage in self.stages
            ],
        }


class StrategyIn(StrictSchema):
    name: NameIn
    draft: DraftIn = Field(default_factory=DraftIn)


class StrategyPatch(StrictSchema):
    name: NameIn | None = None
    draft: DraftIn | None = None
    revision: int | None = None


class MoveIn(StrictSchema):
    stage_uid: UUID | None = None


class PlaceOut(Schema):
    """A published stage (or the lobby, uid nil) with its figures among the viewer's customers."""

    uid: UUID
    ord: int
    name: str
    rule: str
    steps: list[str]
    members: int
    entered: int | None
    entered_today: int


class StrategyRow(Schema):
    id: UUID
    name: str
    state: State
    version_n: int | None
    members: int
    stages: list[dict[str, Any]]
    updated_at: datetime


class StrategyOut(Schema):
    """
    `draft` is what is edited, `places` what runs. `members` = sum of `places`.

    `is_changed` tells that the draft differs from the running version.
    """

    id: UUID
    name: str
    names: dict[str, str]
    state: State
    version_n: int | None
    published_at: datetime | None
    draft: dict[str, Any]
    is_partly_hidden: bool
    """Part of the draft is about fields that the one who asks may not see; it cannot be changed."""
    revision: int
    is_changed: bool
    is_placing: bool
    segment_name: str
    segment_rule: str
    members: int
    places: list[PlaceOut]
    updated_at: datetime


class CheckOut(Schema):
    is_ready: bool
    problems: list[ProblemOut]
    warnings: list[ProblemOut]


class MemberOut(RecordRow):
    entered_at: datetime
    next_at: datetime | None
    status: str


class MembersOut(Schema):
    items: list[MemberOut]
    next_cursor: str | None


class StepParameterOut(Schema):
    code: str
    kind: str
    label: str
    is_required: bool
    choices: list[dict[str, str]]


class StepOut(Schema):
    code: str
    label: str
    icon: str
    parameters: list[StepParameterOut]


class FactOut(Schema):
    field: str
    label: str
    value: str


class ExplainedOut(Schema):
    rule: str | None = None
    text: str
    truth: bool
    seen: str | None
    children: list["ExplainedOut"]


class WhyStageOut(Schema):
    ord: int
    uid: UUID
    name: str
    is_current: bool
    explanation: ExplainedOut | None
    steps: list[str]


class ScenarioStepOut(Schema):
    step_uid: UUID
    text: str
    due_at: datetime
    status: str
    failure: str
    done_at: datetime | None


class TransitionOut(Schema):
    seq: int
    effective_at: datetime
    decided_at: datetime
    cause: str
    version_n: int
    from_name: str
    to_name: str
    facts: list[FactOut]


class StrategyRef(Schema):
    id: UUID
    name: str


class PlaceRef(Schema):
    ord: int
    uid: UUID | None
    name: str


class WhyOut(Schema):
    strategy: StrategyRef
    version_n: int | None
    party_id: UUID
    place: PlaceRef
    is_placing: bool
    status: str
    failure: str
    entered_at: datetime | None
    next_at: datetime | None
    cause: str | None
    effective_at: datetime | None
    facts: list[FactOut]
    segment: ExplainedOut | None
    stages: list[WhyStageOut]
    scenario: list[ScenarioStepOut]
    transitions: list[TransitionOut]
