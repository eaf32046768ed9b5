"""The database stands still, or dies: whoever waits for it goes on by himself within ten seconds."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kurator.bench.lasting import lasting
from kurator.config.supervisor.tests.test_run import Run, kurator, processes_of, start
from kurator.operations.tests.installation import Installation
from kurator.platform.database.account import server_account

pytestmark = pytest.mark.fault
STILL_SECONDS = lasting(true=60.0, short=20.0)
RECOVERY_SECONDS = 10.0


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    import shutil
    import tempfile

    home = Path(tempfile.mkdtemp(prefix="kurator-lost-"))
    home.chmod(0o711)
    run = start(home)
    yield run
    run.process.terminate()
    run.process.wait(60)
    kurator(home, "db", "stop")
    shutil.rmtree(home)


def servers(home: Path) -> list[int]:
    """The database's processes: theirs is the account, or the data directory in the command."""
    main = int(kurator(home, "db", "status").stdout.split("process ")[1].split(",")[0])
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    return [main, *map(int, children)]


def works(home: Path) -> bool:
    """Whether the worker delivers: an event that is written leaves the outbox."""
    found = Installation(home)
    count = found.query("SELECT count(*) FROM platform_outboxevent")[0][0]
    return bool(count == 0)


def publish(home: Path) -> None:
    Installation(home).query(
        "INSERT INTO platform_outboxevent (id, topic, payload)"
        """ VALUES (gen_random_uuid(), 'parties.changed', '{"ids": []}')"""
    )


def seconds_until_well(run: Run) -> float:
    began = time.monotonic()
    while time.monotonic() - began < 60:
        if run.answers() and works(run.home):
            return time.monotonic() - began
        time.sleep(0.1)
    raise AssertionError(run.said)


def test_a_database_that_stood_still(run: Run) -> None:
    stopped = servers(run.home)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    time.sleep(STILL_SECONDS)
    for pid in stopped:
        os.kill(pid, signal.SIGCONT)
    publish(run.home)
    assert seconds_until_well(run) < RECOVERY_SECONDS


def test_a_database_that_died(run: Run) -> None:
    os.kill(servers(run.home)[0], signal.SIGKILL)
    run.wait_for("the database runs again")
    publish(run.home)
    assert seconds_until_well(run) < RECOVERY_SECONDS


def test_connections_that_were_cut(run: Run) -> None:
    """As by a network or a proxy in between: every session of Kurator is ended at once."""
    Installation(run.home).query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IN"
        " ('kurator_web', 'kurator_worker')"
    )
    publish(run.home)
    assert seconds_until_well(run) < RECOVERY_SECONDS
    assert server_account(run.home / "postgres" / "data").uid is not None
    assert processes_of(run.home)
