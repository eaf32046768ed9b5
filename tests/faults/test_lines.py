"""A line that is dead without a word is left; one on which the server is at work is not."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from kurator.platform.database.connections import conninfo_for
from kurator.platform.database.over_network import lines
from kurator.platform.database.over_network.lines import Connection, Lines
from tests.faults.network import Network, network
from tests.faults.processes import connect

pytestmark = [pytest.mark.fault, pytest.mark.django_db]
Watched = tuple[Network, Connection, Lines]


@pytest.fixture
def watched(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    monkeypatch.setattr(lines, "PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(lines, "ASKING_SECONDS", 2)
    place = conninfo_for("worker")
    with network("127.0.0.1", int(place["port"])) as line:
        reached = {**place, "host": "127.0.0.1", "port": line.port}
        with Connection.connect(**reached, autocommit=True) as db_line:
            known = Lines()
            known.watch(db_line)
            yield line, db_line, known


def ask(db: Connection, statement: str) -> tuple[threading.Thread, list[Any]]:
    found: list[Any] = []

    def work() -> None:
        try:
            found.append(db.execute(statement.encode()).fetchone())
        except psycopg.OperationalError as error:
            found.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    return thread, found


def test_a_long_statement_is_not_disturbed(watched: Watched) -> None:
    _, db, known = watched
    thread, found = ask(db, "SELECT pg_sleep(0.8), 7")
    time.sleep(0.5)
    known.look()
    thread.join(10)
    assert found == [("", 7)]


@pytest.mark.parametrize("lost", ["requests", "answers"])
def test_who_waits_for_what_will_not_come_is_told_and_the_session_ends(
    watched: Watched, lost: str
) -> None:
    line, db, known = watched
    pid = db.info.backend_pid
    line.lose(**{lost: True})
    thread, found = ask(db, "SELECT 7")
    time.sleep(0.4)
    known.look()  # a new line is as dead as the old one: nothing is known
    line.mend()
    known.look()
    thread.join(5)
    assert isinstance(found[0], psycopg.OperationalError)
    assert db.is_left
    with connect("admin") as admin:
        row = admin.execute("SELECT FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()
    assert row is None


def test_the_server_asks_whether_its_clients_are_still_there(watched: Watched) -> None:
    _, db, _ = watched
    told = db.execute(
        "SELECT current_setting('tcp_keepalives_idle')::int, current_setting('tcp_user_timeout')"
    ).fetchone()
    assert told == (10, "20000")
