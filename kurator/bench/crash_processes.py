"""
Kill -9 of worker, dispatcher, sender and web server, at every point they name and at any other time.

They are forked from a process that has everything imported, so that hundreds of them can die within
minutes. The peer that steps talk to is a table on a connection of its own: what it holds stays,
whatever becomes of the one who asked.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from itertools import cycle

from django.db import connection

from kurator.bench.crash_peer import assert_nothing_wrong, make_peer, register_steps
from kurator.bench.crash_points import WEB_POINTS, WORKER_POINTS
from kurator.bench.crash_web import WebVictim
from kurator.bench.crash_world import change_somebody, is_quiet, make_world
from kurator.bench.figures import Figure, report
from kurator.config.supervisor.parent import die_with_parent
from kurator.platform import faults, outbox
from kurator.strategies.engine import outward

ANY_TIME = ""
LIFE_SECONDS = 4.0
QUIET_SECONDS = 90.0


def kill_processes(*, kills: int) -> int:
    # Whoever dies holds his leases so long; nobody waits half a minute for each of hundreds.
    outbox.LEASE_SECONDS = 1
    outward.LEASE_SECONDS = 1  # type: ignore[misc]  # final everywhere but here
    register_steps()
    make_peer()
    world = make_world()
    web = WebVictim()
    died: dict[str, int] = {}
    points = cycle([*WORKER_POINTS, ANY_TIME, *WEB_POINTS, ANY_TIME])
    for number in range(kills):
        point = next(points)
        kind = web.kill if point in WEB_POINTS else kill_worker
        if kind(point, lambda: change_somebody(world)):
            died[point or "any time"] = died.get(point or "any time", 0) + 1
        if number % 25 == 24:
            connection.close()
    _settle(world)
    report(Figure("crash", "process_kills", kills, "1"))
    for point, times in sorted(died.items()):
        report(Figure("crash", f"killed_at_{point.replace(' ', '_')}", times, "1"))
    assert_nothing_wrong(world)
    web.assert_once()
    return kills


def kill_worker(point: str, meanwhile: Callable[[], None]) -> bool:
    """Fork one, let it work, have it killed; True when it died where it was meant to."""
    pid = fork(lambda: work(point, passage=random.randint(1, 3)))
    until = time.monotonic() + (LIFE_SECONDS if point else random.uniform(0.1, 0.8))
    while time.monotonic() < until:
        meanwhile()
        if os.waitpid(pid, os.WNOHANG)[0]:
            return True
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return not point


def fork(body: Callable[[], None]) -> int:
    """A child never returns from here; it opens connections of its own."""
    connection.close()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    try:
        die_with_parent(parent)
        body()
    finally:
        os._exit(1)


def work(point: str, *, passage: int) -> None:
    """The worker's loops, as `kurator worker` runs them."""
    from threading import Event, Thread

    from kurator.config.loops import keep_running
    from kurator.platform.features import features

    faults.arm(point, passage)
    wanted = ("dispatcher", "strategies.engine", "strategies.scenarios", "strategies.outward")
    stop = Event()
    loops = [one for feature in features() for one in feature.loops if one.name in wanted]
    threads = [Thread(target=keep_running, args=(one, stop)) for one in loops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _settle(world: object) -> None:
    """One that is not killed brings everything to its end."""
    pid = fork(lambda: work("", passage=0))
    until = time.monotonic() + QUIET_SECONDS
    try:
        while not is_quiet():
            if time.monotonic() > until:
                raise TimeoutError("the queues do not become empty")
            time.sleep(0.2)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
