"""The embedded PostgreSQL of one installation: made, started, stopped, looked at."""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kurator.platform.database.account import Account, server_account
from kurator.platform.database.archive import archive_settings
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.home import (
    ensure_secrets,
    home_directory,
    locked,
    make_home,
    write_private,
)
from kurator.platform.database.machine import memory_megabytes, server_settings
from kurator.platform.database.runtime import Runtime, ensure_runtime

SETTINGS_FILE = "kurator.conf"
# A socket's path may hold 107 characters (104 on macOS), the file's own name included.
SOCKET_PATH_LIMIT = 103 - len("/.s.PGSQL.65535")
# Below those that a system gives to outgoing connections: it must be free again after a crash,
# because whoever works with the database knows it by its first port.
PORTS = range(15000, 32000)
START_SECONDS = 120.0
STOP_SECONDS = 60.0
PORT_SECONDS = 5.0
# After kill -9 the orphaned children hold the shared memory for a moment.
START_ATTEMPTS = 5


@dataclass(frozen=True)
class Status:
    is_running: bool
    pid: int | None
    port: int | None
    socket_directory: str
    data: Path


def cluster_directory() -> Path:
    return home_directory() / "postgres"


def data_directory() -> Path:
    return cluster_directory() / "data"


def status() -> Status:
    pid = _server_pid()
    place = _read_place()
    port = place.get("port")
    return Status(
        is_running=pid is not None,
        pid=pid,
        port=port if isinstance(port, int) else None,
        socket_directory=str(place.get("socket_directory", "")),
        data=data_directory(),
    )


def start(*, settings: Mapping[str, str] | None = None, seconds: float = START_SECONDS) -> Status:
    """Start the server, or adopt the one that runs; returns when it accepts connections."""
    home = make_home()
    with locked(home / "database.lock"):
        if _server_pid() is None or not _wait_until_ready(None, seconds):
            _start_server(home, settings or {}, seconds)
    return status()


def stop(*, seconds: float = STOP_SECONDS) -> bool:
    """Stop it cleanly: open transactions are rolled back; False when it did not run."""
    if not home_directory().exists():
        return False
    with locked(home_directory() / "database.lock"):
        pid = _server_pid()
        if pid is None:
            return False
        # SIGINT asks for a fast shutdown: sessions end, a checkpoint is written.
        os.kill(pid, signal.SIGINT)
        if not _ends_within(pid, seconds):
            raise DatabaseError(
                f"PostgreSQL (process {pid}) did not stop within {seconds:.0f} s; "
                f"its log is in {data_directory() / 'log'}."
            )
    return True


def reload_settings() -> None:
    pid = _server_pid()
    if pid is not None:
        os.kill(pid, signal.SIGHUP)


def write_settings(extra: Mapping[str, str]) -> None:
    """Write the server's settings; ALTER SYSTEM, kept in postgresql.auto.conf, goes before them."""
    place = _read_place()
    account = server_account(data_directory())
    values = {
        **server_settings(memory=memory_megabytes(), processors=os.cpu_count() or 1),
        **archive_settings(account, script=cluster_directory() / "archive.sh"),
        "listen_addresses": "127.0.0.1",
        "port": str(place["port"]),
        "unix_socket_directories": str(place["socket_directory"]),
        **extra,
    }
    lines = ["# Written at each start. Change settings with ALTER SYSTEM."]
    lines += ["{} = '{}'".format(name, value.replace("'", "''")) for name, value in values.items()]
    path = data_directory() / SETTINGS_FILE
    write_private(path, "\n".join(lines) + "\n")
    account.own(path)


def _start_server(home: Path, settings: Mapping[str, str], seconds: float) -> None:
    account = server_account(data_directory())
    account.require_reach(home)
    runtime = ensure_runtime(account)
    passwords = ensure_secrets()
    if not (data_directory() / "PG_VERSION").exists():
        _initialize(runtime, account, password=passwords["admin"])
    _choose_place(account)
    write_settings(settings)
    for attempt in range(1, START_ATTEMPTS + 1):
        _reap_dead_server()
        process = _launch(runtime, account)
        if _wait_until_ready(process, seconds):
            # It outlives us on purpose: nobody has to warn about a child left behind.
            process.returncode = 0
            return
        if attempt < START_ATTEMPTS:
            time.sleep(attempt * 0.4)
    raise DatabaseError("PostgreSQL did not start. The end of its log:\n" + _latest_log_lines(30))


def _initialize(runtime: Runtime, account: Account, *, password: str) -> None:
    cluster = cluster_directory()
    cluster.mkdir(exist_ok=True, mode=0o711)
    account.own(cluster)
    # Made aside and renamed: an interrupted first start leaves nothing half made.
    with tempfile.TemporaryDirectory(dir=cluster, prefix="making-") as folder:
        account.own(Path(folder))
        draft = Path(folder) / "data"
        password_file = Path(folder) / "password"
        write_private(password_file, password + "\n")
        account.own(password_file)
        # The locale of the templates, so that databases made from them know Cyrillic letters.
        made = subprocess.run(
            [
                runtime.program("initdb"),
                f"--pgdata={draft}",
                "--username=postgres",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=PG_UNICODE_FAST",
                "--locale=C",
                "--lc-ctype=C.UTF-8",
                "--data-checksums",
                "--no-instructions",
            ],
            cwd=folder,
            env=runtime.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **account.identity(),
        )
        if made.returncode:
            raise DatabaseError(f"The database cluster could not be made:\n{made.stdout}")
        with open(draft / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write(f"\ninclude_if_exists = '{SETTINGS_FILE}'\n")
        draft.rename(data_directory())


def _choose_place(account: Account) -> None:
    """Keep the port of the first start; a new one only when another program has taken it."""
    sockets = cluster_directory() / "run"
    sockets.mkdir(exist_ok=True, mode=0o711)
    account.own(sockets)
    kept = _read_place().get("port")
    port = kept if isinstance(kept, int) and _becomes_free(kept) else _free_port()
    place = {
        "port": port,
        "socket_directory": str(sockets) if len(str(sockets)) <= SOCKET_PATH_LIMIT else "",
    }
    write_private(home_directory() / "database.json", json.dumps(place) + "\n")


def _launch(runtime: Runtime, account: Account) -> subprocess.Popen[bytes]:
    with open(cluster_directory() / "start.log", "wb") as log:
        return subprocess.Popen(
            [runtime.program("postgres"), "-D", str(data_directory())],
            cwd=data_directory(),
            env=runtime.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Its own session: Ctrl-C in the terminal is for the supervisor, which stops it last.
            start_new_session=True,
            umask=0o077,
            **account.identity(),
        )


def _wait_until_ready(process: subprocess.Popen[bytes] | None, seconds: float) -> bool:
    """True when it accepts connections, False when the process ended before."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            return False
        lines = _pid_file_lines()
        is_ours = process is None or (lines and lines[0] == str(process.pid))
        if is_ours and len(lines) >= 8 and lines[7].strip() == "ready":
            return True
        if process is None and _server_pid() is None:
            return False
        time.sleep(0.01)
    raise DatabaseError(
        f"PostgreSQL is not ready after {seconds:.0f} s (it may be replaying its log after "
        f"a crash). Its log is in {data_directory() / 'log'}."
    )


def _pid_file_lines() -> list[str]:
    try:
        return (data_directory() / "postmaster.pid").read_text().splitlines()
    except (OSError, ValueError):
        return []


def _server_pid() -> int | None:
    """The running server's process; None when the file was left behind by a dead one."""
    lines = _pid_file_lines()
    if not lines or not lines[0].isdigit():
        return None
    pid = int(lines[0])
    return pid if _is_server(pid) else None


def _reap_dead_server() -> None:
    """A dead child that nobody waited for keeps its number, and its lock file looks valid."""
    lines = _pid_file_lines()
    if lines and lines[0].isdigit():
        _reap(int(lines[0]))


def _reap(pid: int) -> None:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def _is_server(pid: int) -> bool:
    _reap(pid)
    return os.fsencode(data_directory()) in _command_line(pid)


def _command_line(pid: int) -> bytes:
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return b""
    listed = ["/bin/ps", "-o", "command=", "-p", str(pid)]
    return subprocess.run(listed, capture_output=True, check=False).stdout


def _ends_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not _is_server(pid):
            return True
        time.sleep(0.02)
    return False


def _read_place() -> dict[str, object]:
    try:
        found: dict[str, object] = json.loads((home_directory() / "database.json").read_text())
    except (OSError, ValueError):
        return {}
    return found


def _becomes_free(port: int) -> bool:
    """Processes of a killed server hold its port for a moment, until they see that it is gone."""
    deadline = time.monotonic() + PORT_SECONDS
    while not _is_free(port):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    for port in random.sample(PORTS, 100):
        if _is_free(port):
            return port
    raise DatabaseError(f"No port between {PORTS.start} and {PORTS.stop} is free.")


def _latest_log_lines(count: int) -> str:
    said = (cluster_directory() / "start.log").read_text(errors="replace").splitlines()
    logs = sorted((data_directory() / "log").glob("*.log"), key=lambda path: path.stat().st_mtime)
    if logs:
        said += logs[-1].read_text(errors="replace").splitlines()
    return "\n".join(said[-count:])
