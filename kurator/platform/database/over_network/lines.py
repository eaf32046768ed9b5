"""
A line that is dead without a word is noticed here, however it died.

The kernel's own means (`PATIENCE` in connections.py) notice a cut cable or a machine that is gone.
They do not notice something in between that keeps the line open and lets nothing through any more: a
forgetful proxy or address translation. There a statement waits for ever, and its thread with it.

So who waits for an answer for a few seconds, while nothing arrives at all, is asked about on a new
line: if the server says that the session is gone, or has nothing to do, no answer will come, and the
line is closed. A long statement is not disturbed: its session is at work. As long as the server is
not reached nothing is known, and nothing is closed.

Whatever killed one line has probably killed those, too, that nobody uses just now. They are left at
the same time, so that not each of the next requests has to find it out. The server may not learn of
it for hours; so their sessions are ended there, and with them what they hold.
"""

import contextlib
import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final, Self
from weakref import WeakSet

import psycopg
import structlog

log = structlog.get_logger(__name__)
PATIENCE_SECONDS: Final = 4.0
LOOK_SECONDS: Final = 1.0
ASKING_SECONDS: Final = 3
_LAST_RECEIVED: Final = struct.Struct("52xI")
"""Of the kernel's `tcp_info`: milliseconds since data came."""
_AT_WORK: Final = """
SELECT pid FROM pg_stat_activity WHERE pid = ANY(%s)
   AND coalesce(state, '') NOT IN ('idle', 'idle in transaction', 'idle in transaction (aborted)')
   AND coalesce(wait_event, '') NOT IN ('ClientRead', 'ClientWrite')
"""


class Line:
    """What is known of one connection: since when it has waited for an answer."""

    waits_since: float | None = None
    is_left = False
    """Nothing can be asked on it any more."""
    pgconn: Any
    info: Any

    def is_silent(self, now: float) -> bool:
        """Whether a command was sent and nothing has come for a while; a listener has sent none."""
        since = self.waits_since
        if since is None or now - since < PATIENCE_SECONDS:
            return False
        if self.pgconn.transaction_status != psycopg.pq.TransactionStatus.ACTIVE:
            return False
        return seconds_without_data(self.pgconn.socket) >= PATIENCE_SECONDS


class Connection(psycopg.Connection[Any], Line):
    def wait(self, *arguments: Any, **options: Any) -> Any:
        self.waits_since = time.monotonic()
        try:
            return super().wait(*arguments, **options)
        finally:
            self.waits_since = None


class AsyncConnection(psycopg.AsyncConnection[Any], Line):
    @classmethod
    async def connect(cls, *arguments: Any, **options: Any) -> Self:
        made = await super().connect(*arguments, **options)
        LINES.watch(made)
        return made

    async def wait(self, *arguments: Any, **options: Any) -> Any:
        self.waits_since = time.monotonic()
        try:
            return await super().wait(*arguments, **options)
        finally:
            self.waits_since = None


class Lines:
    """All connections of this process, and the thread that looks after them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: WeakSet[Line] = WeakSet()
        self._process = 0

    def watch(self, line: Line) -> None:
        if line.info.host.startswith("/"):
            return  # on this machine there is nothing in between
        with self._lock:
            self._known.add(line)
            if self._process != os.getpid():  # also after a fork, which takes no threads along
                self._process = os.getpid()
                threading.Thread(target=self._look_after, name="lines", daemon=True).start()

    def _look_after(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            try:
                self.look()
            except Exception:
                log.exception("lines_not_looked_after")

    def look(self) -> None:
        now = time.monotonic()
        with self._lock:
            silent = [(line, line.waits_since) for line in self._known if line.is_silent(now)]
        if not silent:
            return
        try:
            with _asking(silent[0][0]) as db:
                at_work = _at_work(db, [line for line, _ in silent])
                dead = [
                    line
                    for line, since in silent
                    if line.waits_since == since and line.info.backend_pid not in at_work
                ]
                if dead:
                    _leave(db, [*dead, *self._unused()])
        except psycopg.Error:
            return  # the server is not reached: nobody knows

    def _unused(self) -> list[Line]:
        status = psycopg.pq.TransactionStatus.IDLE
        with self._lock:
            known = [line for line in self._known if not line.is_left]
        return [line for line in known if line.pgconn.transaction_status == status]


LINES: Final = Lines()


@contextlib.contextmanager
def _asking(line: Line) -> Iterator["psycopg.Connection[Any]"]:
    """A new line beside, given up soon: it may be as dead as the others."""
    told = line.info
    parameters = {**told.get_parameters(), "connect_timeout": ASKING_SECONDS}
    made = psycopg.connect(password=told.password, autocommit=True, **parameters)
    timer = threading.Timer(ASKING_SECONDS, lambda: hang_up(made))
    timer.start()
    try:
        with made:
            yield made
    finally:
        timer.cancel()


def _at_work(db: "psycopg.Connection[Any]", lines: Sequence[Line]) -> set[int]:
    """Ask which of the sessions still have something to do."""
    pids = [line.info.backend_pid for line in lines]
    (own,) = db.execute("SELECT pg_backend_pid()").fetchone() or (0,)
    if own != db.info.backend_pid:
        return set(pids)  # a pooler stands in between, and its numbers are not the server's
    return {pid for (pid,) in db.execute(_AT_WORK, [pids]).fetchall()}


def _leave(db: "psycopg.Connection[Any]", lines: Sequence[Line]) -> None:
    pids = [line.info.backend_pid for line in lines]
    log.warning("database_lines_dead", pids=pids)
    for line in lines:
        line.is_left = True
        hang_up(line)
    db.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s::int[]) AS pid", [pids])


def seconds_without_data(descriptor: int) -> float:
    """0 where the system does not tell."""
    if sys.platform != "linux" or descriptor < 0:
        return 0.0
    try:
        with socket.socket(fileno=os.dup(descriptor)) as line:
            told = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_RECEIVED.size)
    except OSError:
        return 0.0
    return float(_LAST_RECEIVED.unpack(told)[0]) / 1000


def hang_up(line: Any) -> None:
    """Whoever waits on it learns that the connection is lost."""
    with (
        contextlib.suppress(OSError, psycopg.Error),  # it may be closed meanwhile
        socket.socket(fileno=os.dup(line.pgconn.socket)) as found,
    ):
        found.shutdown(socket.SHUT_RDWR)
