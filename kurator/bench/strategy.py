"""The strategy that benchmarks put on the base: three stages over status, dates and attributes."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kurator.kernel.ids import new_id
from kurator.parties.models import Tag
from kurator.platform.context import Context, open_scope
from kurator.segments.services import create_segment
from kurator.strategies.models import Strategy
from kurator.strategies.services.lifecycle import activate_strategy, create_strategy

BENCH = Context(actor_kind="system", actor_name="bench", channel="bench")


def _stage(name: str, entry: dict[str, Any], tag_id: UUID) -> dict[str, Any]:
    step = {"uid": str(new_id()), "step": "add_tag", "parameters": {"tag": str(tag_id)}}
    wait = {"uid": str(new_id()), "step": "wait", "parameters": {"n": 30, "unit": "day"}}
    return {"uid": str(new_id()), "name": {"en": name}, "entry": entry, "steps": [wait, step]}


def make_strategy() -> Strategy:
    """Everybody is a member; the three stages take about three quarters of them."""
    with open_scope(BENCH):
        tag, _ = Tag.objects.get_or_create(code="bench", defaults={"name": {"en": "Bench"}})
        everybody = {"op": "in", "field": "party.kind", "value": ["PERSON", "ORGANIZATION"]}
        segment = create_segment(name={"en": "Everybody"}, expression=everybody, viewer=None)
        old = {
            "op": "le",
            "field": "party.created_at",
            "value": {"now": {"n": -365, "unit": "day"}},
        }
        active = {"op": "eq", "field": "party.status", "value": "ACTIVE"}
        leaving = {"op": "in", "field": "party.status", "value": ["LEAVING", "SLEEPING"]}
        strategy = create_strategy(
            name={"en": "Bench"},
            draft={
                "segment_id": str(segment.id),
                "stages": [
                    _stage("Active", active, tag.id),
                    _stage("Old", {"op": "and", "of": [active, old]}, tag.id),
                    _stage("Leaving", leaving, tag.id),
                ],
            },
            viewer=None,
        )
        activate_strategy(strategy_id=strategy.id, viewer=None, now=datetime.now(UTC))
    strategy.refresh_from_db()
    return strategy


def forget_strategies(connection: Any) -> None:
    """Back to a base without strategies (needs the administrator's log-in)."""
    connection.execute(
        "TRUNCATE strategies_enrolment, strategies_transition, strategies_intent,"
        " strategies_counter, strategies_sweep, strategies_refusal, strategies_strategyversion,"
        " strategies_strategy, tracking_dirtysubject, platform_outboxevent CASCADE"
    )
