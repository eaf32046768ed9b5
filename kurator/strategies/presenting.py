"""Strategies as the API shows them."""

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from kurator.access.types import Viewer
from kurator.kernel.localized import text_in
from kurator.strategies import selectors
from kurator.strategies.explaining import PLACES, Speaker, speaker_for
from kurator.strategies.models import Strategy
from kurator.strategies.schemas import PlaceOut, State, StrategyOut, StrategyRow
from kurator.strategies.selectors import PlaceCount
from kurator.strategies.services.veiling import veiled_draft
from kurator.strategies.types import LOBBY, LOBBY_UID, Definition, read_definition

NOTHING = PlaceCount(0, None)


def strategy_row(viewer: Viewer, strategy: Strategy, counts: dict[UUID, PlaceCount]) -> StrategyRow:
    source = strategy.version.definition if strategy.version else strategy.draft
    definition = read_definition(source)
    return StrategyRow(
        id=strategy.id,
        name=text_in(strategy.name, viewer.language),
        state=cast(State, strategy.state),
        version_n=strategy.version.n if strategy.version else None,
        members=sum(count.members for count in counts.values()),
        stages=[
            {
                "uid": str(stage.uid),
                "name": text_in(stage.name, viewer.language),
                "members": counts.get(stage.uid, NOTHING).members,
            }
            for stage in definition.stages
        ],
        updated_at=strategy.updated_at,
    )


def strategy_out(viewer: Viewer, strategy: Strategy, now: datetime) -> StrategyOut:
    speaker = speaker_for(viewer)
    shown = veiled_draft(strategy.draft, speaker.vocabulary)
    running = read_definition(strategy.version.definition) if strategy.version else None
    places = _places(viewer, strategy, running, speaker, now) if running else []
    return StrategyOut(
        id=strategy.id,
        name=text_in(strategy.name, viewer.language),
        names=strategy.name,
        state=cast(State, strategy.state),
        version_n=strategy.version.n if strategy.version else None,
        published_at=strategy.version.published_at if strategy.version else None,
        draft=shown,
        is_partly_hidden=shown != strategy.draft,
        revision=strategy.draft_revision,
        is_changed=running is not None and _differs(read_definition(strategy.draft), running),
        is_placing=selectors.is_placing(strategy.id),
        segment_name=text_in(running.segment_name or {}, viewer.language) if running else "",
        segment_rule=speaker.rule(running.segment) if running else "",
        members=sum(place.members for place in places),
        places=places,
        updated_at=strategy.updated_at,
    )


def _differs(draft: Definition, running: Definition) -> bool:
    """Whether publishing the draft would change something but the written-out segments."""

    def shape(definition: Definition) -> Any:
        return definition.segment_id, [
            (s.uid, s.name, [(t.uid, t.step, t.parameters) for t in s.steps])
            for s in definition.stages
        ]

    return shape(draft) != shape(running) or any(
        a.entry != b.entry and "in_segment" not in str(a.entry)
        for a, b in zip(draft.stages, running.stages, strict=True)
    )


def _places(
    viewer: Viewer, strategy: Strategy, running: Definition, speaker: Speaker, now: datetime
) -> list[PlaceOut]:
    counts = selectors.count_places(viewer, [strategy.id])[strategy.id]
    today = selectors.count_moves_today(viewer, strategy.id, now - timedelta(days=1))
    lobby = PlaceOut(
        uid=LOBBY_UID,
        ord=LOBBY,
        name=text_in(PLACES[LOBBY], viewer.language),
        rule="",
        steps=[],
        members=counts.get(LOBBY_UID, NOTHING).members,
        entered=counts.get(LOBBY_UID, NOTHING).entered,
        entered_today=today.get(LOBBY_UID, 0),
    )
    stages = [
        PlaceOut(
            uid=stage.uid,
            ord=n,
            name=text_in(stage.name, viewer.language),
            rule=speaker.rule(stage.entry),
            steps=speaker.steps(stage),
            members=counts.get(stage.uid, NOTHING).members,
            entered=counts.get(stage.uid, NOTHING).entered,
            entered_today=today.get(stage.uid, 0),
        )
        for n, stage in enumerate(running.stages, 1)
    ]
    return [lobby, *stages]
