"""What is promised of messages to other programs, without a database."""

from collections.abc import Iterable
from dataclasses import dataclass, field

AT_ONCE = 4


@dataclass
class Hook:
    topics: frozenset[str]
    owner: str
    is_active: bool = True
    stopped_because: str = ""
    failing: str = ""
    """Not, `new`, or `long`: for longer than anybody has patience."""

    def note_failure(self, *, is_gone: bool) -> None:
        if is_gone or self.failing == "long":
            self.is_active = False
            self.stopped_because = "GONE" if is_gone else "FAILING"
        self.failing = self.failing or "new"

    def switch(self, *, is_active: bool) -> None:
        self.is_active, self.stopped_because, self.failing = is_active, "", ""


@dataclass
class Message:
    hook: str
    turn: int
    """Messages go out in this order; those of one instant as it comes."""
    state: str = "WAITING"
    attempts: int = 0
    epoch: int = 0
    is_leased: bool = False
    waits: bool = False
    is_expired: bool = False
    is_of_another: bool = False
    """Said before somebody else took the subscription over."""
    log: int = 0


@dataclass
class Model:
    hooks: dict[str, Hook] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    turns: int = 0

    def next_turn(self) -> int:
        self.turns += 1
        return self.turns

    def to_send(self, busy: set[str]) -> dict[str, set[str]]:
        """What is due, by hook; not of those that do not listen or are being told something."""
        return {
            name: {
                id_
                for id_, one in self.messages.items()
                if one.hook == name and one.state == "WAITING" and not (one.is_leased or one.waits)
            }
            for name, hook in self.hooks.items()
            if hook.is_active and name not in busy
        }

    def turn(self, id_: str) -> int:
        return self.messages[id_].turn

    def claim(self, ids: Iterable[str]) -> None:
        for one in map(self.messages.__getitem__, ids):
            one.epoch, one.attempts, one.is_leased = one.epoch + 1, one.attempts + 1, True

    def settle(self, id_: str, epoch: int, *, answer: str) -> None:
        """Whoever comes late, or after the message was removed, changes nothing."""
        one = self.messages.get(id_)
        if one is None or (one.state, one.epoch) != ("WAITING", epoch):
            return
        one.is_leased, one.log = False, one.log + 1
        hook = self.hooks[one.hook]
        if answer == "up":
            one.state, hook.failing = "DONE", ""
            return
        hook.note_failure(is_gone=answer == "gone")
        one.waits, one.turn = True, self.next_turn()
        if one.is_expired or answer == "gone":
            one.state = "DEAD"

    def free_leases(self) -> None:
        for one in self.messages.values():
            one.is_leased = False

    def fail_for_long(self) -> None:
        for hook in self.hooks.values():
            hook.failing = "long" if hook.failing else ""

    def end_pauses(self) -> None:
        for one in self.messages.values():
            one.waits = False

    def renew_turns(self) -> None:
        """Of what waits: one after the other, and all of them later than what is due already."""
        waiting = [one for one in self.messages.values() if one.waits]
        for one in sorted(waiting, key=lambda one: one.turn):
            one.turn = self.next_turn()

    def send_again(self, id_: str) -> None:
        one = self.messages[id_]
        one.state, one.attempts, one.waits, one.is_expired = "WAITING", 0, False, False
        one.turn = self.next_turn()

    def take_over(self, name: str, owner: str) -> None:
        hook = self.hooks[name]
        if hook.owner == owner:
            return
        hook.owner = owner
        for one in self.messages.values():
            if one.hook == name:
                one.is_of_another = True
                one.state = "DEAD" if one.state == "WAITING" else one.state

    def remove(self, name: str) -> None:
        del self.hooks[name]
        self.messages = {id_: one for id_, one in self.messages.items() if one.hook != name}

    def forget_old(self) -> None:
        self.messages = {id_: one for id_, one in self.messages.items() if one.state == "WAITING"}
