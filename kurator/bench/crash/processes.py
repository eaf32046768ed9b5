"""
Victims: workers forked from a process that has everything imported, so that hundreds of them can die
within minutes.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from kurator.bench.lasting import lasting
from kurator.config.supervisor.parent import die_with_parent
from kurator.platform import faults

LIFE_SECONDS = 6.0
PAUSE_SECONDS = lasting(true=60.0, short=3.0)
LATE_SECONDS = 0.5
"""So long one who wakes late may do what he likes."""
QUIET_SECONDS = 90.0
_gone: set[int] = set()


@dataclass(frozen=True)
class Worker:
    """A part of what `kurator worker` runs: loops by their names, and its jobs."""

    loops: tuple[str, ...]
    has_jobs: bool = False

    def work(self, point: str, *, passage: int, number: signal.Signals = signal.SIGKILL) -> None:
        import asyncio
        from threading import Event, Thread

        from kurator.config.loops import keep_running
        from kurator.config.worker import run_jobs
        from kurator.platform.features import features

        faults.arm(point, passage, number=number)
        stop = Event()
        loops = [one for feature in features() for one in feature.loops if one.name in self.loops]
        threads = [Thread(target=keep_running, args=(one, stop)) for one in loops]
        for thread in threads:
            thread.start()
        if self.has_jobs:
            asyncio.run(run_jobs(stop))
        for thread in threads:
            thread.join()


def kill_worker(
    worker: Worker, point: str, *, passages: int, meanwhile: Callable[[], None] = lambda: None
) -> bool:
    """Fork one, let it work, have it killed; True when it died where it was meant to."""
    pid = fork(lambda: worker.work(point, passage=random.randint(1, passages)))
    until = time.monotonic() + (LIFE_SECONDS if point else random.uniform(0.1, 0.8))
    while time.monotonic() < until:
        meanwhile()
        if is_dead(pid):
            return True
        time.sleep(0.005)
    end(pid)
    return not point


def pause_worker(
    worker: Worker,
    point: str,
    *,
    passages: int,
    is_over: Callable[[], bool],
    on_stop: Callable[[], None] = lambda: None,
    meanwhile: Callable[[], None] = lambda: None,
) -> bool:
    """
    Fork one that stands still at the point, and another one that goes on. What the first holds in a
    transaction the other has to wait for; so the first wakes when all is done, or after a while.
    Returns whether it stood still.
    """
    passage = random.randint(1, passages)
    sleeper = fork(lambda: worker.work(point, passage=passage, number=signal.SIGSTOP))
    has_stopped = _until(lambda: _stands_still(sleeper), meanwhile, seconds=LIFE_SECONDS)
    on_stop()
    other = fork(lambda: worker.work("", passage=0))
    try:
        _until(is_over, lambda: None, seconds=PAUSE_SECONDS)
        os.kill(sleeper, signal.SIGCONT)
        if not _until(is_over, lambda: None, seconds=QUIET_SECONDS):
            raise TimeoutError(f"no end after somebody stood still at {point}")
        time.sleep(LATE_SECONDS)
    finally:
        end(sleeper)
        end(other)
    return has_stopped


def _stands_still(pid: int) -> bool:
    found, status = os.waitpid(pid, os.WNOHANG | os.WUNTRACED)
    return found == pid and os.WIFSTOPPED(status)


def carry_on(worker: Worker, is_over: Callable[[], bool], *, what: str) -> None:
    """One that is killed only when there is nothing left to do."""
    pid = fork(lambda: worker.work("", passage=0))
    try:
        if not _until(is_over, lambda: None, seconds=QUIET_SECONDS):
            raise TimeoutError(f"within {QUIET_SECONDS} s there is no end of {what}")
    finally:
        end(pid)


def _until(condition: Callable[[], bool], meanwhile: Callable[[], None], *, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        meanwhile()
        time.sleep(0.02)
    return False


def fork(body: Callable[[], None]) -> int:
    """A child never returns from here; it opens connections of its own."""
    connection.close()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        _gone.discard(pid)  # numbers come again
        return pid
    try:
        die_with_parent(parent)
        body()
    finally:
        os._exit(1)


def is_dead(pid: int) -> bool:
    if pid not in _gone and os.waitpid(pid, os.WNOHANG)[0]:
        _gone.add(pid)
    return pid in _gone


def end(pid: int) -> None:
    if not is_dead(pid):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        _gone.add(pid)
