"""`kurator run` as a whole: starts, mends itself, refuses a second, stops, survives kill -9."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kurator.config.supervisor.listening import answers
from tools.linters.source import ROOT

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]
SECONDS = 60.0


@dataclass
class Run:
    process: subprocess.Popen[bytes]
    port: int
    home: Path

    @property
    def said(self) -> str:
        return (self.home / "said").read_text()

    def wait_until_ready(self) -> None:
        self.wait_for("Kurator is ready")

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + SECONDS
        while text not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)

    def answers(self) -> bool:
        return answers(host="127.0.0.1", port=self.port, path="/readyz")


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="kurator-run-"))
    folder.chmod(0o711)
    yield folder
    kurator(folder, "db", "stop")
    shutil.rmtree(folder)


def environment(home: Path) -> dict[str, str]:
    given = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KURATOR_", "DJANGO_"))
    }
    return {**given, "KURATOR_HOME": str(home)}


def kurator(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "kurator", *arguments],
        env=environment(home),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def start(home: Path) -> Run:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open(home / "said", "wb") as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "kurator",
                "run",
                "--no-demo",
                "--no-pages",
                "--port",
                str(port),
            ],
            env=environment(home),
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    run = Run(process, port, home)
    run.wait_until_ready()
    return run


def processes_of(home: Path) -> dict[int, str]:
    """Living processes that work on this home, and their command lines."""
    found = {}
    mark = f"KURATOR_HOME={home}".encode()
    for entry in Path("/proc").iterdir():
        try:
            is_ours = mark in (entry / "environ").read_bytes().split(b"\0")
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
        except OSError:
            continue
        if entry.name.isdigit() and is_ours and command:
            found[int(entry.name)] = command
    return found


def wait_until_left(*, home: Path, count: int) -> None:
    deadline = time.monotonic() + 20
    while len(processes_of(home)) != count:
        assert time.monotonic() < deadline, processes_of(home)
        time.sleep(0.05)


def test_it_starts_answers_refuses_a_second_and_stops(home: Path) -> None:
    run = start(home)
    assert run.answers()

    second = kurator(home, "run", "--no-pages", "--port", "1")
    assert second.returncode == 1
    assert f"process {run.process.pid}, at http://127.0.0.1:{run.port}" in second.stderr

    run.process.send_signal(signal.SIGINT)
    assert run.process.wait(SECONDS) == 0
    assert processes_of(home) == {}
    assert kurator(home, "db", "status").returncode == 3


def test_the_second_start_does_nothing_twice(home: Path) -> None:
    run = start(home)

    run.process.terminate()
    run.process.wait(SECONDS)

    assert "Tables and rules" not in run.said


@pytest.mark.parametrize("victim", ["serve", "worker"])
def test_a_killed_child_is_started_again(home: Path, victim: str) -> None:
    run = start(home)
    before = {pid for pid, command in processes_of(home).items() if f" {victim}" in command}
    for pid in before:
        os.kill(pid, signal.SIGKILL)

    run.wait_for("ended (SIGKILL), again in")
    deadline = time.monotonic() + SECONDS
    while not (run.answers() and _alive(home, victim) - before):
        assert time.monotonic() < deadline, run.said
        time.sleep(0.05)

    run.process.terminate()
    assert run.process.wait(SECONDS) == 0


def _alive(home: Path, victim: str) -> set[int]:
    return {pid for pid, command in processes_of(home).items() if f" {victim}" in command}


def test_a_killed_database_is_started_again(home: Path) -> None:
    run = start(home)
    said = kurator(home, "db", "status").stdout
    os.kill(int(said.split("process ")[1].split(",")[0]), signal.SIGKILL)

    run.wait_for("the database runs again")
    deadline = time.monotonic() + SECONDS
    while not run.answers():
        assert time.monotonic() < deadline, run.said
        time.sleep(0.05)

    run.process.terminate()
    assert run.process.wait(SECONDS) == 0


def test_a_killed_supervisor_leaves_only_the_database_which_the_next_adopts(home: Path) -> None:
    run = start(home)
    database = json.loads((home / "database.json").read_text())
    run.process.kill()
    run.process.wait()
    wait_until_left(home=home, count=0)
    assert kurator(home, "db", "status").returncode == 0

    following = start(home)
    assert json.loads((home / "database.json").read_text()) == database

    following.process.terminate()
    assert following.process.wait(SECONDS) == 0
    assert kurator(home, "db", "status").returncode == 3
