"""What happens around the calls: what the product is made to do, and the model with it."""

from datetime import timedelta
from typing import ClassVar
from uuid import UUID

import pytest

from kurator.access.types import Viewer
from kurator.parties.models import Party
from kurator.platform.clock import database_now
from kurator.strategies.engine import outward
from kurator.strategies.engine.outward import Claim
from kurator.strategies.engine.scenarios import carry_out_due
from kurator.strategies.services import lifecycle
from kurator.strategies.tests.test_engine import turn
from tests.machines.outward_model import PARTIES, Key, Model
from tests.machines.outward_world import Peers, Place
from tests.machines.running import RolledBack, run


class Around(RolledBack):
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
        self.statuses = dict.fromkeys(PARTIES, "ACTIVE")
        self.held: dict[str, list[Claim]] = {"first": [], "second": []}

    def steps_are_carried_out(self) -> None:
        carry_out_due()
        self.model.carry_out()

    def a_sender_claims(self, who: str) -> None:
        """What it held before is forgotten, as if it had died with it."""
        claims = self._claimed()
        self.held[who] = claims
        expected = {(*key, self.model.calls[key].epoch) for key in self.model.claim()}
        assert {(*self.key_of(claim), claim.epoch) for claim in claims} == expected

    def _claimed(self) -> list[Claim]:
        found: list[Claim] = []
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(outward, "send_claimed", found.append)
            outward.send_ready()
        return found

    def leases_run_out(self) -> None:
        run(
            "UPDATE strategies_intent SET lease_until = clock_timestamp() - interval '1 s'"
            " WHERE lease_until IS NOT NULL"
        )
        for call in self.model.calls.values():
            call.is_leased = False

    def pauses_run_out(self) -> None:
        run("UPDATE strategies_intent SET due_at = clock_timestamp() - interval '1 s'")
        for call in self.model.calls.values():
            call.waits = False

    def the_clock_is_set_back(self) -> None:
        """What was planned waits for its instant; what was handed over was due."""
        run(
            "UPDATE strategies_intent SET lease_until = lease_until + interval '1 hour',"
            " due_at = CASE WHEN status = 'READY' THEN due_at + interval '1 hour' ELSE due_at END"
        )
        for call in self.model.calls.values():
            call.is_leased, call.waits = False, call.waits and call.status != "READY"

    def is_back(self, party: str) -> None:
        self.set_status(party, "LEAVING")
        self.set_status(party, "ACTIVE")

    def set_status(self, party: str, status: str) -> None:
        Party.objects.filter(id=self.ids[party]).update(status=status)
        self.statuses[party] = status
        self.the_engine_turns()

    def the_engine_turns(self) -> None:
        turn(database_now())
        if self.model.state == "ACTIVE":
            for party in PARTIES:
                self.model.place(party, is_inside=self.statuses[party] == "ACTIVE")

    def the_strategy_is_paused(self, party: str) -> None:
        """Some steps are due, and are not handed over."""
        if self.model.state == "ACTIVE":
            self.is_back(party)
            lifecycle.pause_strategy(strategy_id=self.ids["strategy"], now=database_now())
            self.model.state = "PAUSED"
            self.steps_are_carried_out()

    def the_strategy_goes_on(self) -> None:
        lifecycle.resume_strategy(strategy_id=self.ids["strategy"], viewer=None, now=database_now())
        self.model.state = "ACTIVE"
        self.the_engine_turns()

    def the_strategy_ends(self) -> None:
        """Between the end and the engine's turn nothing begins but what may have happened."""
        if self.model.state == "ENDED":
            return
        self.is_back(PARTIES[0])
        self.steps_are_carried_out()
        lifecycle.end_strategy(strategy_id=self.ids["strategy"], now=database_now())
        self.model.state = "ENDED"
        self.a_sender_claims("second")
        self.the_engine_turns()
        self.model.cancel(lambda key: True)

    def a_backup_is_restored(self, party: str) -> None:
        """Some of what it finds is due, but not handed over."""
        self.is_back(party)
        outward.mark_unknown_after_restore(database_now() + timedelta(seconds=1))
        self.model.restore()

    def key_of(self, claim: Claim) -> Key:
        return self.names[claim.party_id], self.names[claim.step_uid], (claim.seq + 1) // 2

    def place_of(self, key: Key) -> Place:
        party, peer, stay = key
        return self.ids[party], self.ids[peer], 2 * stay - 1
