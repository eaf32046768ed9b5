from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query

from kurator.access.session import ApiRequest, bind_viewer
from kurator.kernel.errors import FieldProblem, NotFound
from kurator.kernel.localized import text_in
from kurator.parties.selectors.rows import rows_by_ids
from kurator.platform.api import Door
from kurator.platform.context import open_scope
from kurator.platform.cursors import read_cursor, write_cursor
from kurator.platform.shapes import ProblemOut
from kurator.platform.steps import steps
from kurator.strategies import selectors
from kurator.strategies.explaining import explain_placement, speaker_for
from kurator.strategies.models import Strategy
from kurator.strategies.presenting import strategy_out, strategy_row
from kurator.strategies.schemas import (
    CheckOut,
    MemberOut,
    MembersOut,
    MoveIn,
    StepOut,
    StepParameterOut,
    StrategyIn,
    StrategyOut,
    StrategyPatch,
    StrategyRow,
    WhyOut,
)
from kurator.strategies.services import lifecycle, refusing
from kurator.strategies.types import read_definition

_MEMBERS = "members"

door = Door("strategies", "strategies")
DOORS = (door,)
MEMBER_COLUMNS = ("party.status", "party.owner")
NAME_MISSING = {
    "en": "Give the strategy a name.",
    "ru": "Дайте стратегии название.",
    "uk": "Дайте стратегії назву.",
}


def _out(request: ApiRequest, strategy_id: UUID) -> StrategyOut:
    strategy = selectors.get_strategy(request.viewer, strategy_id)
    return strategy_out(request.viewer, strategy, datetime.now(UTC))


@door.get("", permission="strategies.view", response=list[StrategyRow])
def list_strategies(request: ApiRequest) -> list[StrategyRow]:
    """Return all strategies, the latest changed first, with members per stage."""
    viewer = request.viewer
    found = selectors.list_strategies(viewer)
    counts = selectors.count_places(viewer, [strategy.id for strategy in found])
    return [strategy_row(viewer, strategy, dict(counts[strategy.id])) for strategy in found]


@door.post("", permission="strategies.edit", response={201: StrategyOut})
def create_strategy(request: ApiRequest, payload: StrategyIn) -> Any:
    """Create a draft; it may be incomplete until it is activated."""
    strategy = lifecycle.create_strategy(
        name=payload.name.needed_texts(NAME_MISSING),
        draft=payload.draft.stored(),
        viewer=request.viewer,
    )
    return 201, _out(request, strategy.id)


@door.get("/steps", permission="strategies.view", response=list[StepOut])
def list_steps(request: ApiRequest) -> list[StepOut]:
    """Return what a scenario can do."""
    language = request.viewer.language
    return [
        StepOut(
            code=step.code,
            label=text_in(step.label, language),
            icon=step.icon,
            parameters=[
                StepParameterOut(
                    code=parameter.code,
                    kind=parameter.kind,
                    label=text_in(parameter.label, language),
                    is_required=parameter.is_required,
                    choices=[
                        {"value": value, "label": text_in(label, language)}
                        for value, label in parameter.choices
                    ],
                )
                for parameter in step.parameters
            ],
        )
        for step in steps().values()
    ]


@door.get("/{strategy_id}", permission="strategies.view", response=StrategyOut)
def get_strategy(request: ApiRequest, strategy_id: UUID) -> StrategyOut:
    """Return a strategy with its draft and the counters of what runs."""
    return _out(request, strategy_id)


@door.patch("/{strategy_id}", permission="strategies.edit", response=StrategyOut)
def change_strategy(request: ApiRequest, strategy_id: UUID, payload: StrategyPatch) -> StrategyOut:
    """Save the draft; what runs changes only when it is activated. 412 on a stale `revision`."""
    lifecycle.change_draft(
        strategy_id=strategy_id,
        name=payload.name.needed_texts(NAME_MISSING) if payload.name else None,
        draft=payload.draft.stored() if payload.draft else None,
        revision=payload.revision,
        viewer=request.viewer,
        now=datetime.now(UTC),
    )
    return _out(request, strategy_id)


@door.post(
    "/{strategy_id}/check",
    slow=True,
    permission="strategies.view",
    looking="read",
    response=CheckOut,
)
def check_strategy(request: ApiRequest, strategy_id: UUID) -> CheckOut:
    """Tell what is missing before the draft can be activated, each place named."""
    language = request.viewer.language
    reading = lifecycle.check_strategy(strategy_id=strategy_id, viewer=request.viewer)

    def out(problems: tuple[FieldProblem, ...]) -> list[ProblemOut]:
        return [ProblemOut(loc=list(p.loc), code=p.code, msg=p.message(language)) for p in problems]

    return CheckOut(
        is_ready=reading.written_out is not None,
        problems=out(reading.problems),
        warnings=out(reading.warnings),
    )


@door.post(
    "/{strategy_id}/activate", slow=True, permission="strategies.activate", response=StrategyOut
)
def activate_strategy(request: ApiRequest, strategy_id: UUID) -> StrategyOut:
    """Publish the draft and have every customer of the segment placed."""
    lifecycle.activate_strategy(
        strategy_id=strategy_id, viewer=request.viewer, now=datetime.now(UTC)
    )
    return _out(request, strategy_id)


@door.post("/{strategy_id}/pause", permission="strategies.activate", response=StrategyOut)
def pause_strategy(request: ApiRequest, strategy_id: UUID) -> StrategyOut:
    """Hold everything as it stands."""
    lifecycle.pause_strategy(strategy_id=strategy_id, now=datetime.now(UTC))
    return _out(request, strategy_id)


@door.post(
    "/{strategy_id}/resume", slow=True, permission="strategies.activate", response=StrategyOut
)
def resume_strategy(request: ApiRequest, strategy_id: UUID) -> StrategyOut:
    """Go on with the data as they are now."""
    lifecycle.resume_strategy(strategy_id=strategy_id, viewer=request.viewer, now=datetime.now(UTC))
    return _out(request, strategy_id)


@door.post("/{strategy_id}/end", permission="strategies.activate", response=StrategyOut)
def end_strategy(request: ApiRequest, strategy_id: UUID) -> StrategyOut:
    """End for good."""
    lifecycle.end_strategy(strategy_id=strategy_id, now=datetime.now(UTC))
    return _out(request, strategy_id)


@door.get("/{strategy_id}/members", permission="strategies.view", response=MembersOut)
def list_members(
    request: ApiRequest,
    strategy_id: UUID,
    stage: UUID | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> MembersOut:
    """Return the customers of a place (uid of a stage, nil for the lobby), latest first."""
    viewer = request.viewer
    selectors.get_strategy(viewer, strategy_id)
    after = read_cursor(_MEMBERS, cursor) if cursor else None
    found = selectors.list_members(
        viewer,
        strategy_id,
        place=stage,
        after=(datetime.fromisoformat(after[0]), UUID(after[1])) if after else None,
        limit=limit + 1,
    )
    page = found[:limit]
    rows = {
        row["id"]: row for row in rows_by_ids(viewer, [m.party_id for m in page], MEMBER_COLUMNS)
    }
    items = [
        MemberOut(**rows[m.party_id], entered_at=m.entered_at, next_at=m.next_at, status=m.status)
        for m in page
        if m.party_id in rows
    ]
    last = page[-1] if len(found) > limit else None
    next_cursor = (
        write_cursor(_MEMBERS, [last.entered_at.isoformat(), str(last.party_id)]) if last else None
    )
    return MembersOut(items=items, next_cursor=next_cursor)


@door.get("/{strategy_id}/members/{party_id}/why", permission="strategies.view", response=WhyOut)
def explain_member(request: ApiRequest, strategy_id: UUID, party_id: UUID) -> Any:
    """Return the rule and the values that decided where the customer stands."""
    rows = rows_by_ids(request.viewer, [party_id], ())
    if not rows:
        raise NotFound
    return explain_placement(request.viewer, strategy_id, party_id, datetime.now(UTC))


@door.post("/{strategy_id}/members/{party_id}/move", permission="strategies.view", response=None)
def move_member(request: ApiRequest, strategy_id: UUID, party_id: UUID, payload: MoveIn) -> None:
    """Always refused: stages are set by rules. The answer names the rule; the attempt is kept."""
    viewer, now = request.viewer, datetime.now(UTC)
    strategy = selectors.get_strategy(viewer, strategy_id)
    if not rows_by_ids(viewer, [party_id], ()):
        raise NotFound

    def keep() -> None:
        with open_scope():
            bind_viewer(viewer, channel="web", addr="", client="", request_id=request.request_id)
            refusing.note_refusal(
                strategy_id=strategy_id,
                party_id=party_id,
                wanted_uid=payload.stage_uid,
                viewer=viewer,
                now=now,
            )

    request.after_refusal.append(keep)
    stage, rule = _rule(request, strategy, payload)
    raise refusing.PlacementIsRuleBound(
        strategy=text_in(strategy.name, viewer.language), stage=stage, rule=rule
    )


def _rule(request: ApiRequest, strategy: Strategy, payload: MoveIn) -> tuple[str, str]:
    """Return the name of the wanted place and the rule that leads there."""
    speaker = speaker_for(request.viewer)
    source = strategy.version.definition if strategy.version else strategy.draft
    definition = read_definition(source)
    for stage in definition.stages:
        if stage.uid == payload.stage_uid and stage.entry:
            name = text_in(stage.name, request.viewer.language)
            return name, speaker.rule(stage.entry)
    rule = speaker.rule(definition.segment) if definition.segment else "—"
    return text_in(definition.segment_name or {}, request.viewer.language), rule
