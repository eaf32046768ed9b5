"""A load balancer asks /readyz of a real server while the installation is damaged and mended."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import orjson
import psycopg
import pytest

from kurator.bench.stack import free_port, wait_until_answering
from kurator.config.supervisor.listening import ask
from kurator.operations.backups.staging import at_home
from kurator.operations.tests.installation import Installation, new_installation
from kurator.platform.database.connections import conninfo_for
from tests.faults.processes import stop, wait_for

pytestmark = pytest.mark.fault
THREADS = 2


class Served(Installation):
    port: int

    def readiness(self) -> tuple[int, list[str], dict[str, str]]:
        """Status, what failed, and what is not well."""
        status, body = ask(host="127.0.0.1", port=self.port, path="/readyz")
        said = orjson.loads(body)
        found = {name: word for name, word in said["checks"].items() if word != "ok"}
        return status, said.get("failed", []), found

    def becomes(self, status: int, **found: str) -> None:
        failed = sorted(found) if status == 503 else []
        wait_for(
            lambda: self.readiness() == (status, failed, found),
            seconds=40,
            what=f"{status} {found}",
        )


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with new_installation(Served) as made:
        made.port = free_port()
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "kurator",
                "serve",
                "--port",
                str(made.port),
                "--processes",
                "1",
            ],
            env={
                **made.environment,
                "KURATOR_LOG_LEVEL": "CRITICAL",
                "KURATOR_WEB_THREADS": str(THREADS),
            },
        )
        try:
            wait_until_answering(made.port, seconds=60)
            yield made
        finally:
            stop(server)


def test_a_whole_installation_is_ready(served: Served) -> None:
    served.becomes(200)


@pytest.mark.parametrize(
    ("damage", "mending", "status", "found"),
    [
        (
            "ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf()",
            "ALTER SYSTEM RESET fsync; SELECT pg_reload_conf()",
            503,
            {"durability": "off"},
        ),
        (
            "ALTER ROLE kurator_web SUPERUSER",
            "ALTER ROLE kurator_web NOSUPERUSER",
            503,
            {"role": "unsafe"},
        ),
        (
            "ALTER SYSTEM SET default_transaction_read_only = on; SELECT pg_reload_conf()",
            "ALTER SYSTEM RESET default_transaction_read_only; SELECT pg_reload_conf()",
            200,
            {"write": "read_only"},
        ),
        (
            "REVOKE INSERT ON platform_writeprobe FROM kurator_definer",
            "GRANT INSERT ON platform_writeprobe TO kurator_definer",
            503,
            {"write": "refused"},
        ),
        (
            "UPDATE django_migrations SET name = 'later' WHERE name = '0004_writeprobe'",
            "UPDATE django_migrations SET name = '0004_writeprobe' WHERE name = 'later'",
            503,
            {"schema": "older"},
        ),
        (
            "ALTER TABLE parties_party NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE parties_party FORCE ROW LEVEL SECURITY",
            503,
            {"rules": "broken"},
        ),
    ],
)
def test_damage_is_told_until_it_is_mended(
    served: Served, damage: str, mending: str, status: int, found: dict[str, str]
) -> None:
    each(served, damage)
    try:
        served.becomes(status, **found)
    finally:
        # Whoever is set to read-only may still say otherwise for himself.
        each(served, f"SET default_transaction_read_only = off; {mending}")
    served.becomes(200)


def each(served: Served, statements: str) -> None:
    with connected(served) as admin:
        admin.autocommit = True
        for statement in statements.split("; "):
            admin.execute(statement.encode())


def connected(served: Served) -> "psycopg.Connection[Any]":
    with at_home(served.home):
        return psycopg.connect(**conninfo_for("admin", name="kurator"))


def test_steps_of_a_later_version_do_not_take_this_one_out(served: Served) -> None:
    each(
        served,
        "INSERT INTO django_migrations (app, name, applied) VALUES ('platform', '0099_later', now())",
    )
    time.sleep(1)
    served.becomes(200)


def test_a_server_that_is_fully_busy_is_still_ready(served: Served) -> None:
    """All its threads wait for a lock: the question has one of its own."""
    with connected(served) as locking:
        locking.execute("LOCK TABLE access_session, access_user")
        callers = [threading.Thread(target=busy, args=(served,)) for _ in range(THREADS)]
        for caller in callers:
            caller.start()
        wait_for(lambda: waiting(served) == THREADS, what="all threads wait")
        assert served.readiness()[0] == 200
    for caller in callers:
        caller.join()


def busy(served: Served) -> None:
    client = HTTPConnection("127.0.0.1", served.port, timeout=60)
    client.request("GET", "/api/v1/session", headers={"Cookie": "kurator_session=somebody"})
    client.getresponse().read()


def waiting(served: Served) -> int:
    return int(
        served.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")[0][0]
    )


def test_a_database_that_is_gone_is_told_and_its_return_is_seen(served: Served) -> None:
    served.run("db", "stop")
    served.becomes(503, database="unreachable")
    served.run("db", "start")
    served.becomes(200)
