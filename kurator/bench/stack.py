"""The running product as a benchmark sees it: the web server's processes and the database's."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from kurator.platform.database import embedded

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Stack:
    port: int
    web_pid: int

    def cpu_seconds(self) -> float:
        """User and system time of every process of the stack since each began."""
        return sum(cpu_of(pid) for pid in self.pids())

    def pids(self) -> list[int]:
        database = embedded.status().pid
        roots = [self.web_pid, *([database] if database else [])]
        return [pid for root in roots for pid in [root, *descendants(root)]]


def descendants(pid: int) -> list[int]:
    """Return all processes below one, by the kernel's list of children."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*"):
        try:
            children = [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *descendants(child)]
    return found


def cpu_of(pid: int) -> float:
    """Own time and that of children already gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(int(fields[n]) for n in (11, 12, 13, 14)) / CLOCK_TICKS


def proportional_megabytes(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running_stack(
    database: str, *, processes: int = 2, has_limits: bool = False, code: Path | None = None
) -> Iterator[Stack]:
    """Start the web server on a free port and stop it afterwards; `code` is that of another version."""
    port = free_port()
    environment = {
        **os.environ,
        "KURATOR_DATABASE_NAME": database,
        "KURATOR_DATABASE_LOGIN": "web",
        "KURATOR_LOG_LEVEL": "WARNING",
    }
    if not has_limits:  # one client asks as fast as it can
        environment |= {
            "KURATOR_API_RATE": "off",
            "KURATOR_SEARCH_RATE": "off",
            "KURATOR_API_AT_ONCE": "off",
        }
    command = [sys.executable, "-m", "kurator", "serve", "--port", str(port)]
    process = subprocess.Popen([*command, "--processes", str(processes)], env=environment, cwd=code)
    try:
        wait_until_answering(port)
        time.sleep(1)
        yield Stack(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def wait_until_answering(port: int, *, seconds: float = 30) -> float:
    """Return after how many seconds the API gave its first answer."""
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        try:
            urlopen(f"http://127.0.0.1:{port}/api/v1/demo", timeout=2)
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
        else:
            return time.perf_counter() - started
    raise TimeoutError("the web server does not answer")
