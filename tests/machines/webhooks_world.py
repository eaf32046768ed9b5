"""The programs that are told, and how they are called, without a network and without threads."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from kurator.platform.egress import Answer, CallFailed
from kurator.webhooks.types import Outcome

STATES = {"up": 200, "down": 503, "gone": 410}


@dataclass
class Receivers:
    """All programs that listen; stands for the client that calls them."""

    state: dict[str, str] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)

    def check(self, url: str) -> None:
        """Every address may be called."""

    def send(self, method: str, url: str, *, headers: dict[str, str], body: bytes) -> Answer:
        name = url.rpartition("/")[2]
        self.calls.append((name, headers["webhook-id"].removeprefix("msg_")))
        if self.state[name] == "unreachable":
            raise CallFailed("unreachable")
        return Answer(STATES[self.state[name]], {}, b"")


class AtOnce:
    """A pool whose calls are over before it returns."""

    def submit(self, call: Callable[[], Outcome]) -> "Future[Outcome]":
        done: Future[Outcome] = Future()
        done.set_result(call())
        return done
