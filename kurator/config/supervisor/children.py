"""The processes below the supervisor: started, watched, started again, stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kurator.config.supervisor.parent import VARIABLE
from kurator.config.supervisor.progress import warn

LOG_LIMIT = 50_000_000
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# Who lived so long has recovered: his next death starts the pauses from the beginning.
RECOVERED_SECONDS = 60.0


def pause_before_restart(deaths: int) -> float:
    """Seconds to wait after so many deaths in a row."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** max(0, deaths - 1))


@dataclass
class Child:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    stop_seconds: float
    log: Path | None = None
    directory: Path | None = None
    deaths: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    started_at: float = 0.0
    restart_at: float | None = None

    def start(self) -> None:
        self.restart_at = None
        self.started_at = time.monotonic()
        output = None
        if self.log is not None:
            _rotate(self.log)
            output = open(self.log, "ab")  # noqa: SIM115 - handed to the child, closed below
        try:
            self.process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.environment, VARIABLE: str(os.getpid())},
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # Ctrl-C is for the supervisor: it stops the children in order.
                start_new_session=True,
            )
        finally:
            if output is not None:
                output.close()

    def watch(self, now: float) -> None:
        """Notice a death, tell of it, and start again when the pause is over."""
        if self.restart_at is not None:
            if now >= self.restart_at:
                self.start()
            return
        code = self.process.poll() if self.process else None
        if code is None:
            return
        self.deaths = 1 if now - self.started_at > RECOVERED_SECONDS else self.deaths + 1
        pause = pause_before_restart(self.deaths)
        self.restart_at = now + pause
        where = f"; its log: {self.log}" if self.log else ""
        warn(f"{self.name} ended ({describe_exit(code)}), again in {pause:.1f} s{where}")

    def stop(self, *, seconds: float | None = None) -> None:
        self.restart_at = None
        process = self.process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(self.stop_seconds if seconds is None else seconds)
        except subprocess.TimeoutExpired:
            warn(f"{self.name} did not stop in time and is killed")
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def describe_exit(code: int) -> str:
    if code >= 0:
        return f"code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))


def latest_lines(log: Path, count: int) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
