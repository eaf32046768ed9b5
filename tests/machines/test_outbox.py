"""
The outbox against a model of thirty lines: two dispatchers that claim, deliver, die and come back
late. Nothing is lost, nothing is told twice, a late one tells nothing, and order is kept.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kurator.operations.feature import FEATURE
from kurator.platform.context import WEB_ROLE, Context, open_scope
from kurator.platform.dispatcher import claim_batch, deliver_batch
from kurator.platform.outbox import MAX_ATTEMPTS, Delivery, Subscriber, publish
from tests.cast import make_cast
from tests.machines.running import Killed, beside, live, rows, run

TOPIC = "tests.happened"
DISPATCHERS = st.sampled_from(["first", "second"])
LIMITS = st.integers(1, 4)


@dataclass
class Waiting:
    epoch: int = 0
    attempts: int = 0
    is_leased: bool = False
    is_dead: bool = False


@dataclass
class Model:
    """What the outbox promises, without a database."""

    events: dict[str, Waiting] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def claim(self, limit: int, locked: Sequence[str] = ()) -> list[tuple[str, int]]:
        free = [
            id_
            for id_, event in sorted(self.events.items())
            if not (event.is_leased or event.is_dead or id_ in locked)
        ][:limit]
        for event in map(self.events.__getitem__, free):
            event.epoch, event.attempts, event.is_leased = event.epoch + 1, event.attempts + 1, True
        return [(id_, self.events[id_].epoch) for id_ in free]

    def held(self, batch: Sequence[Delivery]) -> list[str]:
        """Those of the batch that are still its holder's; what was tried before comes last."""
        in_turn = sorted(batch, key=lambda d: d.attempts > 1)
        return [d.id for d in in_turn if d.id in self.events and self.events[d.id].epoch == d.epoch]

    def deliver(self, ids: Sequence[str], poison: set[str]) -> None:
        for id_ in ids:
            if id_ in poison:
                self.events[id_].is_leased = True
                self.events[id_].is_dead = self.events[id_].attempts >= MAX_ATTEMPTS
            else:
                del self.events[id_]
                self.told.append(id_)

    def replay(self, id_: str) -> None:
        self.events[id_] = Waiting(epoch=self.events[id_].epoch)


class Reader:
    """The one subscriber: what it was told stands in the database, in the transaction of the telling."""

    def __init__(self) -> None:
        self.poison: set[str] = set()
        self.meddle: Callable[[], None] = lambda: None

    def deliver(self, deliveries: Sequence[Delivery]) -> None:
        meddle, self.meddle = self.meddle, lambda: None
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO told (event) VALUES (%s)", [[d.id] for d in deliveries])
        meddle()
        if self.poison & {d.id for d in deliveries}:
            raise ValueError("cannot be read")


@contextmanager
def reading(reader: Reader) -> Iterator[None]:
    known: Any = FEATURE
    before = known.subscribers
    known.__dict__["subscribers"] = [Subscriber("tests", frozenset({TOPIC}), reader.deliver)]
    try:
        yield
    finally:
        known.__dict__["subscribers"] = before


class Outbox(RuleBasedStateMachine):
    reader: Reader
    manager: str

    def __init__(self) -> None:
        super().__init__()
        run("TRUNCATE told; DELETE FROM platform_outboxevent")
        self.model = Model()
        self.reader.poison.clear()
        self.batches: dict[str, list[Delivery]] = {"first": [], "second": []}

    @rule(count=st.integers(1, 3), are_poison=st.booleans())
    def publish(self, count: int, are_poison: bool) -> None:
        with open_scope(Context()):
            for _ in range(count):
                publish(TOPIC, {"ids": ["x"], "owners": [""]})
        new = {str(row[0]) for row in rows("SELECT id FROM platform_outboxevent")}
        new -= self.model.events.keys()
        assert len(new) == count
        self.model.events |= {id_: Waiting() for id_ in new}
        if are_poison:
            self.reader.poison.add(min(new))

    @rule()
    def publish_and_think_better_of_it(self) -> None:
        with open_scope(Context()):
            publish(TOPIC, {"ids": ["x"], "owners": [""]})
            transaction.set_rollback(True)

    @rule(who=DISPATCHERS, limit=LIMITS)
    def claim(self, who: str, limit: int) -> None:
        """What it held before is forgotten, as if it had died with it."""
        self.batches[who] = claim_batch(limit=limit)
        assert [(d.id, d.epoch) for d in self.batches[who]] == self.model.claim(limit)

    @rule()
    def leases_run_out(self) -> None:
        run(
            "UPDATE platform_outboxevent SET claimed_until = clock_timestamp() - interval '1 s'"
            " WHERE claimed_until IS NOT NULL"
        )
        self._all_free()

    @rule()
    def the_clock_is_set_back(self) -> None:
        run("UPDATE platform_outboxevent SET claimed_until = claimed_until + interval '1 hour'")
        self._all_free()

    def _all_free(self) -> None:
        for event in self.model.events.values():
            event.is_leased = False

    @rule(who=DISPATCHERS)
    def deliver(self, who: str) -> None:
        batch, self.batches[who] = self.batches[who], []
        deliver_batch(batch)
        self.model.deliver(self.model.held(batch), self.reader.poison)

    @precondition(lambda self: any(map(self.model.held, self.batches.values())))
    @rule(who=DISPATCHERS)
    def come_back_late(self, who: str) -> None:
        """Taken for dead: its lease has run out, and the other has claimed what it held."""
        late = self.batches[who]
        self.leases_run_out()
        self.claim("second" if who == "first" else "first", limit=100)
        self.batches[who] = late
        self.deliver(who)

    @rule(who=DISPATCHERS)
    def deliver_and_come_back_once_more(self, who: str) -> None:
        """Whoever believes that it was not heard tells nothing anew."""
        batch = self.batches[who]
        self.deliver(who)
        if not self.reader.poison & {d.id for d in batch}:
            deliver_batch(batch)

    @precondition(lambda self: any(map(self.model.held, self.batches.values())))
    @rule(who=DISPATCHERS, limit=LIMITS)
    def deliver_while_the_other_claims(self, who: str, limit: int) -> None:
        batch, self.batches[who] = self.batches[who], []
        held = self.model.held(batch)
        other = "second" if who == "first" else "first"

        claimed: list[Delivery] | None = None

        def meddle() -> None:
            nonlocal claimed
            claimed = beside(lambda: claim_batch(limit=limit))

        self.reader.meddle = meddle
        deliver_batch(batch)
        self.reader.meddle = lambda: None
        if claimed is not None:
            self.batches[other] = claimed
            expected = self.model.claim(limit, locked=held)
            assert [(d.id, d.epoch) for d in claimed] == expected
        self.model.deliver(held, self.reader.poison)

    @rule(who=DISPATCHERS)
    def die_while_delivering(self, who: str) -> None:
        batch, self.batches[who] = self.batches[who], []

        def die() -> None:
            raise Killed

        self.reader.meddle = die
        if self.model.held(batch):
            with pytest.raises(Killed):
                deliver_batch(batch)
        else:
            deliver_batch(batch)
        self.reader.meddle = lambda: None

    @rule()
    def mend_what_is_poison(self) -> None:
        self.reader.poison.clear()

    @precondition(lambda self: self.model.events)
    @rule(data=st.data())
    def ask_for_it_anew(self, data: st.DataObject) -> None:
        """Only what is dead is replayed, however often it is asked for."""
        id_ = data.draw(st.sampled_from(sorted(self.model.events)))
        with open_scope(Context(uid=self.manager), role=WEB_ROLE):
            (replayed,) = rows(f"SELECT k.replay_event('{id_}')")[0]
        assert replayed == self.model.events[id_].is_dead
        if replayed:
            self.model.replay(id_)

    @invariant()
    def time_stands_still_between_the_steps(self) -> None:
        """Otherwise a lease or a pause of a second would end on a slow machine, unasked."""
        leased = [id_ for id_, event in self.model.events.items() if event.is_leased]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE platform_outboxevent SET claimed_until = clock_timestamp() + interval '50 s'"
                " WHERE id = ANY(%s::uuid[])",
                [leased],
            )

    @invariant()
    def what_waits_is_what_the_model_says(self) -> None:
        found = rows(
            "SELECT id::text, epoch, attempts, is_dead FROM platform_outboxevent ORDER BY id"
        )
        expected = [
            (id_, event.epoch, event.attempts, event.is_dead)
            for id_, event in sorted(self.model.events.items())
        ]
        assert found == expected

    @invariant()
    def each_was_told_once_and_in_order(self) -> None:
        told = [str(event) for (event,) in rows("SELECT event FROM told ORDER BY n")]
        assert told == self.model.told

    def teardown(self) -> None:
        """Once nothing breaks any more, all that is not dead is told."""
        self.reader.poison.clear()
        self.leases_run_out()
        while batch := claim_batch(limit=100):
            deliver_batch(batch)
        events = self.model.events
        in_turn = sorted(events, key=lambda id_: (events[id_].attempts > 0, id_))
        alive = [id_ for id_ in in_turn if not events[id_].is_dead]
        told = [str(event) for (event,) in rows("SELECT event FROM told ORDER BY n")]
        assert told == self.model.told + alive


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_or_told_twice() -> None:
    run("CREATE TEMP TABLE told (n bigserial, event uuid)")
    reader = Reader()
    Outbox.reader, Outbox.manager = reader, str(make_cast().arkady.id)
    with reading(reader):
        live(Outbox, lives=25, steps=25)
    run("DROP TABLE told")
