"""The suite's database: real PostgreSQL, real roles, built as an installation is built."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import TestCase, TransactionTestCase

from kurator.config.pages import Pages
from kurator.platform.database.connections import conninfo_for, database_name
from kurator.platform.database.setup import drop_database, set_up_database
from tests.cast import Cast, make_cast

TEST_LOGIN = "kurator_test"
_DELETIONS = """
SELECT string_agg(format('DELETE FROM public.%I', tablename), ';')
  FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'
"""
_RESTART_SEQUENCES = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
  FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
"""


def _make_test_login() -> None:
    """A log-in that may become each application role, and nothing more."""
    with psycopg.connect(**conninfo_for("admin"), autocommit=True) as admin:
        admin.execute(
            f"""DO $$ BEGIN CREATE ROLE {TEST_LOGIN} LOGIN NOINHERIT PASSWORD 'test';
                EXCEPTION WHEN duplicate_object THEN NULL; END $$"""
        )
        admin.execute(
            f"GRANT kurator_scoped, kurator_auth, kurator_people, kurator_worker TO {TEST_LOGIN}"
            " WITH INHERIT FALSE, SET TRUE"
        )
        admin.execute(f"GRANT CONNECT ON DATABASE {database_name()} TO {TEST_LOGIN}")
        admin.execute(f"GRANT TEMP ON DATABASE {database_name()} TO kurator_worker")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    from django.core.management import call_command

    from kurator.config.install import install_database_objects

    drop_database(database_name())
    set_up_database(name=database_name())
    _make_test_login()
    with django_db_blocker.unblock():
        _connect_as(**_parameters("owner"))
        call_command("migrate", interactive=False, verbosity=0)
        install_database_objects()
        _connect_as(
            **{
                **_parameters("owner"),
                "USER": TEST_LOGIN,
                "PASSWORD": "test",
                "OPTIONS": {"options": "-c role=kurator_worker -c synchronous_commit=off"},
            }
        )
    yield
    with django_db_blocker.unblock():
        connection.close()


def _parameters(login: Any) -> dict[str, Any]:
    from kurator.platform.database.connections import dsn_for

    return dsn_for(login)


def _connect_as(**parameters: Any) -> None:
    connection.close()
    connection.settings_dict.update(parameters)


def _empty_tables(_: TransactionTestCase) -> None:
    """
    After a test with real commits: back to an empty installation. To truncate the tables would be
    to make all their files anew, which takes far longer than deleting the few rows.
    """
    with psycopg.connect(**conninfo_for("admin")) as admin:
        admin.execute("SET session_replication_role = replica")  # neither triggers nor references
        ((deletions,),) = admin.execute(_DELETIONS).fetchall()
        admin.execute(deletions.encode())
        admin.execute(_RESTART_SEQUENCES)
        admin.execute(
            "INSERT INTO access_user (id, email, name, password, language, theme, is_active, is_system)"
            " VALUES ('00000000-0000-0000-0000-000000000000', '', '', '!', 'en', 'auto', false, true)"
        )


setattr(TransactionTestCase, "_fixture_teardown", _empty_tables)  # noqa: B010 - not in the stubs
_roll_back = TestCase._fixture_teardown  # type: ignore[attr-defined]  # not in the stubs


def _roll_back_patiently(case: TestCase) -> None:
    """
    Rolling back checks the constraints of all that the test wrote: the patience of the request in
    its transaction is not meant for that.
    """
    if connection.in_atomic_block and not connection.needs_rollback and connection.is_usable():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
    _roll_back(case)


setattr(TestCase, "_fixture_teardown", _roll_back_patiently)  # noqa: B010 - not in the stubs


# A password is hashed in a millisecond instead of the quarter of a second that guessing is to cost;
# the processes that tests start hash as in earnest.
for _name, _cost in (("time_cost", 1), ("memory_cost", 64), ("parallelism", 1)):
    setattr(Argon2PasswordHasher, _name, _cost)

_look_through = Pages.update_files_dictionary
_looked_through: dict[str, dict[str, Any]] = {}


def _look_through_once(pages: Pages, root: str, prefix: str) -> None:
    """
    Each client of the tests has middleware of its own, which looks at all the built pages: 25 ms
    that thousands of tests would pay. They are looked at for the first of them.
    """
    if root not in _looked_through:
        _look_through(pages, root, prefix)
        _looked_through[root] = dict(pages.files)
    pages.files.update(_looked_through[root])


setattr(Pages, "update_files_dictionary", _look_through_once)  # noqa: B010 - a method, on purpose


@pytest.fixture
def cast(db: None) -> Cast:
    """Anna and Boris of one team, Viktor of another, Olena above both, Arkady over all."""
    return make_cast()


@pytest.fixture
def api(cast: Cast) -> Callable[[str], Any]:
    """`api("anna")` is a client of the HTTP API logged in as Anna."""
    from tests.client import ApiClient

    return lambda who: ApiClient.logged_in(cast, who)


os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
