"""
The web server: the application is imported once, then forked.

The processes share the memory of what was imported, and the listening socket: the one that is
free takes the next connection.
"""

import gc
import os
import signal
import socket
import time
from pathlib import Path
from types import FrameType

import uvicorn
from prometheus_client.multiprocess import mark_process_dead

from kurator.config.cli import set_up_django
from kurator.config.supervisor.children import describe_exit, pause_before_restart
from kurator.config.supervisor.listening import listen
from kurator.config.supervisor.parent import die_with_parent
from kurator.config.supervisor.progress import warn

PACKAGE = Path(__file__).resolve().parent.parent.parent
GRACEFUL_SECONDS = 5


def serve(*, host: str, port: int, processes: int) -> int:
    listener = listen(host=host, port=port)
    from django.urls import get_resolver

    from kurator.config.asgi import application
    from kurator.config.supervisor.heads import BoundedHeads

    # Every operation with its schemas, which Django would import in each child at its first request.
    _ = get_resolver().url_patterns
    config = uvicorn.Config(
        application,
        loop="uvloop",
        http=BoundedHeads,
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
    )
    # What was imported stays shared: the collector of a child must not touch it.
    gc.collect()
    gc.freeze()
    return Fleet(config, listener, processes).run()


def forget_figures(pid: int) -> None:
    """What a dead process had open is no longer open; what it had counted stays counted."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        mark_process_dead(pid)  # type: ignore[no-untyped-call]  # the library's


class Fleet:
    """The forked processes of one web server."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket, size: int) -> None:
        self.config = config
        self.listener = listener
        self.size = size
        self.members: set[int] = set()
        self.deaths = 0
        self.is_stopping = False

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not (self.is_stopping and not self.members):
            while len(self.members) < self.size and not self.is_stopping:
                self._fork()
            self._wait()
        return 0

    def _fork(self) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                die_with_parent(parent)
                uvicorn.Server(self.config).run(sockets=[self.listener])
                code = 0
            finally:
                os._exit(code)
        self.members.add(pid)
        if self.is_stopping:
            os.kill(pid, signal.SIGTERM)

    def _wait(self) -> None:
        pid, status = os.wait()
        self.members.discard(pid)
        forget_figures(pid)
        if self.is_stopping:
            return
        self.deaths += 1
        pause = pause_before_restart(self.deaths)
        code = os.waitstatus_to_exitcode(status)
        warn(f"a web process ended ({describe_exit(code)}), again in {pause:.1f} s")
        time.sleep(pause)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True
        for pid in self.members:
            os.kill(pid, signal.SIGTERM)


def serve_with_reload(*, host: str, port: int) -> int:
    listen(host=host, port=port).close()
    uvicorn.run(
        "kurator.config.supervisor.web_server:development_application",
        factory=True,
        host=host,
        port=port,
        reload=True,
        reload_dirs=[str(PACKAGE)],
        log_level="info",
    )
    return 0


def development_application() -> object:
    """Each reload starts in a fresh process: Django is set up before anything of ours."""
    set_up_django(login="web")
    from kurator.config.asgi import application

    return application
