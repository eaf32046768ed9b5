"""Work done in processes that are forked like those of the web server."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def fork(work: Callable[[], object]) -> int:
    """Return the id of a process that does the work and ends."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return pid


def wait(pid: int) -> None:
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def in_fork(work: Callable[[], object]) -> None:
    wait(fork(work))


@contextmanager
def living(work: Callable[[], object]) -> Iterator[int]:
    """A process that has done the work and stays alive until it is killed."""
    reading, writing = os.pipe()

    def stay() -> None:
        work()
        os.write(writing, b"done")
        signal.pause()

    pid = fork(stay)
    try:
        assert os.read(reading, 4) == b"done"
        yield pid
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(reading)
        os.close(writing)
