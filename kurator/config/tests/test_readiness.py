"""What keeps a server from being given requests, what does not, and who is told how much."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from kurator.config import readiness
from kurator.config.readiness import Kept, failures
from kurator.operations.disk import Disk
from kurator.platform.database.connections import conninfo_for

pytestmark = pytest.mark.django_db
OF_SERVER = ["database", "role", "durability", "checksums", "write"]
ALL_WELL = dict.fromkeys([*OF_SERVER, "schema", "rules", "queues", "disk"], "ok")


@pytest.fixture(autouse=True)
def asked_anew(db: None) -> Iterator[None]:
    """Nothing is remembered, and this transaction is as durable as one of the web server."""
    for kept in (readiness.vital, readiness.slow, readiness.beside):
        kept.forget()
    execute("SET LOCAL synchronous_commit = on")
    yield
    for kept in (readiness.vital, readiness.slow, readiness.beside):
        kept.forget()


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def ask(addr: str = "127.0.0.1", **headers: str) -> tuple[int, dict[str, Any]]:
    answer = Client(REMOTE_ADDR=addr).get("/readyz", headers=headers)
    assert answer["Cache-Control"] == "no-store"
    return answer.status_code, answer.json()


def checks() -> tuple[int, dict[str, str]]:
    """Status, and what is not well."""
    status, said = ask()
    return status, {name: found for name, found in said["checks"].items() if found != "ok"}


def test_this_machine_is_told_all_and_strangers_that_it_is_ready() -> None:
    assert ask() == (200, {"ready": True, "checks": ALL_WELL})
    assert ask("203.0.113.7") == (200, {"ready": True})
    assert ask(**{"X-Forwarded-For": "203.0.113.7"}) == (200, {"ready": True})


def test_a_balancer_asks_by_the_address_of_the_server() -> None:
    assert ask("10.0.0.1", Host="10.0.0.2:8000") == (200, {"ready": True})
    assert Client(REMOTE_ADDR="10.0.0.1").get("/livez", headers={"Host": "x"}).status_code == 200
    assert Client().get("/api/v1/session", headers={"Host": "x"}).status_code == 400


def test_strangers_are_told_no_more_than_which_check_failed() -> None:
    execute("SET LOCAL synchronous_commit = off")
    assert ask("203.0.113.7") == (503, {"ready": False, "failed": ["durability"]})
    assert checks() == (503, {"durability": "off"})


def test_where_nothing_can_be_changed_reads_are_still_served() -> None:
    execute("SET LOCAL transaction_read_only = on")
    assert checks() == (200, {"write": "read_only"})


def test_a_schema_that_is_older_is_not_ready_and_one_that_is_newer_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = readiness.known_steps()
    assert ("platform", "0004_writeprobe") in known
    assert ("procrastinate", "0001_initial") in known
    monkeypatch.setattr(readiness, "known_steps", lambda: known | {("platform", "0099_later")})
    assert checks() == (503, {"schema": "older"})
    readiness.slow.forget()
    monkeypatch.setattr(readiness, "known_steps", lambda: known - {("platform", "0004_writeprobe")})
    assert checks() == (200, {})


def test_altered_rules_of_access_are_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ["parties_party: row-level security is not forced"]
    monkeypatch.setattr(readiness, "breaches", lambda strictly: found)
    assert checks() == (503, {"rules": "broken"})
    assert ask("203.0.113.7") == (503, {"ready": False, "failed": ["rules"]})


def test_tables_that_are_being_changed_take_nobody_out() -> None:
    with psycopg.connect(**conninfo_for("owner")) as upgrading:
        upgrading.execute("LOCK TABLE parties_party, platform_writeprobe")
        assert checks() == (200, {"write": "busy", "rules": "busy"})


@pytest.mark.parametrize(("room", "told"), [("LITTLE", "little"), ("READ_ONLY", "read_only")])
def test_a_disk_that_fills_up_is_told_and_takes_nobody_out(
    room: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "disk_room", lambda: Disk(free=1, total=10, room=room))
    assert checks() == (200, {"disk": told})


def test_a_queue_that_is_late_is_told_and_takes_nobody_out() -> None:
    execute(
        "INSERT INTO platform_outboxevent (id, topic, payload, created_at)"
        " VALUES (gen_random_uuid(), 'tests.late', '{}', clock_timestamp() - interval '2 minutes')"
    )
    assert checks() == (200, {"queues": "late"})


def test_what_holds_is_asked_seldom_and_a_failure_again_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, asked, answers = [100.0], [0], [{"schema": "older"}, {"schema": "ok"}]
    monkeypatch.setattr("time.monotonic", lambda: now[0])

    def question() -> dict[str, str]:
        asked[0] += 1
        return answers[min(asked[0], len(answers)) - 1]

    kept = Kept(question, 30.0)
    assert failures(kept()) == ["schema"]
    now[0] += 0.4
    assert (failures(kept()), asked[0]) == (["schema"], 1)
    now[0] += 0.2
    assert (failures(kept()), asked[0]) == ([], 2)
    now[0] += 29.0
    assert (failures(kept()), asked[0]) == ([], 2)
    now[0] += 1.1
    assert (kept(), asked[0]) == ({"schema": "ok"}, 3)
