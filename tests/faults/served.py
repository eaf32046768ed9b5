"""A real web server on the test's database, and somebody who is logged in to it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection

from kurator.access.models import Session
from kurator.access.sessions import hash_session_key
from kurator.bench.stack import free_port, wait_until_answering
from tests.cast import Cast, make_cast
from tests.faults.processes import stop

SESSION = "of-the-server"
_CSRF = "c" * 32
HEADERS = {
    "Cookie": f"kurator_session={SESSION}; kurator_csrf={_CSRF}",
    "X-CSRFToken": _CSRF,
}
"""What Anna's browser sends."""
Server = tuple["subprocess.Popen[bytes]", int]
"""The parent of the web processes, and the port."""


def log_in_anna() -> Cast:
    cast = make_cast()
    Session.objects.create(
        key_hash=hash_session_key(SESSION),
        user=cast.anna,
        expires_at=datetime.now(UTC) + timedelta(hours=1),
    )
    return cast


@contextmanager
def web_server(*, processes: int = 1, **settings: str) -> Iterator[Server]:
    """Serve until the block ends; `settings` are variables of the environment."""
    connection.close()
    port = free_port()
    environment = {**os.environ, "KURATOR_LOG_LEVEL": "CRITICAL", **settings}
    environment.pop("KURATOR_DATABASE_LOGIN", None)
    command = [sys.executable, "-m", "kurator", "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--processes", str(processes)], env=environment, start_new_session=True
    )
    try:
        wait_until_answering(port, seconds=60)
        yield process, port
    finally:
        stop(process)


def members(process: "subprocess.Popen[bytes]") -> list[int]:
    """The web processes."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(pid) for pid in listed.split()]
