"""The programs that are told, and how they are called, without a network and without threads."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from kurator.platform.egress import Answer, CallFailed

P = ParamSpec("P")
Result = TypeVar("Result")
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


class AtOnce(Executor):
    """A pool whose calls are over before it returns."""

    def submit(
        self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> "Future[Result]":
        done: Future[Result] = Future()
        done.set_result(fn(*args, **kwargs))
        return done
