"""The engine reads what concerns a customer, whatever the statistics say of his strategy."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import transaction

from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.parties.models import Party, Tag
from kurator.platform.database.connections import conninfo_for, database_name
from kurator.platform.prepared import read_prepared
from kurator.strategies.engine import apply
from kurator.strategies.engine.place_once import ALL_PARTITIONS, sweep
from kurator.strategies.engine.registry import Programs
from kurator.strategies.models import Strategy
from kurator.strategies.tests.builders import eq, make_segment, make_strategy, stage, tag_step

pytestmark = pytest.mark.django_db(transaction=True)

CUSTOMERS = 3_000
PLACES = {"strategies_enrolment", "strategies_intent"}


def activate_for_all() -> Strategy:
    with transaction.atomic():
        tag = Tag.objects.create(code=str(new_id()), name={"en": "T"})
        strategy = make_strategy(
            make_segment(eq("party.kind", "PERSON"), name=str(new_id())),
            [
                stage("One", eq("party.status", "ACTIVE"), [tag_step(tag.id)]),
                stage("Two", eq("party.status", "LEAVING"), [tag_step(tag.id)]),
            ],
        )
    assert sweep(Programs(), ALL_PARTITIONS)
    return strategy


@pytest.fixture(autouse=True)
def kept_statistics(transactional_db: None) -> Iterator[None]:
    """The server renews none by itself meanwhile."""
    set_autovacuum("off")
    yield
    set_autovacuum("on")


def set_autovacuum(state: str) -> None:
    with psycopg.connect(**conninfo_for("owner", name=database_name()), autocommit=True) as owner:
        for table in PLACES:
            owner.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = {state})".encode())


def note_statistics() -> None:
    with psycopg.connect(**conninfo_for("owner", name=database_name()), autocommit=True) as owner:
        for table in PLACES:
            owner.execute(f"ANALYZE {table}".encode())


def explained(plans: list[Any]) -> Callable[..., list[tuple[Any, ...]]]:
    def read(sql: str, parameters: Mapping[str, Any], **options: Any) -> list[tuple[Any, ...]]:
        sql = f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}"
        plans.append(read_prepared(sql, parameters, **options)[0][0][0]["Plan"])
        return [(0, ())]

    return read


def rows_read(plan: Mapping[str, Any]) -> float:
    """Rows that the plan took out of the tables of places."""
    here = 0.0
    if plan.get("Relation Name") in PLACES and "Scan" in plan["Node Type"]:
        dropped = plan.get("Rows Removed by Filter", 0)
        here = (plan["Actual Rows"] + dropped) * plan["Actual Loops"]
    return here + sum(map(rows_read, plan.get("Plans", ())))


@pytest.mark.parametrize("changed", [1, 5, 200])
def test_a_change_reads_no_other_members_of_a_strategy_that_the_statistics_do_not_know(
    changed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    customers = Party.objects.bulk_create(
        Party(number=n, name={"en": str(n)}, owner_id=NOBODY_ID, status="ACTIVE")
        for n in range(1, CUSTOMERS + 1)
    )
    activate_for_all()
    note_statistics()
    strategy = activate_for_all()
    ids = [customer.id for customer in customers[:changed]]
    Party.objects.filter(id__in=ids).update(status="LEAVING")
    plans: list[Any] = []
    monkeypatch.setattr(apply, "read_prepared", explained(plans))
    programs = {one.program.strategy_id: one.program for one in Programs().refresh()}
    apply.place(programs[strategy.id], now=datetime.now(UTC), cause="CHANGE", ids=ids)
    # his place twice (to compare, to change) and his planned step, in each of two strategies
    assert 0 < rows_read(plans[0]) <= 8 * changed
