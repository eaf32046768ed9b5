"""
Where the suite keeps what it writes: in memory, where the machine has plenty of it.

Disks of hired machines are slow and uneven, and hundreds of tests commit, set up installations and
kill servers. No test cuts the power: what a killed process has written is there either way.
`TMPDIR` given from outside is used as it is.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

from kurator.platform.database.machine import memory_megabytes

MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a place that is looked at before it is used
NEEDED: Final = 6 * 1024**3
"""Bytes; a whole run takes about a third of it."""
_PREFIX: Final = "kurator-test-"


def take_place() -> None:
    if "TMPDIR" in os.environ or not _has_plenty():
        return
    _clear_what_killed_runs_left()
    folder = MEMORY / f"{_PREFIX}{os.getpid()}"
    folder.mkdir()
    folder.chmod(0o1777)  # as the usual one: the server's account keeps files there, too
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = None
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


def _has_plenty() -> bool:
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK)):
        return False
    free = min(_available(), memory_megabytes() * 1024**2, shutil.disk_usage(MEMORY).free)
    return free > NEEDED


def _available() -> int:
    """Bytes of memory that programs may have without any being swapped out."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    (found,) = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(found) * 1024


def _clear_what_killed_runs_left() -> None:
    """A server that still runs there ends by itself: it looks for its files each minute."""
    for folder in MEMORY.glob(f"{_PREFIX}*"):
        pid = folder.name.removeprefix(_PREFIX)
        if folder.stat().st_uid == os.geteuid() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(folder, ignore_errors=True)
