"""The code before the latest migrations runs on the tables after them, and keeps serving meanwhile."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from kurator.bench.previous import code_of, previous_commit, steps_since
from kurator.bench.stack import free_port, wait_until_answering
from kurator.operations.tests.installation import Installation, new_installation
from tests.faults.processes import stop

pytestmark = pytest.mark.fault
PASSWORD = "correct horse battery"
LONGEST_OUTAGE = 30.0


@pytest.fixture(scope="module")
def previous(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    commit = previous_commit()
    if not commit:
        pytest.skip("there is no git history here, so there is no previous code to run")
    with code_of(commit, tmp_path_factory.mktemp("previous") / "code") as folder:
        yield folder


class OldInstallation(Installation):
    """Worked by the previous code."""

    code: Path

    def old(self, *arguments: str, said: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "kurator", *arguments],
            env=self.environment,
            cwd=self.code,
            capture_output=True,
            input=said,
            text=True,
            check=False,
            timeout=180,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


class Caller(threading.Thread):
    """Asks all the time, and remembers for how long nothing was answered."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        super().__init__()
        self.port, self.headers = port, headers
        self.stopping = threading.Event()
        self.longest = 0.0
        self.answered = 0

    def run(self) -> None:
        latest = time.monotonic()
        while not self.stopping.wait(0.02):
            if self._ask():
                self.longest = max(self.longest, time.monotonic() - latest)
                self.answered += 1
                latest = time.monotonic()
        self.longest = max(self.longest, time.monotonic() - latest)

    def _ask(self) -> bool:
        try:
            return call(self.port, "GET", "/session", None, self.headers)[0] == 200
        except (OSError, HTTPException):
            return False


def call(
    port: int, method: str, path: str, body: Any, headers: dict[str, str]
) -> tuple[int, Any, Any]:
    client = HTTPConnection("127.0.0.1", port, timeout=30)
    content = None if body is None else json.dumps(body)
    client.request(method, f"/api/v1{path}", content, headers)
    answer = client.getresponse()
    text = answer.read()
    found = json.loads(text) if text[:1] in (b"{", b"[") else None
    return answer.status, found, answer.msg


def log_in(port: int) -> dict[str, str]:
    plain = {"Content-Type": "application/json"}
    body = {"email": "old@example.com", "password": PASSWORD}
    status, found, message = call(port, "POST", "/session", body, plain)
    assert status == 200, found
    cookies = [value.split(";")[0] for value in message.get_all("Set-Cookie", [])]
    csrf = next(one.split("=")[1] for one in cookies if "csrf" in one)
    return {**plain, "Cookie": "; ".join(cookies), "X-CSRFToken": csrf}


def readable_paths(code: Path) -> list[str]:
    """Reads of the previous API that need nothing but a log-in."""
    described = json.loads((code / "web" / "src" / "api" / "openapi.json").read_text())
    found = []
    for path, operations in described["paths"].items():
        needed = [p for p in operations.get("get", {}).get("parameters", []) if p.get("required")]
        if "get" in operations and "{" not in path and not needed:
            found.append(path.removeprefix("/api/v1"))
    return sorted(found)


@pytest.fixture(scope="module")
def installation(previous: Path) -> Iterator[OldInstallation]:
    """Made and filled by the previous code."""
    with new_installation(OldInstallation, code=previous) as made:
        made.code = previous
        made.old("users", "add", "old@example.com", "--name", "Old", said=f"{PASSWORD}\n")
        yield made


def test_the_previous_code_serves_before_during_and_after(
    installation: OldInstallation, previous: Path
) -> None:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "kurator", "serve", "--port", str(port), "--processes", "1"],
        env={
            **installation.environment,
            "KURATOR_LOG_LEVEL": "CRITICAL",
            "KURATOR_API_RATE": "off",
            "KURATOR_API_AT_ONCE": "off",
        },
        cwd=previous,
    )
    try:
        wait_until_answering(port, seconds=90)
        headers = log_in(port)
        customer = _create(port, headers, "Before")
        answered = _reads(port, headers, previous)
        caller = Caller(port, headers)
        caller.start()
        planned = installation.run("upgrade", "--dry-run")
        began = time.monotonic()
        installation.run("upgrade", "--no-backup")
        seconds = time.monotonic() - began
        caller.stopping.set()
        caller.join()
        line = {"bench": "upgrade", "figure": "longest_outage", "value": round(caller.longest, 2)}
        print(json.dumps({**line, "unit": "s", "migrating": round(seconds, 1)}))
        assert caller.longest < LONGEST_OUTAGE
        assert all(name in planned for name in steps_since(previous))
        assert "nothing to upgrade" in installation.run("upgrade", "--dry-run")
        assert _reads(port, headers, previous) == answered
        assert max(answered.values()) < 500
        _create(port, headers, "After")
        change = {"set": {"party.status": "FORMER"}, "base": {}}
        assert call(port, "PATCH", f"/parties/{customer}", change, headers)[0] == 200
    finally:
        stop(server)


def _create(port: int, headers: dict[str, str], name: str) -> str:
    body = {"values": {"party.name": name}, "phones": ["+380671112233"]}
    status, found, _ = call(port, "POST", "/parties", body, headers)
    assert status == 201, found
    return str(found["id"])


def _reads(port: int, headers: dict[str, str], code: Path) -> dict[str, int]:
    """Return address → status: the same before and after, whatever it is."""
    return {
        path: call(port, "GET", path, None, headers)[0]
        for path in readable_paths(code)
        if path != "/live"
    }


def test_a_rule_of_access_that_differs_is_renewed_without_any_step(
    installation: OldInstallation,
) -> None:
    installation.run("upgrade", "--no-backup")
    installation.query("DROP POLICY scoped_select ON parties_party")
    assert "policies of parties_party" in installation.run("upgrade", "--dry-run")
    installation.run("upgrade")
    found = installation.query(
        "SELECT count(*) FROM pg_policy WHERE polrelid = 'parties_party'::regclass"
        " AND polname = 'scoped_select'"
    )
    assert found == [(1,)]
    assert "nothing to upgrade" in installation.run("upgrade", "--dry-run")
