"""
Steps that call a peer against a model of sixty lines: two customers, a peer that accepts a key and one
that does not; both refuse, break off and are slow, senders die, strategies pause, customers leave and
come back, people decide. Nothing is done twice, nothing is lost, and what nobody knows is shown.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from kurator.access.selectors import find_viewer
from kurator.kernel.ids import new_id
from kurator.parties.tests.builders import make_party
from kurator.platform.clock import database_now
from kurator.platform.outbound import pause_outbound, resume_outbound
from kurator.strategies.engine import outward
from kurator.strategies.feature import FEATURE
from kurator.strategies.services.settling import (
    OUTCOMES,
    ActionSettled,
    StrategyEnded,
    settle_intent,
)
from kurator.strategies.tests.builders import eq, make_segment, make_strategy, stage
from kurator.strategies.tests.test_engine import turn
from tests.cast import make_cast
from tests.machines.outward_around import Around
from tests.machines.outward_model import MAX_ATTEMPTS, PARTIES, PEERS, Key
from tests.machines.outward_world import (
    ANSWERS,
    ATTEMPT,
    BEFORE,
    PARTY,
    SENDER,
    THEN,
    WAITS,
    WHICH,
    Attempt,
    Peers,
)
from tests.machines.running import Killed, live, rows, run


def _another(party: str) -> str:
    return PARTIES[party == PARTIES[0]]


_OTHER = {"first": "second", "second": "first"}


class Outgoing(Around):
    def __init__(self) -> None:
        super().__init__()
        self.ends_at_last = False
        self.repeated: Counter[Key] = Counter()
        self.peers.asked.clear()
        self.peers.done.clear()

    @initialize(who=SENDER, party=PARTY, which=WHICH, answers=ANSWERS, ends_at_last=st.booleans())
    def it_begins_with_a_bad_day(
        self, who: str, party: str, which: int, answers: list[str], ends_at_last: bool
    ) -> None:
        """Mostly it is one call that is made again and again."""
        self.ends_at_last = ends_at_last
        for answer in answers:
            self._something_to_do(who, party)
            self._work(who, Attempt(which, answer))
            self._time_passes("pauses are over", who)

    # Senders

    @rule(who=SENDER, party=PARTY, waits=WAITS, before=BEFORE, attempt=ATTEMPT)
    def a_sender_works(
        self, who: str, party: str, waits: str, before: str, attempt: Attempt
    ) -> None:
        """Who dies takes all with him that he held; of what he had begun nobody knows how it ended."""
        self._time_passes(waits, who)
        self._something_to_do(who, party)
        if self.held[who]:
            claim = self.held[who][attempt.which % len(self.held[who])]
            self._happens(before, self.key_of(claim), _OTHER[who])
        self._work(who, attempt)

    def _time_passes(self, waits: str, who: str) -> None:
        acts: dict[str, list[Callable[[], None]]] = {
            "pauses are over": [self.pauses_run_out],
            "leases are over": [self.pauses_run_out, self.leases_run_out],
            "clock set back": [self.the_clock_is_set_back],
        }
        for act in acts.get(waits, []):
            act()
            self.held[who] = []

    def _something_to_do(self, who: str, party: str) -> None:
        self._take(who)
        for prepare in (self.pauses_run_out, partial(self._all_goes_on, party)):
            if not self.held[who]:
                prepare()
                self._take(who)

    def _take(self, who: str) -> None:
        if not self.held[who]:
            self.steps_are_carried_out()
            self.a_sender_claims(who)

    def _all_goes_on(self, party: str) -> None:
        if self.model.state == "PAUSED":
            self.the_strategy_goes_on()
        if self.model.state == "ACTIVE":
            self.is_back(party)

    def _work(self, who: str, attempt: Attempt) -> None:
        with suppress(Killed):
            self._call(who, attempt)
        if attempt.dies_at:
            self.held[who] = []

    def _call(self, who: str, attempt: Attempt) -> None:
        if not self.held[who]:
            return
        claim = self.held[who].pop(attempt.which % len(self.held[who]))
        key, model = self.key_of(claim), self.model
        asked = self.peers.asked.total()
        self.peers.answer = attempt.answer
        self.peers.act = partial(self._happens_meanwhile, attempt, key, _OTHER[who])
        is_begun = model.begin(key, claim.epoch)
        type(self).dies_at = attempt.dies_at
        try:
            outward.send_claimed(claim)
        finally:
            self.peers.act = lambda: None
            type(self).dies_at = ""
            is_asked = is_begun and attempt.dies_at != "outward.begun"
            assert (self.peers.asked.total() > asked) == is_asked
        call = model.calls[key]
        if is_begun and (call.status, call.epoch) == ("SENDING", claim.epoch):
            model.settle(key, attempt.answer, had_doubt=claim.may_have_happened)

    def _happens_meanwhile(self, attempt: Attempt, key: Key, other: str) -> None:
        self.peers.act, type(self).dies_at = lambda: None, ""
        self._happens(attempt.meanwhile, key, other)
        self.peers.answer, type(self).dies_at = attempt.answer, attempt.dies_at

    def _happens(self, what: str, key: Key, other: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "another claims": lambda: self._another_claims(other),
            "another takes over": lambda: self._another_takes_over(key, other),
            "he leaves": lambda: self.set_status(key[0], "LEAVING"),
            "he leaves and is back": lambda: self.is_back(key[0]),
            "all is held": lambda: self._works_in_vain_while_all_is_held(key[0], other),
            "it pauses": lambda: self.the_strategy_is_paused(_another(key[0])),
            "it ends": self.the_strategy_ends,
            "restored": lambda: self.a_backup_is_restored(key[0]),
        }
        if what in acts:
            acts[what]()

    def _another_claims(self, other: str) -> None:
        self.leases_run_out()
        self.a_sender_claims(other)

    def _works_in_vain_while_all_is_held(self, party: str, who: str) -> None:
        """There is something to hand over, and something to send."""
        self.is_back(party)
        self.steps_are_carried_out()
        self.is_back(_another(party))
        pause_outbound(reason="", restored_to=None, now=database_now())
        self.model.is_held = True
        self.steps_are_carried_out()
        self.a_sender_claims(who)
        assert resume_outbound()
        self.model.is_held = False

    def _another_takes_over(self, key: Key, other: str) -> None:
        """What is its own again in the end it begins, and dies."""
        for end in ("", "outward.begun"):
            self._another_claims(other)
            self.held[other].sort(key=lambda claim: self.key_of(claim) != key)
            self._work(other, Attempt(dies_at=end))
            self.pauses_run_out()

    # People and customers

    @rule(party=PARTY, times=st.integers(1, 2))
    def a_customer_leaves_or_comes_back(self, party: str, times: int) -> None:
        for _ in range(times):
            self.set_status(party, "LEAVING" if self.model.inside[party] else "ACTIVE")

    @rule(data=st.data(), outcome=st.sampled_from(sorted(OUTCOMES)), then=THEN)
    def a_person_says_how_it_ended(self, data: st.DataObject, outcome: str, then: str) -> None:
        key = data.draw(st.sampled_from(self._open_ones() * 3 + sorted(self.model.calls)))
        self._decide(key, outcome)
        self._happens(then, key, "second")

    def _open_ones(self) -> list[Key]:
        return sorted(k for k, c in self.model.calls.items() if c.status in ("FAILED", "UNKNOWN"))

    def _decide(self, key: Key, outcome: str) -> None:
        is_open = key in self._open_ones()
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
            ["".join(map(str, self.place_of(key))) for key in keys],
        )

    @invariant()
    def calls_are_where_the_model_says(self) -> None:
        found = rows(
            "SELECT party_id, step_uid, seq, status, attempts, epoch,"
            " status = 'READY' AND failure <> '' FROM strategies_intent"
        )
        assert {tuple(place): tuple(rest) for *place, rest in ((*r[:3], r[3:]) for r in found)} == {
            self.place_of(key): (
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
            done = self.peers.done[self.place_of(key)]
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
        self._something_to_do("first", PARTIES[0])
        last = (
            Attempt(0, "refuses", "it ends")
            if self.ends_at_last
            else Attempt(0, meanwhile="another takes over")
        )
        self._work("first", last)
        self._all_is_brought_to_its_end()
        for at, key in enumerate(self._open_ones()):
            self._decide(key, sorted(OUTCOMES, reverse=True)[at % len(OUTCOMES)])
        for party in PARTIES:
            self.set_status(party, "LEAVING")
        self._all_is_brought_to_its_end()

    def _all_is_brought_to_its_end(self) -> None:
        for _ in range(2):
            self.leases_run_out()
            self.pauses_run_out()
            self.steps_are_carried_out()
            self.a_sender_claims("first")
            while self.held["first"]:
                self._call("first", Attempt())
        self.calls_are_where_the_model_says()
        self.nothing_is_done_twice_or_said_to_be_done_when_it_is_not()
        open_ones = rows(
            "SELECT FROM strategies_intent WHERE status IN ('PLANNED', 'READY', 'SENDING')"
        )
        assert open_ones == []


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
    live(Outgoing, lives=18, steps=10)
