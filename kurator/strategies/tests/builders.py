"""Short ways to segments and strategies for tests."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kurator.kernel.ids import new_id
from kurator.parties.tests.builders import make_party
from kurator.platform.steps import Outward, Step, StepRun, leaves_the_house
from kurator.segments.models import Segment
from kurator.segments.services import create_segment
from kurator.strategies.feature import FEATURE
from kurator.strategies.models import Strategy
from kurator.strategies.services.lifecycle import activate_strategy, create_strategy

Expression = Mapping[str, Any]


def eq(field: str, value: Any) -> Expression:
    return {"op": "eq", "field": field, "value": value}


def make_segment(expression: Expression, name: str = "Segment") -> Segment:
    return create_segment(name={"en": name}, expression=expression, viewer=None)


def tag_step(tag_id: UUID) -> dict[str, Any]:
    return {"uid": str(new_id()), "step": "add_tag", "parameters": {"tag": str(tag_id)}}


def wait_step(n: int, unit: str = "day") -> dict[str, Any]:
    return {"uid": str(new_id()), "step": "wait", "parameters": {"n": n, "unit": unit}}


def stage(name: str, entry: Expression, steps: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"uid": str(new_id()), "name": {"en": name}, "entry": entry, "steps": list(steps)}


def make_strategy(
    segment: Segment, stages: Sequence[dict[str, Any]], *, now: datetime | None = None
) -> Strategy:
    """Create and activate; placement follows with the engine's next turn."""
    strategy = create_strategy(
        name={"en": "Strategy"},
        draft={"segment_id": str(segment.id), "stages": list(stages)},
        viewer=None,
    )
    activate_strategy(strategy_id=strategy.id, viewer=None, now=now or datetime.now(UTC))
    strategy.refresh_from_db()
    return strategy


class Peer:
    """Keeps what it was asked; `act` may break, or meddle."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.act: Callable[[], None] = lambda: None

    def ask(self, run: StepRun, parameters: Any) -> None:
        self.keys.append(run.key)
        self.act()


@contextmanager
def peer_called_by_a_strategy(*, accepts_key: bool, after_minutes: int = 0) -> Iterator[Peer]:
    """A customer and a strategy with one step that leaves the house; the engine has not turned yet."""
    peer = Peer()
    step = Step(
        code="call_out",
        label={"en": "Call"},
        run=leaves_the_house,
        check=lambda parameters: [],
        sentence=lambda parameters, language: "",
        outward=Outward(peer.ask, accepts_key=accepts_key),
    )
    registered: Any = FEATURE.steps
    registered.append(step)
    try:
        make_party(status="ACTIVE")
        waits = [wait_step(after_minutes, "minute")] if after_minutes else []
        call = {"uid": str(new_id()), "step": "call_out", "parameters": {}}
        make_strategy(
            make_segment(eq("party.kind", "PERSON")),
            [stage("One", eq("party.status", "ACTIVE"), [*waits, call])],
        )
        yield peer
    finally:
        registered.remove(step)
