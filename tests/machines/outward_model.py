"""What is promised of calls to peers, without a database."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

PARTIES = ("oak", "elm")
PEERS = ("keyed", "keyless")
MAX_ATTEMPTS = 3
Key = tuple[str, str, int]
"""Customer, peer, and which of his stays in the stage."""


@dataclass
class Call:
    status: str = "PLANNED"
    attempts: int = 0
    waits: bool = False
    may_have_happened: bool = False
    epoch: int = 0
    is_leased: bool = False
    was_decided: bool = False
    """By a person, who may know better or not."""


@dataclass
class Model:
    """What is promised of calls, without a database."""

    state: str = "ACTIVE"
    is_held: bool = False
    inside: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(PARTIES, True))
    stays: Counter[str] = field(default_factory=lambda: Counter(PARTIES))
    calls: dict[Key, Call] = field(default_factory=dict)

    def enter(self, party: str) -> None:
        self.calls |= {(party, peer, self.stays[party]): Call() for peer in PEERS}

    def place(self, party: str, *, is_inside: bool) -> None:
        if self.inside[party] and not is_inside:
            self.cancel(lambda key: (key[0], key[2]) == (party, self.stays[party]))
        elif is_inside and not self.inside[party]:
            self.stays[party] += 1
            self.enter(party)
        self.inside[party] = is_inside

    def is_wanted(self, call: Call) -> bool:
        """What may have happened is brought to its end, though the strategy has ended."""
        return self.state == "ACTIVE" or (self.state == "ENDED" and call.may_have_happened)

    def cancel(self, concerned: Callable[[Key], bool]) -> None:
        for key, call in self.calls.items():
            is_open = call.status == "PLANNED" or (
                call.status == "READY" and not call.may_have_happened
            )
            if concerned(key) and is_open:
                call.status = "CANCELLED"

    def carry_out(self) -> None:
        for (party, _, stay), call in self.calls.items():
            if self.is_held or self.state == "PAUSED" or call.status != "PLANNED" or call.waits:
                continue
            has_left = not self.inside[party] or self.stays[party] != stay
            if self.state == "ENDED" or (call.attempts and has_left):
                call.status = "CANCELLED"
            else:
                call.status, call.may_have_happened = "READY", False

    def claim(self) -> set[Key]:
        """Of what was lost while it was sent, nobody knows how it ended."""
        if self.is_held:
            return set()
        for (_, peer, _), call in self.calls.items():
            if call.status == "SENDING" and not call.is_leased:
                self.note_doubt(peer, call)
        free = {
            key
            for key, call in self.calls.items()
            if call.status == "READY"
            and not (call.is_leased or call.waits)
            and self.is_wanted(call)
        }
        for call in map(self.calls.__getitem__, free):
            call.epoch, call.is_leased = call.epoch + 1, True
        return free

    def begin(self, key: Key, epoch: int) -> bool:
        call = self.calls[key]
        if call.status != "READY" or call.epoch != epoch or not self.is_wanted(call):
            return False
        call.status, call.attempts, call.is_leased = "SENDING", call.attempts + 1, True
        return True

    def settle(self, key: Key, answer: str, *, had_doubt: bool) -> None:
        call = self.calls[key]
        call.is_leased = False
        if answer == "does it":
            call.status, call.may_have_happened = "DONE", False
        elif answer.startswith("refuses"):
            again = "READY" if had_doubt else "PLANNED"
            call.status, call.waits = self._unless_given_up(call, again), True
        else:
            self.note_doubt(key[1], call)

    def note_doubt(self, peer: str, call: Call) -> None:
        call.is_leased, call.may_have_happened = False, True
        call.status = "UNKNOWN" if peer == "keyless" else self._unless_given_up(call, "READY")
        call.waits = call.status == "READY"

    def decide(self, key: Key, status: str) -> None:
        call = self.calls[key]
        call.status, call.was_decided = status, status != "PLANNED"
        if status == "PLANNED":
            call.attempts, call.waits, call.may_have_happened = 0, False, False

    def restore(self) -> None:
        """What was under way or due may have happened in the future that was lost."""
        for call in self.calls.values():
            is_due = call.status == "PLANNED" and not call.waits
            if call.status in ("READY", "SENDING") or is_due:
                call.status, call.epoch = "UNKNOWN", call.epoch + 1
                call.is_leased = call.waits = False

    def _unless_given_up(self, call: Call, status: str) -> str:
        return status if call.attempts < MAX_ATTEMPTS else "FAILED"
