"""
The engine of strategies against a plain model: customers come, change, grow older, are recycled and
erased; two strategies are activated, published anew, paused and ended, with one worker or two. Each
stands where the rules put him, his stays follow each other without gap or overlap, each step is
planned once for a stay and done once, and nobody has two open tasks of one step.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from kurator.activities.errors import TaskSetAnew
from kurator.activities.models import Task
from kurator.activities.services import complete_task, reopen_task
from kurator.parties.models import Party
from kurator.parties.services.erasing import erase_again
from kurator.parties.tests.builders import make_party
from kurator.strategies.engine.place_once import ALL_PARTITIONS, place_changed, place_due, sweep
from kurator.strategies.engine.registry import Programs
from kurator.strategies.engine.scenarios import carry_out_due
from kurator.strategies.services import lifecycle
from kurator.strategies.types import LOBBY_UID
from tests.machines.running import RolledBack, live, rows
from tests.machines.strategies_model import (
    LOBBY,
    OUTSIDE,
    QUIET,
    RESTLESS,
    STAGES,
    Customer,
    Plan,
    Strategy,
)
from tests.machines.strategies_world import World, make_world, write_stage

NOW = datetime(2026, 3, 26, 12, 0, tzinfo=UTC)  # three days before the clocks change in Kyiv
NAMES = ("oak", "elm", "fir")
NAME, STRATEGY = st.sampled_from(NAMES), st.sampled_from(["restless", "quiet"])
STATUS = st.sampled_from(["NEW", "ACTIVE", "ACTIVE", "LEAVING", "LEAVING"])
THEN = st.sampled_from(["", "turn", "act", "act", "act before the turn"])
"""What the workers do after it."""
BORN = st.none() | st.integers(-6, 1)
PLAN = st.builds(
    Plan,
    st.sampled_from([STAGES, ("old", "active"), ("leaving", "old", "active"), ("active",)]),
    st.booleans(),
)
WORKERS: list[list[Sequence[int]]] = [[ALL_PARTITIONS], [(0, 2, 4, 6), (1, 3, 5, 7)]]


class Engine(RolledBack):
    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.ids, self.uids = self.world.ids, self.world.uids
        self.now = NOW
        self.programs = Programs()
        self.customers: dict[str, Customer] = {}
        self.parties: dict[str, UUID] = {}
        self.strategies = {"restless": Strategy(RESTLESS), "quiet": Strategy(QUIET)}

    # Strategies

    @initialize(plan=PLAN, statuses=st.lists(STATUS, min_size=2, max_size=3), born=BORN)
    def a_strategy_serves_some(self, plan: Plan, statuses: list[str], born: int | None) -> None:
        for name, status in zip(NAMES, statuses, strict=False):
            self.a_customer_comes(name, status, born)
        self.a_strategy_is_published("restless", plan)
        self.the_engine_turns(WORKERS[0])

    @rule(which=STRATEGY, plan=PLAN, is_paused=st.booleans(), then=THEN)
    def a_strategy_is_published(
        self, which: str, plan: Plan, is_paused: bool = False, then: str = ""
    ) -> None:
        """Which also lets it go on."""
        if self.strategies[which].state == "ENDED":
            return
        if is_paused and self.strategies[which].state == "ACTIVE":
            self.a_strategy_is_paused_or_resumed(which)
        steps, uids = self.strategies[which].steps, self.uids[which]
        lifecycle.change_draft(
            strategy_id=self.ids[which],
            name=None,
            draft={
                "segment_id": str(self.ids["young" if plan.is_for_young else "all"]),
                "stages": [write_stage(name, steps, uids) for name in plan.stages],
            },
            revision=None,
            viewer=None,
            now=self.now,
        )
        lifecycle.activate_strategy(strategy_id=self.ids[which], viewer=None, now=self.now)
        self.strategies[which].publish(plan)
        self._work(then)

    @rule(which=STRATEGY, then=THEN)
    def a_strategy_is_paused_or_resumed(self, which: str, then: str = "") -> None:
        strategy = self.strategies[which]
        if strategy.state == "ACTIVE":
            lifecycle.pause_strategy(strategy_id=self.ids[which], now=self.now)
            strategy.state = "PAUSED"
        elif strategy.state == "PAUSED":
            lifecycle.resume_strategy(strategy_id=self.ids[which], viewer=None, now=self.now)
            strategy.state = "ACTIVE"
            strategy.asked.add("RESUMPTION")
        self._work(then)

    @precondition(lambda self: self.strategies["quiet"].state in ("ACTIVE", "PAUSED"))
    @rule()
    def a_strategy_is_ended(self) -> None:
        lifecycle.end_strategy(strategy_id=self.ids["quiet"], now=self.now)
        self.strategies["quiet"].state = "ENDED"
        self.strategies["quiet"].asked.add("END")

    # Customers

    @rule(name=NAME, status=STATUS, born=BORN)
    def a_customer_comes(self, name: str, status: str, born: int | None) -> None:
        if name not in self.customers:
            day = None if born is None else self.now.date() + timedelta(days=born)
            self.parties[name] = make_party(status=status, birth_date=day).id
            self.customers[name] = Customer(status, born=day)
            self.customers[name].touch()

    @rule(name=NAME, status=STATUS, hours=st.sampled_from([0, 11, 30]), then=THEN)
    def his_status_changes(self, name: str, status: str, hours: int, then: str) -> None:
        self.now += timedelta(hours=hours)
        self._change(name, then, status=status)

    @rule(name=NAME, then=THEN)
    def he_leaves_or_enters_the_segment(self, name: str, then: str) -> None:
        if name in self.customers:
            is_person = self.customers[name].kind == "PERSON"
            self._change(name, then, kind="ORGANIZATION" if is_person else "PERSON")

    @rule(name=NAME, born=BORN, then=THEN)
    def his_day_is_corrected(self, name: str, born: int | None, then: str) -> None:
        day = None if born is None else self.now.date() + timedelta(days=born)
        self._change(name, then, birth_date=day)

    @rule(name=NAME, then=THEN)
    def he_goes_into_the_bin_or_comes_back(self, name: str, then: str) -> None:
        if name in self.customers:
            is_recycled = self.customers[name].is_recycled
            self._change(name, then, deleted_at=None if is_recycled else self.now)

    def _change(self, name: str, then: str, **values: Any) -> None:
        if name not in self.customers:
            return
        Party.objects.filter(id=self.parties[name]).update(**values)
        customer = self.customers[name]
        before = vars(customer).copy()
        for field, value in values.items():
            known = {"birth_date": ("born", value), "deleted_at": ("is_recycled", bool(value))}
            setattr(customer, *known.get(field, (field, value)))
        if vars(customer) != before:
            customer.touch()
        self._work(then)

    @rule(name=NAME)
    def he_is_erased(self, name: str) -> None:
        if self.customers.pop(name, None):
            erase_again(erased=[(self.parties.pop(name), self.now)])
            for strategy in self.strategies.values():
                strategy.forget(name)

    # Time, workers and people

    @rule(hours=st.sampled_from([1, 11, 20, 24, 30, 100]), then=THEN)
    def time_passes(self, hours: int, then: str) -> None:
        self.now += timedelta(hours=hours)
        self._work(then)

    def _work(self, what: str) -> None:
        if what in ("turn", "act"):
            self.the_engine_turns(WORKERS[0])
        if what.startswith("act"):
            self.steps_are_carried_out()

    @rule(workers=st.sampled_from(WORKERS))
    def the_engine_turns(self, workers: list[Sequence[int]]) -> None:
        for act in (sweep, place_changed, place_due):
            for partitions in workers:
                act(self.programs, partitions, self.now)
        for strategy in self.strategies.values():
            strategy.turn(self.customers, self.now)
        for customer in self.customers.values():
            customer.depth = None

    @rule()
    def steps_are_carried_out(self) -> None:
        carry_out_due(self.now)
        for strategy in self.strategies.values():
            strategy.carry_out(self.customers, self.now)

    @precondition(lambda self: any(s.tasks for s in self.strategies.values()))
    @rule(data=st.data())
    def a_task_is_done_or_taken_up_again(self, data: st.DataObject) -> None:
        known = [
            (which, party, step)
            for which, strategy in self.strategies.items()
            for party, step in strategy.tasks
            if not self.customers[party].is_recycled
        ]
        if not known:
            return
        which, party, step = data.draw(st.sampled_from(sorted(known)))
        tasks = self.strategies[which].tasks[party, step]
        at = data.draw(st.integers(0, len(tasks) - 1))
        task_id = self._tasks(which, party, step)[at]
        if tasks[at]:
            complete_task(viewer=self.world.viewer, task_id=task_id, now=self.now)
            tasks[at] = False
        elif any(tasks):
            with pytest.raises(TaskSetAnew):
                reopen_task(viewer=self.world.viewer, task_id=task_id)
        else:
            reopen_task(viewer=self.world.viewer, task_id=task_id)
            tasks[at] = True

    def _tasks(self, which: str, party: str, step: str) -> list[UUID]:
        """In the order in which they were set."""
        key = f"{self.ids[which]}:{self.parties[party]}:"
        found = Task.objects.filter(source_key__startswith=key, title__en=step)
        return [task.id for task in found.order_by("created_at", "id")]

    # After each step

    @invariant()
    def each_stands_where_the_rules_put_him(self) -> None:
        assert self._read(
            "SELECT e.strategy_id, e.party_id, coalesce(e.stage_uid::text, ''), e.ord, e.seq,"
            " e.episode, e.entered_at, e.next_at, e.status, v.n FROM strategies_enrolment e"
            " JOIN strategies_strategyversion v ON v.id = e.version_id"
        ) == {
            (which, name): (
                self._uid(which, s.place),
                s.ord,
                s.seq,
                s.episode,
                s.entered_at,
                s.next_at,
                "OUTSIDE" if s.place == OUTSIDE else "ACTIVE",
                s.n,
            )
            for which, strategy in self.strategies.items()
            for name, s in strategy.standing.items()
        }

    @invariant()
    def his_stays_follow_each_other_without_gap_or_overlap(self) -> None:
        found = rows(
            "SELECT strategy_id, party_id, seq, episode, coalesce(from_uid::text, ''), from_ord,"
            " coalesce(to_uid::text, ''), to_ord, effective_at, decided_at, depth, cause,"
            " facts ->> 'party.status' FROM strategies_transition ORDER BY strategy_id, party_id, seq"
        )
        expected = [
            (which, name, seq, move)
            for which, strategy in self.strategies.items()
            for name, moves in strategy.moves.items()
            for seq, move in enumerate(moves, 1)
        ]
        expected.sort(key=lambda one: (self.ids[one[0]], self.parties[one[1]], one[2]))
        assert len(found) == len(expected)
        for row, (which, name, seq, move) in zip(found, expected, strict=True):
            strategy_id, party_id, number, episode, before, from_ord, after, to_ord, *rest = row
            *times, cause, status = rest
            assert (strategy_id, party_id, number) == (self.ids[which], self.parties[name], seq)
            assert (episode, before, after) == (
                move.episode,
                self._uid(which, move.before),
                self._uid(which, move.after),
            )
            assert (from_ord, to_ord) == (move.from_ord, move.to_ord)
            assert times == [move.effective_at, move.decided_at, move.depth]
            assert cause in move.causes
            assert status == move.status

    @invariant()
    def each_step_is_planned_once_for_a_stay(self) -> None:
        assert self._read(
            "SELECT strategy_id, party_id, step_uid::text, seq, status, due_at, depth"
            " FROM strategies_intent",
            key=4,
        ) == {
            (which, name, self._uid(which, step), seq): (one.status, one.due_at, one.depth)
            for which, strategy in self.strategies.items()
            for (name, seq, step), one in strategy.to_do.items()
        }

    @invariant()
    def nobody_has_two_open_tasks_of_one_step(self) -> None:
        found = self._read(
            "SELECT created_by_id, party_id, title ->> 'en', array_agg(status = 'OPEN'"
            " ORDER BY created_at, id) FROM activities_task GROUP BY 1, 2, 3",
            key=3,
        )
        assert found == {
            (which, *place): (tasks,)
            for which, strategy in self.strategies.items()
            for place, tasks in strategy.tasks.items()
            if tasks
        }
        assert all(tasks.count(True) <= 1 for (tasks,) in found.values())

    @invariant()
    def places_are_counted(self) -> None:
        counted = rows(
            "SELECT strategy_id, place_uid::text, sum(members), sum(entered)"
            " FROM strategies_counter GROUP BY 1, 2"
        )
        expected = set()
        for which, strategy in self.strategies.items():
            members = Counter(standing.place for standing in strategy.standing.values())
            expected |= {
                (
                    self.ids[which],
                    self._uid(which, place) or str(LOBBY_UID),
                    members[place],
                    entered,
                )
                for place, entered in strategy.entered.items()
                if entered
            }
        assert set(counted) == expected

    def _uid(self, which: str, name: str) -> str:
        return "" if name in (OUTSIDE, LOBBY) else str(self.uids[which][name])

    def _read(self, statement: str, *, key: int = 2) -> dict[Any, Any]:
        """Rows by their first columns, with the names instead of the ids."""
        names = {id_: name for name, id_ in {**self.ids, **self.parties}.items()}
        return {
            (names[row[0]], names[row[1]], *row[2:key]): tuple(row[key:]) for row in rows(statement)
        }

    def end(self) -> None:
        """A strategy that has ended does nothing any more, whatever happens."""
        if self.strategies["quiet"].state in ("ACTIVE", "PAUSED"):
            self.a_strategy_is_ended()
        for status in ("ACTIVE", "LEAVING"):
            for name in list(self.customers):
                self.his_status_changes(name, status, 24, "act")
        self.each_stands_where_the_rules_put_him()
        self.each_step_is_planned_once_for_a_stay()


@pytest.mark.django_db
def test_customers_are_where_the_rules_put_them() -> None:
    Engine.world = make_world()
    live(Engine, lives=20, steps=20)
