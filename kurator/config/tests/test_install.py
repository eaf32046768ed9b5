"""While an upgrade renews the rules of the database, it gives way to whoever is being served."""

import threading
import time

import psycopg
import pytest
from django.db import InternalError, connection
from django.test import RequestFactory

from kurator.config import install
from kurator.platform.database.connections import conninfo_for
from kurator.platform.problems import _unwritten_response

pytestmark = pytest.mark.django_db(transaction=True)


def as_owner() -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(**conninfo_for("owner"))


def test_who_is_served_is_not_the_one_that_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """He reads one table, waits, and wants another one: in whatever order the upgrade took them."""
    kept = connection.settings_dict.copy()
    connection.close()
    connection.settings_dict.update(conninfo_of_owner())
    failures: list[BaseException] = []
    read = threading.Event()

    def be_served() -> None:
        try:
            with as_owner() as served:
                served.execute("SELECT count(*) FROM webhooks_webhook")
                read.set()
                time.sleep(0.3)
                served.execute("SELECT count(*) FROM access_user")
                time.sleep(1.2)
        except psycopg.Error as error:
            failures.append(error)

    thread = threading.Thread(target=be_served)
    try:
        thread.start()
        read.wait(10)
        install.install_database_objects()
    finally:
        thread.join()
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(kept)
    assert failures == []


def conninfo_of_owner() -> dict[str, object]:
    from kurator.platform.database.connections import dsn_for

    return {**dsn_for("owner"), "OPTIONS": {}}


def test_a_statement_that_began_before_is_to_be_repeated_and_no_fault() -> None:
    error = InternalError('cache lookup failed for function 159018\nCONTEXT:  SQL function "enter"')
    answer = _unwritten_response(RequestFactory().get("/"), error)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
