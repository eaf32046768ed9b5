"""
Messages to other programs against a plain model: two subscriptions that come, go, stop and change
hands, receivers that answer, fail, are gone or come back, two workers that die, come late and meet
each other. Nothing is lost, what fails is tried again in turn, and nothing is told to a subscription
that was removed or switched off.
"""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID, uuid5

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from kurator.access.selectors import find_viewer
from kurator.access.types import Viewer
from kurator.kernel.errors import NotFound
from kurator.kernel.ids import new_id
from kurator.platform.clock import database_now
from kurator.platform.outbox import Delivery as Event
from kurator.webhooks import tasks
from kurator.webhooks.services import sending, subscriptions
from tests.cast import make_cast
from tests.machines.running import Killed, RolledBack, live, rows, run
from tests.machines.webhooks_model import AT_ONCE, Hook, Message, Model
from tests.machines.webhooks_world import AtOnce, Receivers

NAMES = ("north", "south")
NAME, WORKER = st.sampled_from(NAMES), st.sampled_from(["first", "second"])
TOPICS = ("parties.changed", "strategies.changed")
TOPIC = st.sampled_from(TOPICS)
SOME_TOPICS = st.sets(TOPIC, min_size=1)
PERSON = st.sampled_from(["arkady", "olena"])
MEANWHILE = st.sampled_from(
    [
        *["nothing", "another takes over"] * 3,
        "more is to be told",
        "its days are over",
        "it is asked for again",
        "its hook is switched off",
        "its hook is removed",
        "somebody else answers for it",
    ]
)
STATE = st.sampled_from(["up", "up", "down", "down", "unreachable", "gone"])
SENDERS = 6


class Webhooks(RolledBack):
    receivers: ClassVar[Receivers]
    viewers: ClassVar[dict[str, Viewer]]
    dies: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.ids: dict[str, UUID] = {}
        self.running: dict[str, tasks.Sending] = {"first": {}, "second": {}}
        self.answers: dict[tuple[str, int], str] = {}
        """What was answered to a message at the attempt with this epoch."""
        self.receivers.state = dict.fromkeys(NAMES, "up")

    # Subscriptions

    @initialize(topics=SOME_TOPICS)
    def somebody_listens(self, topics: set[str]) -> None:
        self.a_hook_is_made("north", set(TOPICS), "arkady")
        self.a_hook_is_made("south", topics, "arkady")

    @rule(name=NAME, topics=SOME_TOPICS, who=PERSON)
    def a_hook_is_removed_and_made_anew(self, name: str, topics: set[str], who: str) -> None:
        self.a_hook_is_removed(name)
        self.a_hook_is_made(name, topics, who)

    def a_hook_is_made(self, name: str, topics: set[str], who: str) -> None:
        if name not in self.model.hooks:
            hook, _ = subscriptions.create_webhook(
                viewer=self.viewers[who],
                name=name,
                url=f"https://example.com/{name}",
                topics=sorted(topics),
            )
            self.ids[name] = hook.id
            self.model.hooks[name] = Hook(frozenset(topics), who)

    @rule(name=NAME, who=WORKER, answer=STATE)
    def a_hook_is_off_for_a_while(self, name: str, who: str, answer: str) -> None:
        """What waited before and what happens meanwhile is not told until it is on again."""
        self.things_happen(1)
        self.a_hook_is_switched(name, is_active=False)
        self.things_happen(1)
        self.pauses_run_out()
        self.a_worker_works(who, name, answer, "nothing", 0)
        self.a_hook_is_switched(name, is_active=True)

    def a_hook_is_switched(self, name: str, is_active: bool) -> None:
        if name in self.model.hooks:
            self._change(name, "arkady", is_active=is_active)
            self.model.hooks[name].switch(is_active=is_active)

    @rule(name=NAME, topics=SOME_TOPICS, who=PERSON)
    def a_hook_is_told_other_things(self, name: str, topics: set[str], who: str) -> None:
        """Whoever decides that answers for it from then on."""
        if name in self.model.hooks:
            self._change(name, who, topics=sorted(topics))
            self.model.hooks[name].topics = frozenset(topics)
            self.model.take_over(name, who)

    def _change(self, name: str, who: str, **changes: Any) -> None:
        subscriptions.change_webhook(
            viewer=self.viewers[who], webhook_id=self.ids[name], now=database_now(), **changes
        )

    def a_hook_is_removed(self, name: str) -> None:
        if name in self.model.hooks:
            subscriptions.delete_webhook(viewer=self.viewers["arkady"], webhook_id=self.ids[name])
            self.model.remove(name)

    # Messages

    def things_happen(self, count: int, *, is_told_twice: bool = False) -> None:
        """One of each kind, at the same time."""
        for _ in range(count):
            events = [Event(str(new_id()), topic, {"ids": None}, 1) for topic in TOPICS]
            for _ in range(1 + is_told_twice):
                tasks.queue(events)
            turn = self.model.next_turn()
            for name, hook in self.model.hooks.items():
                for event in events:
                    if hook.is_active and event.topic in hook.topics:
                        message_id = str(uuid5(self.ids[name], event.id))
                        self.model.messages[message_id] = Message(name, turn)

    @rule(name=NAME, who=WORKER, answer=STATE)
    def a_hook_is_tried_out(self, name: str, who: str, answer: str) -> None:
        if name in self.model.hooks:
            made = subscriptions.try_out(
                viewer=self.viewers["arkady"], webhook_id=self.ids[name], now=database_now()
            )
            message = Message(name, self.model.next_turn(), is_expired=True)
            self.model.messages[str(made.id)] = message
            self.a_worker_works(who, name, answer, "nothing", 0)

    @precondition(lambda self: self.model.messages)
    @rule(data=st.data(), who=WORKER, answer=STATE)
    def a_message_is_sent_again(self, data: st.DataObject, who: str, answer: str) -> None:
        id_ = data.draw(st.sampled_from(list(self.model.messages)))
        self._send_again(id_)
        self.a_worker_works(who, self.model.messages[id_].hook, answer, "nothing", 0)

    def _send_again(self, id_: str) -> None:
        try:
            subscriptions.redeliver(
                viewer=self.viewers["arkady"],
                webhook_id=self.ids[self.model.messages[id_].hook],
                delivery_id=UUID(id_),
                now=database_now(),
            )
        except NotFound:
            assert self.model.messages[id_].is_of_another
        else:
            assert not self.model.messages[id_].is_of_another
            self.model.send_again(id_)

    # Receivers and workers

    def a_worker_sends(self, who: str) -> None:
        running = self.running[who]
        busy = {self._name(job.webhook_id) for job in running.values()} - {""}
        expected, limit = self.model.to_send(busy), SENDERS - len(running)
        already = len(self.receivers.calls)
        known = set(running)
        tasks.start_sending(AtOnce(), running)
        sent = {str(running[future].id): running[future].epoch for future in running.keys() - known}
        calls = self.receivers.calls[already:]
        assert sorted(calls) == sorted((self.model.messages[id_].hook, id_) for id_ in sent)
        assert len(sent) == min(limit, sum(min(AT_ONCE, len(ids)) for ids in expected.values()))
        assert sent.keys() <= set().union(*expected.values())
        for ids in expected.values():
            mine = ids & sent.keys()
            assert len(mine) <= AT_ONCE
            # Who has had his share waits; else nobody's younger message goes first.
            before = mine if len(mine) == AT_ONCE else sent.keys()
            waiting = map(self.model.turn, ids - mine)
            assert max(map(self.model.turn, before), default=0) <= min(waiting, default=1 << 30)
        self.model.claim(sent)
        for id_, epoch in sent.items():
            assert epoch == self.model.messages[id_].epoch
            state = self.receivers.state[self.model.messages[id_].hook]
            self.answers[id_, epoch] = state

    def _name(self, webhook_id: UUID) -> str:
        return next((name for name, id_ in self.ids.items() if id_ == webhook_id), "")

    def a_worker_settles(self, who: str) -> None:
        running = self.running[who]
        while running:
            future, job = next(iter(running.items()))
            tasks.settle_finished({future: running.pop(future)}, seconds=1)
            answer = self.answers[str(job.id), job.epoch]
            self.model.settle(str(job.id), job.epoch, answer=answer)

    @rule(who=WORKER, name=NAME, answer=STATE, meanwhile=MEANWHILE, count=st.integers(0, 3))
    def a_worker_works(self, who: str, name: str, answer: str, meanwhile: str, count: int) -> None:
        self.things_happen(count, is_told_twice=count == 1)
        self.receivers.state[name] = answer
        self.a_worker_sends(who)
        if self.running[who]:
            job = next(iter(self.running[who].values()))
            self._happens_meanwhile(meanwhile, str(job.id), who)
        self.a_worker_settles(who)
        self.a_worker_sends(who)  # looks at once whether there is more

    @rule(who=WORKER, name=NAME, answer=STATE, meanwhile=MEANWHILE)
    def a_worker_tries_again(self, who: str, name: str, answer: str, meanwhile: str) -> None:
        self.pauses_run_out()
        self.a_worker_works(who, name, answer, meanwhile, 0)

    def _happens_meanwhile(self, what: str, id_: str, who: str) -> None:
        if what == "nothing" or id_ not in self.model.messages:
            return
        name = self.model.messages[id_].hook
        act: Callable[[], None] = {
            "another takes over": lambda: self._another_takes_over(who),
            "more is to be told": lambda: self._more_is_to_be_told(who),
            "its days are over": lambda: self._let_expire(id_),
            "it is asked for again": lambda: self._let_expire_and_send_again(id_),
            "its hook is switched off": lambda: self.a_hook_is_switched(name, is_active=False),
            "its hook is removed": lambda: self.a_hook_is_removed(name),
            "somebody else answers for it": lambda: self.a_hook_is_told_other_things(
                name, set(TOPICS), "olena"
            ),
        }[what]
        act()

    def _another_takes_over(self, who: str) -> None:
        other = "second" if who == "first" else "first"
        self.leases_run_out()
        self.a_worker_sends(other)
        self.a_worker_settles(other)

    def _more_is_to_be_told(self, who: str) -> None:
        self.things_happen(3)
        self.a_worker_sends(who)

    def _let_expire_and_send_again(self, id_: str) -> None:
        self._let_expire(id_)
        self._send_again(id_)

    @rule(who=WORKER)
    def a_worker_dies(self, who: str) -> None:
        """While it settles, if it has something to settle."""
        running, self.running[who] = self.running[who], {}
        is_held = any(
            (one.state, one.epoch) == ("WAITING", job.epoch)
            for job in running.values()
            if (one := self.model.messages.get(str(job.id)))
        )
        self.leases_run_out()
        type(self).dies = True
        try:
            while running:
                future = next(iter(running))
                tasks.settle_finished({future: running.pop(future)}, seconds=1)
        except Killed:
            assert is_held
        else:
            assert not is_held
        finally:
            type(self).dies = False

    # Time

    def leases_run_out(self) -> None:
        run(
            "UPDATE webhooks_delivery SET claimed_until = clock_timestamp() - interval '1 s'"
            " WHERE claimed_until IS NOT NULL"
        )
        self.model.free_leases()

    def pauses_run_out(self) -> None:
        self.model.renew_turns()
        self._put_off("0")
        self.model.end_pauses()

    @rule(what=st.sampled_from(["clock", "days", "days", "month"]))
    def time_passes(self, what: str) -> None:
        {
            "clock": self.the_clock_is_set_back,
            "days": self.receivers_have_failed_for_long,
            "month": self.a_month_passes,
        }[what]()

    def the_clock_is_set_back(self) -> None:
        """What was leased is free, and what waits for an instant far ahead has waited enough."""
        self._put_off("1 day")
        waiting = [m for m in self.model.messages.values() if m.waits and m.state == "WAITING"]
        assert sending.shorten_pauses() == len(waiting)
        self.pauses_run_out()
        run("UPDATE webhooks_delivery SET claimed_until = claimed_until + interval '1 hour'")
        self.model.free_leases()

    def _put_off(self, interval: str) -> None:
        """What waits goes on waiting for so long, in the order in which it will be sent."""
        turns = {id_: one.turn for id_, one in self.model.messages.items() if one.waits}
        run(
            "UPDATE webhooks_delivery d SET next_at = statement_timestamp() + %s::interval"
            " - n.age * interval '1 microsecond' FROM unnest(%s::uuid[], %s::int[]) AS n(id, age)"
            " WHERE d.id = n.id AND d.state = 'WAITING'",
            interval,
            list(turns),
            [self.model.turns - turn for turn in turns.values()],
        )

    def _let_expire(self, id_: str) -> None:
        run("UPDATE webhooks_delivery SET expires_at = created_at WHERE id = %s", id_)
        self.model.messages[id_].is_expired = True

    def receivers_have_failed_for_long(self) -> None:
        run("UPDATE webhooks_webhook SET failing_since = failing_since - interval '6 days'")
        self.model.fail_for_long()

    def a_month_passes(self) -> None:
        run("UPDATE webhooks_delivery SET created_at = created_at - interval '31 days'")
        run("UPDATE webhooks_webhook SET owned_since = owned_since - interval '31 days'")
        sending.forget_old(now=database_now())
        self.model.forget_old()

    # After each step

    @invariant()
    def time_stands_still_between_the_steps(self) -> None:
        """Otherwise a pause of some seconds would end on a slow machine, unasked."""
        self._put_off("1 hour")
        leased = [id_ for id_, one in self.model.messages.items() if one.is_leased]
        run(
            "UPDATE webhooks_delivery SET claimed_until = clock_timestamp() + interval '25 s'"
            " WHERE id = ANY(%s::uuid[])",
            leased,
        )

    @invariant()
    def messages_are_where_the_model_says(self) -> None:
        found = rows(
            "SELECT d.id::text, w.name, d.state, d.attempts, d.epoch, (SELECT count(*)"
            " FROM webhooks_attempt a WHERE a.delivery_id = d.id) FROM webhooks_delivery d"
            " JOIN webhooks_webhook w ON w.id = d.webhook_id"
        )
        assert {id_: tuple(rest) for id_, *rest in found} == {
            id_: (one.hook, one.state, one.attempts, one.epoch, one.log)
            for id_, one in self.model.messages.items()
        }

    @invariant()
    def subscriptions_are_what_the_model_says(self) -> None:
        found = rows(
            "SELECT name, is_active, stopped_because, CASE WHEN failing_since IS NULL THEN ''"
            " WHEN failing_since < clock_timestamp() - interval '5 days' THEN 'long' ELSE 'new' END"
            " FROM webhooks_webhook"
        )
        assert {name: tuple(rest) for name, *rest in found} == {
            name: (hook.is_active, hook.stopped_because, hook.failing)
            for name, hook in self.model.hooks.items()
        }

    def end(self) -> None:
        """Once all answer, all that waits arrives."""
        for name in self.model.hooks:
            self.receivers.state[name] = "up"
            self.a_hook_is_switched(name, is_active=True)
        for who in self.running:
            self.running[who].clear()
        self.leases_run_out()
        self.pauses_run_out()
        waiting = {id_ for id_, one in self.model.messages.items() if one.state == "WAITING"}
        already = len(self.receivers.calls)
        for _ in range(len(waiting)):
            self.a_worker_sends("first")
            self.a_worker_settles("first")
        self.messages_are_where_the_model_says()
        assert {id_ for _, id_ in self.receivers.calls[already:]} == waiting
        assert len(self.receivers.calls) - already == len(waiting)


@pytest.mark.django_db
def test_messages_arrive_where_somebody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    def pass_by(point: str) -> None:
        if Webhooks.dies:
            raise Killed

    Webhooks.receivers = Receivers()
    monkeypatch.setattr(sending, "fault_point", pass_by)
    monkeypatch.setattr(tasks, "SENDERS", SENDERS)
    for module in (tasks, subscriptions):
        monkeypatch.setattr(module, "egress", lambda: Webhooks.receivers)
    cast = make_cast()
    found = {who: find_viewer(getattr(cast, who).id) for who in ("arkady", "olena")}
    Webhooks.viewers = {who: viewer for who, viewer in found.items() if viewer}
    live(Webhooks, lives=20, steps=15)
