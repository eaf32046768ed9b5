"""Short ways to segments and strategies for tests."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kurator.kernel.ids import new_id
from kurator.segments.models import Segment
from kurator.segments.services import create_segment
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
