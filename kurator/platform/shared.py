"""
Memory that the web processes of one machine share: the parent makes it before it forks them
(docs/adr/0017-limits-in-shared-memory.md). One process and one thread of it is at a table at a time;
the lock is the kernel's, which takes it back from a process that is killed.
"""

import errno
import fcntl
import hashlib
import mmap
import os
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any, Final

PROBES: Final = 8
LANES: Final = 32
AWHILE: Final = 0.0001
"""Seconds; who is at a table is done with it sooner."""
Values = tuple[Any, ...]
_NONE: Final[Values] = (0,) * LANES


class SharedTable:
    """
    Rows of numbers in the form of `struct`, found by what they are about. A row is never removed: it
    is written over when another needs its place, see `place`.
    """

    def __init__(self, form: str, *, slots: int) -> None:
        self.slots = slots
        self._row = struct.Struct(f"=Q{form}")
        self._memory = mmap.mmap(-1, slots * self._row.size)
        self._locks = TemporaryFile()  # noqa: SIM115 - open for as long as the table is
        self._threads = threading.Lock()
        os.register_at_fork(after_in_child=self._renew)

    def _renew(self) -> None:
        self._threads = threading.Lock()

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._threads:
            self._wait_for_others()
            try:
                yield
            finally:
                fcntl.lockf(self._locks, fcntl.LOCK_UN, 1, 0)

    def _wait_for_others(self) -> None:
        # The kernel looks at processes: where threads of two hold a table each, and others of theirs
        # wait for the other one, it sees a circle. No thread is ever at two tables, so there is none.
        while True:
            try:
                fcntl.lockf(self._locks, fcntl.LOCK_EX, 1, 0)
            except OSError as error:
                if error.errno != errno.EDEADLK:
                    raise
                time.sleep(AWHILE)
            else:
                return

    def place(
        self, subject: str, worth: Callable[[Values], float]
    ) -> tuple[int, int, Values | None]:
        """
        Return the subject's key, its place, and what stands there. Without a row it is None, and the
        place is a free one, else that of the row worth least among the few it may have.
        """
        key = int.from_bytes(hashlib.blake2b(subject.encode(), digest_size=8).digest(), "big") or 1
        least, least_worth = -1, 0.0
        for number in range(PROBES):
            at = (key + number) % self.slots * self._row.size
            known, *values = self._row.unpack_from(self._memory, at)
            if known == key:
                return key, at, tuple(values)
            if not known:
                return key, at, None
            found = worth(tuple(values))
            if least < 0 or found < least_worth:
                least, least_worth = at, found
        return key, least, None

    def write(self, key: int, at: int, *values: float) -> None:
        self._row.pack_into(self._memory, at, key, *values)

    def keep_lane(self) -> int:
        """Return a number that no living process has; it is this one's until it ends."""
        for lane in range(LANES):
            try:
                fcntl.lockf(self._locks, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 1 + lane)
            except OSError:
                continue
            return lane
        raise RuntimeError("more processes share this table than it has lanes")

    def rows(self) -> Iterator[tuple[int, int, Values]]:
        for number in range(self.slots):
            at = number * self._row.size
            key, *values = self._row.unpack_from(self._memory, at)
            if key:
                yield key, at, tuple(values)


class SharedCounts:
    """
    How many of something are under way in all processes. Each counts in a lane of its own, so that
    what a killed one had under way ends when its successor takes the lane.
    """

    def __init__(self) -> None:
        self._table = SharedTable(f"{LANES}H", slots=4096)
        self._lane = -1
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        self._lane = -1

    def join(self) -> None:
        """Take a lane, if this process has none, and clear what the one before left in it."""
        with self._table.alone():
            self._join()

    def _join(self) -> int:
        if self._lane < 0:
            self._lane = self._table.keep_lane()
            for key, at, values in self._table.rows():
                self._put(key, at, values, 0)
        return self._lane

    def _put(self, key: int, at: int, values: Values, count: int) -> None:
        lanes = [*values]
        lanes[self._lane] = count
        self._table.write(key, at, *lanes)

    def begin(self, subject: str, most: int) -> bool:
        """Count one more, unless there are `most` already."""
        return self.begin_all({subject: most})

    def begin_all(self, shares: Mapping[str, int]) -> bool:
        """Count one more of each subject, unless of one there are as many already as it may have."""
        with self._table.alone():
            lane, found = self._join(), []
            for subject, most in shares.items():
                key, at, values = self._table.place(subject, worth=sum)
                if values is not None and sum(values) >= most:
                    return False
                found.append((key, at, values, subject))
            for key, at, values, subject in found:
                if values is None:  # looked up anew: two new ones may want the same free place
                    key, at, values = self._table.place(subject, worth=sum)
                known = values or _NONE
                self._put(key, at, known, known[lane] + 1)
            return True

    def end(self, subject: str) -> None:
        self.end_all([subject])

    def end_all(self, subjects: Iterable[str]) -> None:
        with self._table.alone():
            lane = self._join()
            for subject in subjects:
                key, at, values = self._table.place(subject, worth=sum)
                if values is not None and values[lane]:
                    self._put(key, at, values, values[lane] - 1)
