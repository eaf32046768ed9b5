"""The web server as a victim: requests with a key, repeated until they are acknowledged."""

import json
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException

from django.db import connection

from kurator.access.models import Session
from kurator.access.services import create_role, create_user
from kurator.access.sessions import hash_session_key
from kurator.bench.figures import Figure, report
from kurator.bench.strategy import BENCH
from kurator.config.supervisor.listening import listen
from kurator.kernel.ids import new_id
from kurator.parties.models import Party
from kurator.platform import faults
from kurator.platform.context import open_scope
from kurator.platform.features import permissions

KEY, CSRF = "bench-crash", "c" * 32
PREFIX = "Asked for "
WAIT_SECONDS = 15.0


class WebVictim:
    def __init__(self) -> None:
        self.listener = listen(host="127.0.0.1", port=0)
        self.port = int(self.listener.getsockname()[1])
        self.asked: list[str] = []
        with open_scope(BENCH):
            _make_session()

    def kill(self, point: str, meanwhile: Callable[[], None]) -> bool:
        """Serve, die at the point, serve again: the same request is repeated until it is answered."""
        from kurator.bench.crash_processes import fork

        self.asked.append(str(new_id()))
        doomed = fork(lambda: self._serve(point))
        answer = self._ask(self.asked[-1], doomed)
        has_died = _is_dead(doomed)
        if answer is None:
            survivor = fork(lambda: self._serve(""))
            answer = self._ask(self.asked[-1], survivor)
            _end(survivor)
        if not has_died:
            _end(doomed)
        if answer is None:
            raise AssertionError("no answer from a web server that lives")
        meanwhile()
        return has_died

    def assert_once(self) -> None:
        names = [f"{PREFIX}{key}" for key in self.asked]
        with open_scope(BENCH):
            shown = Party.objects.filter(display_name__startswith=PREFIX)
            found = list(shown.values_list("display_name", flat=True))
        lost = len(set(names) - set(found))
        twice = len(found) - len(set(found))
        report(Figure("crash", "web_requests", len(names), "1"))
        report(Figure("crash", "web_lost", lost, "1", 0.0))
        report(Figure("crash", "web_twice", twice, "1", 0.0))
        if lost or twice:
            raise AssertionError(f"web: {lost} lost, {twice} twice")

    def _serve(self, point: str) -> None:
        import uvicorn

        _become_web()
        from kurator.config.asgi import application

        faults.arm(point, 1)
        config = uvicorn.Config(application, lifespan="off", log_config=None, access_log=False)
        uvicorn.Server(config).run(sockets=[self.listener])

    def _ask(self, key: str, server: int) -> str | None:
        until = time.monotonic() + WAIT_SECONDS
        body = {"values": {"party.name": f"{PREFIX}{key}"}}
        while time.monotonic() < until:
            if _is_dead(server):
                return None
            try:
                client = HTTPConnection("127.0.0.1", self.port, timeout=5)
                client.request("POST", "/api/v1/parties", json.dumps(body), _headers(key))
                answer = client.getresponse()
                content = answer.read()
            except (OSError, HTTPException):
                time.sleep(0.02)
                continue
            if answer.status != 201:
                raise AssertionError(f"{answer.status}: {content[:500]!r}")
            return str(json.loads(content)["id"])
        return None


def _headers(key: str) -> dict[str, str]:
    return {
        "Cookie": f"kurator_session={KEY}; kurator_csrf={CSRF}",
        "X-CSRFToken": CSRF,
        "Content-Type": "application/json",
        "Idempotency-Key": key,
    }


def _make_session() -> None:
    role = create_role(
        code=f"bench-{new_id()}",
        name={"en": "Bench"},
        permissions=list(permissions()),
        scope="ALL",
    )
    user = create_user(
        email=f"{new_id()}@bench.example",
        name="Bench",
        password="",
        team_id=None,
        role_ids=[role.id],
    )
    Session.objects.update_or_create(
        key_hash=hash_session_key(KEY),
        defaults={"user": user, "expires_at": datetime.now(UTC) + timedelta(days=1)},
    )


def _become_web() -> None:
    from kurator.platform.database.connections import dsn_for

    connection.close()
    connection.settings_dict.update(dsn_for("web"))


_gone: set[int] = set()


def _is_dead(pid: int) -> bool:
    if pid not in _gone and os.waitpid(pid, os.WNOHANG)[0]:
        _gone.add(pid)
    return pid in _gone


def _end(pid: int) -> None:
    if not _is_dead(pid):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
