"""The watch over long work: it tells the work of its worker's end, and has chores of its own."""

from datetime import datetime
from threading import Event
from typing import Any

import pytest

from kurator.platform import runs
from kurator.platform.runs import Chore, RunKind, Watch


class _Looks(Event):
    """Is waited for so many times before it is set."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.left = number

    def wait(self, timeout: float | None = None) -> bool:
        self.left -= 1
        if self.left < 0:
            self.set()
        return self.is_set()


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> RunKind[Any]:
    monkeypatch.setattr(runs, "requeue_stalled", lambda _: [])
    monkeypatch.setattr(runs, "close_old_connections", lambda: None)
    return RunKind("works", runs.Run, argument="work_id", jobs={"RUNNING": "works.run"})


def test_work_is_told_that_its_worker_stops(kind: RunKind[Any]) -> None:
    watch = Watch(kind)
    assert not watch.must_stop()
    stop = _Looks(1)
    watch.keep(stop)
    assert watch.must_stop()


def test_chores_are_done_at_the_first_look_and_then_at_their_pace(
    kind: RunKind[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter(range(0, 1000, 5))  # a machine that was started just now
    monkeypatch.setattr(runs, "monotonic", lambda: next(seconds))
    done: list[str] = []

    def chore(name: str, pace: float) -> Chore:
        def act(now: datetime) -> None:
            done.append(name)

        return Chore(pace, act)

    Watch(kind, [chore("often", 0), chore("seldom", 3600)]).keep(_Looks(3))
    assert done == ["often", "seldom", "often", "often"]
