"""What each life of the machine of strategies begins from, and how its plans are written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from kurator.access.selectors import find_viewer
from kurator.access.types import Viewer
from kurator.kernel.ids import new_id
from kurator.strategies.services.lifecycle import create_strategy
from kurator.strategies.tests.builders import Expression, eq, make_segment, wait_step
from tests.cast import make_cast
from tests.machines.strategies_model import BACK, QUIET, RESTLESS, STAGES, Steps

_YOUNG: Expression = {
    "op": "or",
    "of": [
        {"op": "is_empty", "field": "party.birth_date"},
        {
            "op": "gt",
            "field": "party.birth_date",
            "value": {"now": {"n": -6, "unit": "day"}},
        },
    ],
}
_ENTRIES: dict[str, Expression] = {
    "active": eq("party.status", "ACTIVE"),
    "leaving": eq("party.status", "LEAVING"),
    "old": {
        "op": "le",
        "field": "party.birth_date",
        "value": {"now": {"n": -2, "unit": "day"}},
    },
}


def write_stage(name: str, steps: Steps, uids: dict[str, UUID]) -> dict[str, Any]:
    found, passed = [], timedelta()
    for step, delay in steps[name]:
        if delay > passed:
            found.append(wait_step(int((delay - passed).total_seconds() // 3600), "hour"))
            passed = delay
        act: dict[str, Any] = {
            "step": "create_task",
            "parameters": {
                "title": {"en": step},
                "due_in": {"n": 2, "unit": "day"},
                "assignee": "owner",
            },
        }
        if step == BACK:
            value = {"field": "party.status", "value": "ACTIVE"}
            act = {"step": "set_attribute", "parameters": value}
        found.append({"uid": str(uids[step]), **act})
    return {
        "uid": str(uids[name]),
        "name": {"en": name},
        "entry": _ENTRIES[name],
        "steps": found,
    }


@dataclass(frozen=True)
class World:
    """`ids` are those of segments and strategies, `uids` those of a strategy's stages and steps."""

    ids: Mapping[str, UUID]
    uids: Mapping[str, dict[str, UUID]]
    viewer: Viewer


def make_world() -> World:
    person = eq("party.kind", "PERSON")
    young: Expression = {"op": "and", "of": [person, _YOUNG]}
    ids = {"all": make_segment(person, "All").id, "young": make_segment(young, "Young").id}
    uids = {}
    for which, steps in (("restless", RESTLESS), ("quiet", QUIET)):
        names = [*STAGES, *(step for stage in STAGES for step, _ in steps[stage])]
        uids[which] = {name: new_id() for name in names}
        draft: dict[str, Any] = {"segment_id": None, "stages": []}
        ids[which] = create_strategy(name={"en": which}, draft=draft, viewer=None).id
    viewer = find_viewer(make_cast().arkady.id)
    assert viewer is not None
    return World(ids, uids, viewer)
