"""A web server as a victim: a request is repeated by its sender until it is acknowledged."""

import os
import random
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from socket import socket
from threading import Timer

from django.conf import settings
from django.db import connection

from kurator.bench.crash.processes import end, fork, is_dead
from kurator.bench.crash.workloads import ANY_TIME
from kurator.config.supervisor.listening import listen
from kurator.platform import faults

WAIT_SECONDS = 20.0
PAUSE_SECONDS = 0.02
ASK_AGAIN = frozenset({409, 429, 503})
"""Answers that ask for patience: the server's session of a dead process may live a moment longer."""


@dataclass(frozen=True)
class Request:
    path: str
    body: bytes
    headers: Mapping[str, str]


class Door:
    """Where servers listen. One of them is never killed; the others die as they are told."""

    def __init__(self) -> None:
        import_module("kurator.config.asgi")
        import_module(settings.ROOT_URLCONF)
        self.doomed, self.safe = listen(host="127.0.0.1", port=0), listen(host="127.0.0.1", port=0)
        fork(lambda: serve(self.safe, ""))

    def ask(self, request: Request, *, killed_at: str | None = None) -> tuple[bool, bytes]:
        """Return whether the first server died as it was told, and what was answered in the end."""
        has_died, content = False, None
        if killed_at is not None:
            has_died, content = self._ask_doomed(request, killed_at)
        if content is None:
            content = _ask(request, self.safe, server=None)
        if content is None:
            raise AssertionError(f"no answer from a web server that lives: {request.path}")
        return has_died, content

    def _ask_doomed(self, request: Request, point: str) -> tuple[bool, bytes | None]:
        server = fork(lambda: serve(self.doomed, point))
        if point == ANY_TIME:
            Timer(random.uniform(0.05, 0.5), lambda: os.kill(server, signal.SIGKILL)).start()
        content = _ask(request, self.doomed, server=server)
        if point == ANY_TIME:
            os.waitpid(server, 0) if not is_dead(server) else None
            return True, content
        has_died = is_dead(server)
        end(server)
        return has_died, content


@cache
def door() -> Door:
    return Door()


def serve(listener: socket, point: str) -> None:
    import uvicorn

    from kurator.config.asgi import application
    from kurator.platform.database.connections import dsn_for

    connection.close()
    connection.settings_dict.update(dsn_for("web"))
    faults.arm(point, 1)
    config = uvicorn.Config(application, lifespan="off", log_config=None, access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


def _ask(request: Request, listener: socket, *, server: int | None) -> bytes | None:
    """None when the server died, or there was no answer in time."""
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        if server is not None and is_dead(server):
            return None
        try:
            client = HTTPConnection("127.0.0.1", listener.getsockname()[1], timeout=3)
            client.request("POST", request.path, request.body, dict(request.headers))
            answer = client.getresponse()
            content = answer.read()
        except (OSError, HTTPException):
            time.sleep(PAUSE_SECONDS)
            continue
        if answer.status in (200, 201, 202):
            return content
        if answer.status not in ASK_AGAIN:
            raise AssertionError(f"{answer.status}: {content[:500]!r}")
        time.sleep(PAUSE_SECONDS)
    return None
