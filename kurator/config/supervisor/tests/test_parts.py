"""The parts of the supervisor, each alone."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kurator.config.supervisor import web_build
from kurator.config.supervisor.children import Child, describe_exit, pause_before_restart
from kurator.config.supervisor.errors import StartError
from kurator.config.supervisor.instance import hold_home
from kurator.config.supervisor.listening import answers, listen
from kurator.config.supervisor.supervisor import Plan, planned_children
from kurator.platform.database import disk
from kurator.platform.database.disk import GIGABYTE, Room
from kurator.platform.database.fingerprints import fingerprint


def test_pauses_grow_and_have_an_end() -> None:
    assert [pause_before_restart(deaths) for deaths in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, 4.0]
    assert pause_before_restart(50) == 30.0


def test_exits_are_told_in_words() -> None:
    assert describe_exit(3) == "code 3"
    assert describe_exit(-signal.SIGKILL) == "SIGKILL"


def test_logs_and_figures_are_for_their_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KURATOR_HOME", str(tmp_path))
    (tmp_path / "logs").mkdir(mode=0o755)  # of an earlier release
    planned_children(Plan("127.0.0.1", 8000, 1, False, False, False))
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("logs", "metrics")]
    assert modes == [0o700, 0o700]


def test_a_dead_child_is_told_of_and_started_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    child = Child("web", [sys.executable, "-c", "raise SystemExit(3)"], {}, 1.0, tmp_path / "log")
    child.start()
    assert child.process is not None
    child.process.wait()
    first = child.process.pid

    now = time.monotonic()
    child.watch(now)
    child.watch(now + 0.4)
    assert child.process.pid == first
    child.watch(now + 0.6)

    assert child.process.pid != first
    assert "web ended (code 3), again in 0.5 s" in capsys.readouterr().err
    child.stop()


def test_a_child_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    deaf = (
        "import signal, time; signal.signal(15, signal.SIG_IGN);"
        "print('up', flush=True); time.sleep(60)"
    )
    log = tmp_path / "log"
    child = Child("worker", [sys.executable, "-c", deaf], {}, 0.2, log)
    child.start()
    while "up" not in log.read_text():
        time.sleep(0.02)

    child.stop()

    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


def test_the_second_on_one_home_is_told_who_holds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KURATOR_HOME", str(tmp_path))

    with (
        hold_home(address="http://127.0.0.1:8000"),
        pytest.raises(StartError, match=r"already runs .* at http://127\.0\.0\.1:8000"),
        hold_home(address="http://127.0.0.1:8001"),
    ):
        pass

    with hold_home(address="http://127.0.0.1:8001"):
        pass


def test_a_busy_port_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(StartError, match=f"Port {port} .* make run PORT={port + 1}"):
            listen(host="127.0.0.1", port=port)


@pytest.mark.skipif(sys.platform != "linux", reason="systems differ")
def test_who_is_gone_without_a_word_is_given_up() -> None:
    listener = listen(host="127.0.0.1", port=0)
    with listener, socket.create_connection(listener.getsockname()[:2]):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            assert 0 < accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) <= 60_000
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) <= 60


def test_nobody_answers_on_a_free_port() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert not answers(host="127.0.0.1", port=port, path="/livez")


@pytest.mark.parametrize(
    ("free", "total", "room"),
    [
        (50, 100, Room.ENOUGH),
        (14, 100, Room.ENOUGH),
        (1.4, 10, Room.LITTLE),
        (0.4, 10, Room.READ_ONLY),
        (0.1, 10, Room.NONE),
        (7, 1000, Room.LITTLE),
        (1.5, 1000, Room.READ_ONLY),
        (0.5, 1000, Room.NONE),
    ],
)
def test_room_on_small_and_large_disks(free: float, total: float, room: Room) -> None:
    found = disk.room_for(free=int(free * GIGABYTE), total=int(total * GIGABYTE))

    assert found is room


def test_the_reserve_is_held_once_and_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "RESERVE_BYTES", 1_000_000)
    monkeypatch.setattr(disk, "measure", lambda _: (90 * GIGABYTE, 100 * GIGABYTE))
    reserve = tmp_path / "reserve"

    disk.hold_reserve(reserve)

    assert reserve.stat().st_size == 1_000_000
    assert disk.release_reserve(reserve)
    assert not disk.release_reserve(reserve)


def test_no_reserve_is_taken_from_a_disk_that_is_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "measure", lambda _: (GIGABYTE, 100 * GIGABYTE))

    disk.hold_reserve(tmp_path / "reserve")

    assert not (tmp_path / "reserve").exists()


class TestPages:
    @pytest.fixture
    def web(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        (tmp_path / "src").mkdir()
        (tmp_path / "src" / "main.tsx").write_text("one")
        (tmp_path / "dist").mkdir()
        (tmp_path / "dist" / "index.html").write_text("built")
        monkeypatch.setattr(web_build, "WEB", tmp_path)
        (tmp_path / "dist" / ".fingerprint").write_text(fingerprint(web_build.web_sources()))
        return tmp_path

    def test_built_pages_are_kept(self, web: Path) -> None:
        (web / "node_modules").mkdir()
        (web / "node_modules" / "new.js").write_text("not a source")
        (web / "src" / "main.test.tsx").write_text("not a source either")

        assert not web_build.is_web_stale()

    def test_a_changed_source_makes_them_stale(self, web: Path) -> None:
        (web / "src" / "main.tsx").write_text("two")

        assert web_build.is_web_stale()

    def test_lost_pages_are_stale(self, web: Path) -> None:
        (web / "dist" / "index.html").unlink()

        assert web_build.is_web_stale()

    def test_no_node_is_said_plainly(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(web_build, "_node_version", lambda _: (18, 0))

        with pytest.raises(StartError, match=r"needs Node 20\.19 or newer"):
            web_build.node_environment()


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
def test_a_child_dies_with_its_parent(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    child = (
        "from kurator.config.supervisor.parent import die_with_parent; import os, time, pathlib;"
        "die_with_parent(os.getppid());"
        f"pathlib.Path({str(note)!r}).write_text(str(os.getpid())); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])",
        ]
    )
    while not note.exists() or not note.read_text():
        time.sleep(0.02)

    parent.kill()
    parent.wait()

    _wait_until_gone(int(note.read_text()))


def _wait_until_gone(pid: int) -> None:
    for _ in range(100):
        status = Path(f"/proc/{pid}/status")
        if not status.exists() or "\nState:\tZ" in status.read_text():
            return
        time.sleep(0.05)
    raise AssertionError(f"process {pid} still runs")
