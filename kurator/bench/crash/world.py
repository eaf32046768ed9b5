"""Customers under a strategy whose steps stay in the house and leave it, changed all the time."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kurator.bench.strategy import BENCH
from kurator.kernel.ids import new_id
from kurator.parties.models import Party
from kurator.platform.context import open_scope
from kurator.segments.services import create_segment
from kurator.strategies.services.lifecycle import activate_strategy, create_strategy

CUSTOMERS = 40
STATUSES = ("NEW", "ACTIVE", "LEAVING")


@dataclass(frozen=True)
class World:
    party_ids: tuple[UUID, ...]
    steps: Mapping[str, list[UUID]]


def make_world() -> World:
    steps: dict[str, list[UUID]] = {"tasks": [], "keyed": [], "keyless": []}
    with open_scope(BENCH):
        found = tuple(_party(number) for number in range(CUSTOMERS))
        persons = {"op": "eq", "field": "party.kind", "value": "PERSON"}
        segment = create_segment(name={"en": "Crash"}, expression=persons, viewer=None)
        strategy = create_strategy(
            name={"en": "Crash"},
            draft={
                "segment_id": str(segment.id),
                "stages": [_stage("ACTIVE", steps), _stage("LEAVING", steps)],
            },
            viewer=None,
        )
        activate_strategy(strategy_id=strategy.id, viewer=None, now=datetime.now(UTC))
    return World(found, steps)


def _party(number: int) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("SELECT k.take_numbers('party', 1)")
        taken = int(cursor.fetchone()[0])
    name = {"en": f"Customer {number}"}
    return Party.objects.create(number=taken, kind="PERSON", status="NEW", name=name).id


def _stage(status: str, steps: dict[str, list[UUID]]) -> dict[str, Any]:
    task = {
        "title": {"en": "Call"},
        "due_in": {"n": 1, "unit": "day"},
        "assignee": "owner",
        "fallback": None,
    }
    listed = []
    for kind, code, parameters in (
        ("tasks", "create_task", task),
        ("keyed", "bench_keyed", {}),
        ("keyless", "bench_keyless", {}),
    ):
        uid = new_id()
        steps[kind].append(uid)
        listed.append({"uid": str(uid), "step": code, "parameters": parameters})
    return {
        "uid": str(new_id()),
        "name": {"en": status},
        "entry": {"op": "eq", "field": "party.status", "value": status},
        "steps": listed,
    }


def change_somebody(world: World) -> None:
    with open_scope(BENCH), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE parties_party SET status = %s WHERE id = %s",
            [random.choice(STATUSES), random.choice(world.party_ids)],
        )


def is_quiet() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM tracking_dirtysubject)"
            " AND NOT EXISTS (SELECT FROM strategies_sweep)"
            " AND NOT EXISTS (SELECT FROM platform_outboxevent WHERE NOT is_dead)"
            " AND NOT EXISTS (SELECT FROM strategies_intent"
            "                 WHERE status IN ('PLANNED', 'READY', 'SENDING'))"
        )
        return bool(cursor.fetchone()[0])
