"""`kurator run`: the whole product in one terminal."""

import os
import shutil
import signal
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from kurator.config.supervisor.children import Child, latest_lines
from kurator.config.supervisor.database import prepare_database_apart
from kurator.config.supervisor.disk_watch import DiskWatch
from kurator.config.supervisor.errors import StartError
from kurator.config.supervisor.instance import hold_home
from kurator.config.supervisor.listening import answers, listen
from kurator.config.supervisor.progress import say, step, warn
from kurator.config.supervisor.web_build import WEB, ensure_web_built, node_environment
from kurator.platform.database import embedded
from kurator.platform.database.connections import is_embedded
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.home import (
    home_directory,
    make_home,
    private_folder,
    read_demo_logins,
)

READY_SECONDS = 60.0
# One that dies so often before it ever answered will not recover by itself.
HOPELESS_DEATHS = 3
DISK_SECONDS = 2.0
IMPATIENT_SECONDS = 1.0
DATABASE_SECONDS = 1.0


@dataclass(frozen=True)
class Plan:
    host: str
    port: int
    processes: int
    with_demo: bool
    with_pages: bool
    is_development: bool

    @property
    def near_host(self) -> str:
        """Where this machine itself reaches it."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104

    @property
    def address(self) -> str:
        host = f"[{self.near_host}]" if ":" in self.near_host else self.near_host
        return f"http://{host}:{self.port}"


def run_everything(plan: Plan) -> int:
    with hold_home(address=plan.address):
        listen(host=plan.host, port=plan.port).close()
        return Supervisor(plan).run()


class Supervisor:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.wake = threading.Event()
        self.stop_requests = 0
        self.stopped_at = 0.0
        self.children: list[Child] = []
        self.disk = DiskWatch(make_home())

    def run(self) -> int:
        signal.signal(signal.SIGTERM, self._on_stop)
        signal.signal(signal.SIGINT, self._on_stop)
        signal.signal(signal.SIGCHLD, lambda *_: self.wake.set())
        try:
            return self._start_and_watch()
        except KeyboardInterrupt:
            return 0
        except (StartError, DatabaseError) as error:
            warn(str(error))
            return 1
        finally:
            self._stop()

    def _start_and_watch(self) -> int:
        say("Kurator starts")
        if self.plan.with_pages and not self.plan.is_development:
            ensure_web_built()
        prepare_database_apart(with_demo=self.plan.with_demo)
        self.children = planned_children(self.plan)
        with step("Web server and worker"):
            for child in self.children:
                child.start()
            self._wait_until_ready()
        welcome(self.plan)
        self._watch()
        return 0

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            self._raise_if_stopping()
            if answers(host=self.plan.near_host, port=self.plan.port, path="/readyz"):
                return
            self._watch_children()
            for child in self.children:
                if child.deaths >= HOPELESS_DEATHS:
                    raise StartError(_obituary(child))
            self._pause(0.05)
        raise StartError(
            f"The web server does not answer at {self.plan.address}/readyz after "
            f"{READY_SECONDS:.0f} s.\n{_obituary(self.children[0])}"
        )

    def _watch(self) -> None:
        next_disk = next_database = 0.0
        while not self.stop_requests:
            now = time.monotonic()
            self._watch_children()
            if now >= next_database:
                self._watch_database()
                next_database = now + DATABASE_SECONDS
            if now >= next_disk:
                self._watch_disk()
                next_disk = now + DISK_SECONDS
            self._pause(0.5)

    def _watch_children(self) -> None:
        now = time.monotonic()
        for child in self.children:
            child.watch(now)

    def _watch_database(self) -> None:
        if not is_embedded() or embedded.status().is_running:
            return
        warn("the database ended, it is started again")
        try:
            embedded.start()
            warn("the database runs again")
        except DatabaseError as error:
            self.disk.spend_reserve()
            warn(str(error))

    def _watch_disk(self) -> None:
        try:
            self.disk.look()
        except OSError as error:
            warn(f"the disk cannot be looked after: {error}")

    def _pause(self, seconds: float) -> None:
        self.wake.wait(seconds)
        self.wake.clear()

    def _raise_if_stopping(self) -> None:
        if self.stop_requests:
            raise KeyboardInterrupt

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        # A signal sent to the whole group comes twice, once more through make: that is one wish.
        if not self.stop_requests or now - self.stopped_at > IMPATIENT_SECONDS:
            self.stop_requests += 1
            self.stopped_at = now
        self.wake.set()
        if not self.children:
            # Nothing to stop in order yet: leave whatever step is under way.
            raise KeyboardInterrupt

    def _stop(self) -> None:
        say("\nKurator stops")
        for child in self.children:
            child.stop(seconds=1.0 if self.stop_requests > 1 else None)
        if is_embedded():
            embedded.stop()


def planned_children(plan: Plan) -> list[Child]:
    logs = private_folder(home_directory() / "logs")
    kurator = [sys.executable, "-m", "kurator"]
    figures = {"PROMETHEUS_MULTIPROC_DIR": str(fresh_metrics_folder())}
    place = ["--host", plan.host, "--port", str(plan.port)]
    web = [*kurator, "serve", *place, "--processes", str(plan.processes)]
    children = [
        Child("web", web, {"KURATOR_DATABASE_LOGIN": "web", **figures}, 15.0, logs / "web.log"),
        Child(
            "worker",
            [*kurator, "worker"],
            {"KURATOR_DATABASE_LOGIN": "worker", "OMP_NUM_THREADS": "1", **figures},
            30.0,
            logs / "worker.log",
        ),
    ]
    return _for_development(children, plan) if plan.is_development else children


def fresh_metrics_folder() -> Path:
    """Each process keeps its figures in files there; those of an earlier run are over."""
    folder = home_directory() / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    return private_folder(folder)


def _for_development(children: list[Child], plan: Plan) -> list[Child]:
    """Everything in one terminal, the web server and the pages reloaded on each change."""
    web, worker = children
    web.command = [*web.command, "--reload"]
    web.log = worker.log = None
    environment = {**node_environment(), "KURATOR_API": plan.address}
    # Not through npm: it does not pass the signal to stop on to its child.
    program = str(WEB / "node_modules" / ".bin" / "vite")
    vite = Child("pages", [program], environment, 5.0, directory=WEB)
    return [web, worker, vite]


def welcome(plan: Plan) -> None:
    say(f"\nKurator is ready: {plan.address}")
    if plan.is_development:
        say("The pages with live reload: the address that Vite prints")
    logins = read_demo_logins()
    if logins:
        say("\nDemo log-ins:")
    for login in logins:
        role = login.get("role", "")
        say(f"  {login['email']:<32} {login['password']:<18} {role}")
    say("\nCtrl-C stops everything.")


def _obituary(child: Child) -> str:
    if child.log is None:
        return f"{child.name} does not start; see above."
    return f"{child.name} does not start. The end of {child.log}:\n{latest_lines(child.log, 30)}"


def default_processes() -> int:
    return max(1, min(4, os.cpu_count() or 1))
