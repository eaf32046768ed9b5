"""
Steps that call a peer against a model of sixty lines: two customers, a peer that accepts a key and one
that does not; both refuse, break off and are slow, senders die, strategies pause, customers leave and
come back, people decide. Nothing is done twice, nothing is lost, and what nobody knows is shown.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from kurator.access.selectors import find_viewer
from kurator.access.types import Viewer
from kurator.kernel.ids import new_id
from kurator.parties.models import Party
from kurator.parties.tests.builders import make_party
from kurator.platform.clock import database_now
from kurator.platform.outbound import pause_outbound, resume_outbound
from kurator.strategies.engine import outward
from kurator.strategies.engine.outward import Claim
from kurator.strategies.engine.scenarios import carry_out_due
from kurator.strategies.feature import FEATURE
from kurator.strategies.services import lifecycle
from kurator.strategies.services.settling import (
    OUTCOMES,
    ActionSettled,
    StrategyEnded,
    settle_intent,
)
from kurator.strategies.tests.builders import eq, make_segment, make_strategy, stage
from kurator.strategies.tests.test_engine import turn
from tests.cast import make_cast
from tests.machines.outward_model import MAX_ATTEMPTS, PARTIES, PEERS, Key, Model
from tests.machines.outward_world import Peers, Place
from tests.machines.running import Killed, RolledBack, live, rows, run

PARTY = st.sampled_from(PARTIES)
SENDER = st.sampled_from(["first", "second"])
ANSWER = st.sampled_from(
    ["does it", "refuses", "refuses without a word", "breaks off", "does it and breaks off"]
)
MEANWHILE = st.sampled_from(
    [*["nothing"] * 4, *["another takes over"] * 4, "he leaves", "it pauses", "it ends", "restored"]
)
BEFORE = st.sampled_from(["he leaves", "it pauses", "another claims"])
DIES_AT = st.sampled_from(["", "", "", "", "outward.begun", "outward.sent"])
_OTHER = {"first": "second", "second": "first"}


class Outgoing(RolledBack):
    peers: ClassVar[Peers]
    names: ClassVar[dict[UUID, str]]
    """Of customers and of steps."""
    ids: ClassVar[dict[str, UUID]]
    viewer: ClassVar[Viewer]
    dies_at: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        for party in PARTIES:
            self.model.enter(party)
        self.held: dict[str, list[Claim]] = {"first": [], "second": []}
        self.repeated: Counter[Key] = Counter()
        self.peers.asked.clear()
        self.peers.done.clear()

    @initialize()
    def the_first_steps_are_due(self) -> None:
        self.steps_are_carried_out()

    # Engine and senders

    def steps_are_carried_out(self) -> None:
        carry_out_due()
        self.model.carry_out()

    def a_sender_claims(self, who: str) -> None:
        """What it held before is forgotten, as if it had died with it."""
        claims = self._claimed()
        self.held[who] = claims
        expected = {(*key, self.model.calls[key].epoch) for key in self.model.claim()}
        assert {(*self._key(claim), claim.epoch) for claim in claims} == expected

    def _claimed(self) -> list[Claim]:
        found: list[Claim] = []
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(outward, "send_claimed", found.append)
            outward.send_ready()
        return found

    @rule(who=SENDER, party=PARTY, answer=ANSWER, meanwhile=MEANWHILE, dies_at=DIES_AT)
    def a_sender_works(
        self, who: str, party: str, answer: str, meanwhile: str, dies_at: str
    ) -> None:
        """Who dies takes all with him that he held; of what he had begun nobody knows how it ended."""
        self._something_to_do(who, party)
        self._work(who, answer, meanwhile, dies_at)

    @rule(who=SENDER, party=PARTY, before=BEFORE)
    def a_sender_begins_late(self, who: str, party: str, before: str) -> None:
        self._something_to_do(who, party)
        if self.held[who]:
            self._happens(before, self._key(self.held[who][0]), _OTHER[who])
        self._work(who, "does it", "nothing", "")

    def _something_to_do(self, who: str, party: str) -> None:
        if not any(call.status in ("PLANNED", "READY") for call in self.model.calls.values()):
            self.a_customer_leaves_or_comes_back(party, is_back_at_once=True)
        if not self.held[who]:
            self.steps_are_carried_out()
            self.a_sender_claims(who)

    def _work(self, who: str, answer: str, meanwhile: str, dies_at: str) -> None:
        with suppress(Killed):
            self._call(who, answer, meanwhile, dies_at)
        if dies_at:
            self.held[who] = []

    def _call(self, who: str, answer: str, meanwhile: str = "nothing", dies_at: str = "") -> None:
        if not self.held[who]:
            return
        claim = self.held[who].pop(0)
        key, model = self._key(claim), self.model
        asked = self.peers.asked.total()
        self.peers.answer = answer
        self.peers.act = partial(self._happens_meanwhile, meanwhile, key, _OTHER[who], dies_at)
        is_begun = model.begin(key, claim.epoch)
        type(self).dies_at = dies_at
        try:
            outward.send_claimed(claim)
        finally:
            self.peers.act = lambda: None
            type(self).dies_at = ""
            is_asked = is_begun and dies_at != "outward.begun"
            assert (self.peers.asked.total() > asked) == is_asked
        call = model.calls[key]
        if is_begun and (call.status, call.epoch) == ("SENDING", claim.epoch):
            model.settle(key, answer, had_doubt=claim.may_have_happened)

    def _happens_meanwhile(self, what: str, key: Key, other: str, dies_at: str) -> None:
        answer, self.peers.act, type(self).dies_at = self.peers.answer, lambda: None, ""
        self._happens(what, key, other)
        self.peers.answer, type(self).dies_at = answer, dies_at

    def _happens(self, what: str, key: Key, other: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "another claims": lambda: self._another_claims(other),
            "another takes over": lambda: self._another_takes_over(key, other),
            "he leaves": lambda: self._set_status(key[0], "LEAVING"),
            "it pauses": self.the_strategy_is_paused,
            "it ends": self._the_strategy_ends,
            "restored": self._a_backup_is_restored,
        }
        if what in acts:
            acts[what]()

    def _another_claims(self, other: str) -> None:
        self.leases_run_out()
        self.a_sender_claims(other)

    def _another_takes_over(self, key: Key, other: str) -> None:
        """What is its own again in the end it begins, and dies."""
        for end in ("", "outward.begun"):
            self._another_claims(other)
            self.held[other].sort(key=lambda claim: self._key(claim) != key)
            self._work(other, "does it", "nothing", end)
            self.pauses_run_out()

    def _the_strategy_ends(self) -> None:
        if self.model.state != "ENDED":
            lifecycle.end_strategy(strategy_id=self.ids["strategy"], now=database_now())
            self.model.state = "ENDED"
            self.the_engine_turns()
            self.model.cancel(lambda key: True)

    def _a_backup_is_restored(self) -> None:
        outward.mark_unknown_after_restore(database_now() + timedelta(seconds=1))
        self.model.restore()

    # Time

    def leases_run_out(self) -> None:
        run(
            "UPDATE strategies_intent SET lease_until = clock_timestamp() - interval '1 s'"
            " WHERE lease_until IS NOT NULL"
        )
        for call in self.model.calls.values():
            call.is_leased = False

    @rule()
    def pauses_run_out(self) -> None:
        run("UPDATE strategies_intent SET due_at = clock_timestamp() - interval '1 s'")
        for call in self.model.calls.values():
            call.waits = False

    @rule()
    def the_clock_is_set_back(self) -> None:
        """What was planned waits for its instant; what was handed over was due."""
        run(
            "UPDATE strategies_intent SET lease_until = lease_until + interval '1 hour',"
            " due_at = CASE WHEN status = 'READY' THEN due_at + interval '1 hour' ELSE due_at END"
        )
        for call in self.model.calls.values():
            call.is_leased, call.waits = False, call.waits and call.status != "READY"

    # People and customers

    @rule(party=PARTY, is_back_at_once=st.booleans())
    def a_customer_leaves_or_comes_back(self, party: str, is_back_at_once: bool) -> None:
        statuses = ["LEAVING", "ACTIVE"] if self.model.inside[party] else ["ACTIVE", "LEAVING"]
        for status in statuses[: 1 + is_back_at_once]:
            self._set_status(party, status)

    def _set_status(self, party: str, status: str) -> None:
        Party.objects.filter(id=self.ids[party]).update(status=status)
        self.the_engine_turns()

    def the_engine_turns(self) -> None:
        turn(database_now())
        if self.model.state == "ACTIVE":
            for party in PARTIES:
                [(status,)] = rows(
                    "SELECT status FROM parties_party WHERE id = %s", self.ids[party]
                )
                self.model.place(party, is_inside=status == "ACTIVE")

    def the_strategy_is_paused(self) -> None:
        if self.model.state == "ACTIVE":
            lifecycle.pause_strategy(strategy_id=self.ids["strategy"], now=database_now())
            self.model.state = "PAUSED"

    @rule(who=SENDER)
    def everybody_tries_to_work_during_a_pause(self, who: str) -> None:
        self.the_strategy_is_paused()
        self.steps_are_carried_out()
        self._work(who, "does it", "nothing", "")
        self.a_sender_claims(who)
        if self.model.state == "PAUSED":
            self.the_strategy_goes_on()

    @precondition(lambda self: self.model.state == "PAUSED")
    @rule()
    def the_strategy_goes_on(self) -> None:
        lifecycle.resume_strategy(strategy_id=self.ids["strategy"], viewer=None, now=database_now())
        self.model.state = "ACTIVE"
        self.the_engine_turns()

    @rule(who=SENDER)
    def everybody_tries_to_work_while_all_is_held(self, who: str) -> None:
        pause_outbound(reason="", restored_to=None, now=database_now())
        self.model.is_held = True
        self.steps_are_carried_out()
        self.a_sender_claims(who)
        assert resume_outbound()
        self.model.is_held = False

    @precondition(lambda self: self.model.calls)
    @rule(data=st.data(), outcome=st.sampled_from(sorted(OUTCOMES)))
    def a_person_says_how_it_ended(self, data: st.DataObject, outcome: str) -> None:
        open_ones = [k for k, c in self.model.calls.items() if c.status in ("FAILED", "UNKNOWN")]
        key = data.draw(st.sampled_from(sorted(open_ones) * 3 + sorted(self.model.calls)))
        is_open = key in open_ones
        party, peer, stay = key
        text = f"{self.ids['strategy']}:{self.ids[party]}:{2 * stay - 1}:{self.ids[peer]}:1"
        refusal = ""
        try:
            settle_intent(viewer=self.viewer, key=text, outcome=outcome, now=database_now())
        except (ActionSettled, StrategyEnded) as error:
            refusal = type(error).__name__
        is_over = outcome == "retry" and self.model.state == "ENDED"
        assert refusal == ("ActionSettled" if not is_open else "StrategyEnded" if is_over else "")
        if not refusal:
            self.model.decide(key, OUTCOMES[outcome])
            self.repeated[key] += outcome == "retry"

    # After each step

    @invariant()
    def time_stands_still_between_the_steps(self) -> None:
        """Otherwise a lease or a pause of two seconds would end on a slow machine, unasked."""
        calls = self.model.calls.items()
        self._put_off("lease_until", [key for key, call in calls if call.is_leased])
        self._put_off("due_at", [key for key, call in calls if call.waits])

    def _put_off(self, column: str, keys: list[Key]) -> None:
        run(
            f"UPDATE strategies_intent SET {column} = clock_timestamp() + interval '50 s'"
            " WHERE (party_id::text || step_uid || seq) = ANY(%s)",
            ["".join(map(str, self._place(key))) for key in keys],
        )

    @invariant()
    def calls_are_where_the_model_says(self) -> None:
        found = rows(
            "SELECT party_id, step_uid, seq, status, attempts, epoch,"
            " status = 'READY' AND failure <> '' FROM strategies_intent"
        )
        assert {tuple(place): tuple(rest) for *place, rest in ((*r[:3], r[3:]) for r in found)} == {
            self._place(key): (
                call.status,
                call.attempts,
                call.epoch,
                call.status == "READY" and call.may_have_happened,
            )
            for key, call in self.model.calls.items()
        }

    @invariant()
    def nothing_is_done_twice_or_said_to_be_done_when_it_is_not(self) -> None:
        for key, call in self.model.calls.items():
            done = self.peers.done[self._place(key)]
            assert done <= 1 + (self.repeated[key] if key[1] == "keyless" else 0)
            if call.status == "DONE" and not call.was_decided:
                assert done
            if call.status in ("PLANNED", "CANCELLED") and not (
                self.repeated[key] or call.was_decided
            ):
                assert not done

    def end(self) -> None:
        """Once nothing breaks any more, everything is done, called off, or a person's to decide."""
        if self.model.state == "PAUSED":
            self.the_strategy_goes_on()
        for _ in range(2):
            self.leases_run_out()
            self.pauses_run_out()
            self.steps_are_carried_out()
            self.a_sender_claims("first")
            while self.held["first"]:
                self._call("first", "does it")
        self.calls_are_where_the_model_says()
        self.nothing_is_done_twice_or_said_to_be_done_when_it_is_not()
        open_ones = rows(
            "SELECT FROM strategies_intent WHERE status IN ('PLANNED', 'READY', 'SENDING')"
        )
        assert open_ones == []

    def _key(self, claim: Claim) -> Key:
        return self.names[claim.party_id], self.names[claim.step_uid], (claim.seq + 1) // 2

    def _place(self, key: Key) -> Place:
        party, peer, stay = key
        return self.ids[party], self.ids[peer], 2 * stay - 1


@pytest.mark.django_db
def test_no_call_is_made_twice_or_lost(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    def pass_by(point: str) -> None:
        if point == Outgoing.dies_at:
            raise Killed

    monkeypatch.setattr(outward, "fault_point", pass_by)
    monkeypatch.setattr(outward, "MAX_ATTEMPTS", MAX_ATTEMPTS)
    Outgoing.peers = Peers()
    registered: Any = FEATURE.steps
    for step in Outgoing.peers.steps():
        registered.append(step)
        request.addfinalizer(partial(registered.remove, step))
    ids = {party: make_party(status="ACTIVE").id for party in PARTIES} | {
        p: new_id() for p in PEERS
    }
    calls = [{"uid": str(ids[p]), "step": f"call_{p}", "parameters": {}} for p in PEERS]
    strategy = make_strategy(
        make_segment(eq("party.kind", "PERSON")),
        [stage("One", eq("party.status", "ACTIVE"), calls)],
    )
    turn(database_now())
    Outgoing.names = {id_: name for name, id_ in ids.items()}
    Outgoing.ids = ids | {"strategy": strategy.id}
    viewer = find_viewer(make_cast().arkady.id)
    assert viewer is not None
    Outgoing.viewer = viewer
    live(Outgoing, lives=25, steps=20)
