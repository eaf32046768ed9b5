"""A disk that is really full, on a small file system of its own."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kurator.config.supervisor.tests.test_run import Run, start
from kurator.operations.backups.staging import at_home
from kurator.operations.tests.installation import Installation
from kurator.platform.database.connections import conninfo_for

pytestmark = pytest.mark.fault
SIZE = "1400m"
SECONDS = 60.0


@pytest.fixture
def small_disk() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="kurator-disk-"))
    folder.chmod(0o711)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0711", "tmpfs", str(folder)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        folder.rmdir()
        pytest.skip("no file system can be mounted here; the thresholds are tested beside them")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=False)
    folder.rmdir()


class Writer(threading.Thread):
    """Commits one number after another and remembers which were acknowledged."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        with at_home(home):
            self.conninfo = conninfo_for("admin", name="kurator")
        self.acknowledged: list[int] = []
        self.refusals: set[str] = set()
        self.stopping = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.stopping.wait(0.01):
            with contextlib.suppress(psycopg.OperationalError), self._connect() as db:
                while not self.stopping.is_set():
                    number += 1
                    self._write(db, number)

    def _connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(**self.conninfo, autocommit=True)

    def _write(self, db: "psycopg.Connection[tuple[object, ...]]", number: int) -> None:
        try:
            db.execute("INSERT INTO on_small_disk VALUES (%s, repeat('x', 2000))", [number])
            self.acknowledged.append(number)
        except psycopg.errors.ReadOnlySqlTransaction as error:
            self.refusals.add(str(error))
            time.sleep(0.05)


def fill(disk: Path) -> Path:
    """Take all that is left, at once."""
    file = disk / "filler"
    with open(file, "wb") as target, contextlib.suppress(OSError):
        while True:
            target.write(b"\0" * (1 << 20))
            target.flush()
    assert shutil.disk_usage(disk).free < 1 << 20
    return file


def wait_for(condition: object, run: Run) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():  # type: ignore[operator]  # a call without arguments
        assert time.monotonic() < deadline, run.said
        time.sleep(0.1)


def test_what_was_acknowledged_survives_a_full_disk_and_work_goes_on_after_it(
    small_disk: Path,
) -> None:
    home = small_disk / "home"
    home.mkdir(mode=0o711)
    run = start(home)
    installation = Installation(home)
    try:
        assert (home / "reserve").exists()
        installation.query("CREATE TABLE on_small_disk (n bigint PRIMARY KEY, body text)")
        writer = Writer(home)
        writer.start()
        wait_for(lambda: len(writer.acknowledged) > 100, run)
        filler = fill(small_disk)
        wait_for(lambda: "was given up" in run.said, run)
        wait_for(lambda: writer.refusals, run)
        kept = len(writer.acknowledged)
        assert run.answers()
        os.unlink(filler)
        wait_for(lambda: len(writer.acknowledged) > kept + 100, run)
        writer.stopping.set()
        writer.join()
        found = {row[0] for row in installation.query("SELECT n FROM on_small_disk")}
        assert set(writer.acknowledged) <= found
        assert "enough again" in run.said
    finally:
        run.process.terminate()
        run.process.wait(60)
