"""A real cluster: started twice, killed, refused when unsafe; its roles cannot be stepped over."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kurator.platform.database import embedded
from kurator.platform.database.check import check_database, require_safe_database
from kurator.platform.database.connections import Login, conninfo_for
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.setup import set_up_database


@pytest.fixture(scope="module")
def cluster() -> Iterator[Path]:
    """A cluster of this module alone, in a folder that the server's account may enter."""
    with pytest.MonkeyPatch.context() as patch:
        home = Path(tempfile.mkdtemp(prefix="kurator-cluster-"))
        home.chmod(0o711)
        patch.setenv("KURATOR_HOME", str(home))
        patch.delenv("KURATOR_DATABASE_URL", raising=False)
        patch.setenv("KURATOR_DATABASE_NAME", "kurator")
        embedded.start()
        set_up_database()
        yield home
        embedded.stop()
        shutil.rmtree(home)


def connect(login: Login) -> "psycopg.Connection[tuple[Any, ...]]":
    return psycopg.connect(autocommit=True, **conninfo_for(login))


def value(login: Login, query: str) -> Any:
    with connect(login) as connection:
        row = connection.execute(query.encode()).fetchone()
        assert row is not None
        return row[0]


@pytest.mark.usefixtures("cluster")
def test_starting_again_adopts_the_running_server() -> None:
    before = embedded.status()

    assert embedded.start() == before


@pytest.mark.usefixtures("cluster")
def test_setting_up_again_changes_nothing() -> None:
    done = set_up_database()

    assert not done.is_new
    assert check_database(login="owner") == []
    assert check_database(login="web") == []
    assert check_database(login="worker") == []


@pytest.mark.usefixtures("cluster")
def test_it_listens_to_this_machine_only() -> None:
    assert value("owner", "SHOW listen_addresses") == "127.0.0.1"


@pytest.mark.usefixtures("cluster")
def test_cyrillic_names_are_found_without_care_for_case_and_accents() -> None:
    assert value("worker", "SELECT lower('ЇЖАК Ґ')") == "їжак ґ"
    assert value("worker", "SELECT similarity('Кузнецов', 'Кузницов')") == pytest.approx(0.5)
    assert value("worker", "SELECT unaccent('Ёлка Їжак')") == "Елка Їжак"


@pytest.mark.fault
@pytest.mark.usefixtures("cluster")
def test_a_killed_server_keeps_what_it_acknowledged() -> None:
    with connect("owner") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS public.survivor (id int)")
        connection.execute("INSERT INTO public.survivor VALUES (1)")
    killed = embedded.status()
    assert killed.pid is not None
    os.kill(killed.pid, signal.SIGKILL)
    while embedded.status().is_running:  # a signal is not obeyed at once
        time.sleep(0.01)

    started = embedded.start()

    assert started.pid != killed.pid
    assert started.port == killed.port
    assert value("owner", "SELECT count(*) FROM public.survivor") == 1


@pytest.mark.usefixtures("cluster")
def test_a_stopped_server_is_gone_and_comes_back_where_it_was() -> None:
    before = embedded.status()

    assert embedded.stop()
    assert not embedded.stop()
    assert [finding.code for finding in check_database()] == ["unreachable"]

    assert embedded.start().port == before.port


@pytest.mark.usefixtures("cluster")
@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_an_unsafe_server_is_refused(setting: str) -> None:
    with connect("admin") as admin:
        admin.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        admin.execute("SELECT pg_reload_conf()")
        try:
            _wait_for(setting, "off")
            with pytest.raises(DatabaseError, match=f"{setting} is off"):
                require_safe_database()
        finally:
            admin.execute(f"ALTER SYSTEM RESET {setting}".encode())
            admin.execute("SELECT pg_reload_conf()")
            _wait_for(setting, "on")
    require_safe_database()


def _wait_for(setting: str, expected: str) -> None:
    for _ in range(100):
        if value("owner", f"SHOW {setting}") == expected:
            return
        time.sleep(0.02)
    raise AssertionError(f"{setting} is not {expected}")


@pytest.mark.usefixtures("cluster")
def test_a_database_that_does_not_know_cyrillic_is_refused() -> None:
    with connect("admin") as admin:
        admin.execute("CREATE DATABASE plain TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'")
    try:
        codes = {finding.code for finding in check_database(login="admin", name="plain")}
    finally:
        with connect("admin") as admin:
            admin.execute("DROP DATABASE plain WITH (FORCE)")

    assert {"locale", "extensions"} <= codes


@pytest.mark.usefixtures("cluster")
@pytest.mark.parametrize(
    ("change", "mend", "code"),
    [
        ("ALTER ROLE kurator_web SUPERUSER", "ALTER ROLE kurator_web NOSUPERUSER", "roles"),
        ("ALTER ROLE kurator_worker BYPASSRLS", "ALTER ROLE kurator_worker NOBYPASSRLS", "roles"),
        (
            "GRANT kurator_definer TO kurator_web",
            "REVOKE kurator_definer FROM kurator_web",
            "memberships",
        ),
        (
            "CREATE TABLE public.taken (); ALTER TABLE public.taken OWNER TO kurator_worker",
            "DROP TABLE public.taken",
            "ownership",
        ),
        ("DROP EXTENSION btree_gist", "CREATE EXTENSION btree_gist SCHEMA public", "extensions"),
    ],
)
def test_a_login_with_too_much_power_is_refused(change: str, mend: str, code: str) -> None:
    with connect("admin") as admin:
        admin.execute(change.encode())
        try:
            found = [finding.code for finding in check_database()]
        finally:
            admin.execute(mend.encode())

    assert found == [code]
    assert check_database() == []


@pytest.mark.usefixtures("cluster")
class TestRoles:
    def test_the_web_login_itself_sees_nothing(self) -> None:
        with connect("web") as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("SELECT k.nothing()")

    @pytest.mark.parametrize("role", ["kurator_scoped", "kurator_auth", "kurator_people"])
    def test_the_web_login_may_become_its_roles(self, role: str) -> None:
        with connect("web") as web:
            web.execute(f"SET ROLE {role}".encode())

    @pytest.mark.parametrize(
        "role", ["kurator_owner", "kurator_worker", "kurator_definer", "postgres"]
    )
    def test_the_web_login_may_become_no_other(self, role: str) -> None:
        with connect("web") as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute(f"SET ROLE {role}".encode())

    @pytest.mark.parametrize("role", ["kurator_owner", "kurator_definer", "postgres"])
    def test_the_worker_may_become_no_other(self, role: str) -> None:
        with connect("worker") as worker, pytest.raises(psycopg.errors.InsufficientPrivilege):
            worker.execute(f"SET ROLE {role}".encode())

    @pytest.mark.parametrize("login", ["web", "worker"])
    def test_no_application_login_may_make_tables(self, login: Login) -> None:
        with connect(login) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE public.mine ()")

    def test_the_owner_may_give_functions_to_the_definer(self) -> None:
        with connect("owner") as owner:
            owner.execute("CREATE FUNCTION k.given() RETURNS int LANGUAGE sql AS 'SELECT 1'")
            owner.execute("ALTER FUNCTION k.given() OWNER TO kurator_definer")
            owner.execute("SET ROLE kurator_definer")
            owner.execute("DROP FUNCTION k.given()")

    def test_a_wrong_password_is_refused(self) -> None:
        parameters = {**conninfo_for("web"), "password": "guess"}

        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(**parameters)
