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

from kurator.config.supervisor.parent import die_with_parent
from kurator.platform import faults

LIFE_SECONDS = 6.0
QUIET_SECONDS = 90.0
_gone: set[int] = set()


@dataclass(frozen=True)
class Worker:
    """A part of what `kurator worker` runs: loops by their names, and its jobs."""

    loops: tuple[str, ...]
    has_jobs: bool = False

    def work(self, point: str, *, passage: int) -> None:
        import asyncio
        from threading import Event, Thread

        from kurator.config.loops import keep_running
        from kurator.config.worker import run_jobs
        from kurator.platform.features import features

        faults.arm(point, passage)
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


def carry_on(worker: Worker, is_over: Callable[[], bool], *, what: str) -> None:
    """One that is killed only when there is nothing left to do."""
    pid = fork(lambda: worker.work("", passage=0))
    until = time.monotonic() + QUIET_SECONDS
    try:
        while not is_over():
            if time.monotonic() > until:
                raise TimeoutError(f"within {QUIET_SECONDS} s there is no end of {what}")
            time.sleep(0.05)
    finally:
        end(pid)


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
