"""
While an upgrade renews the rules of the database, whoever is being served notices nothing of it: only
what differs is touched, and for a table that is in use the upgrade gives way.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
import pytest
from django.db import InternalError, connection
from django.test import RequestFactory

from kurator.config import declared, install
from kurator.config.declared import Declared, declared_objects
from kurator.config.rules_in_force import breaches
from kurator.platform.database.connections import conninfo_for, dsn_for
from kurator.platform.problems import _unwritten_response

pytestmark = pytest.mark.django_db(transaction=True)
FUNCTION = "function k.colleagues()"
TAKES = "CREATE OR REPLACE FUNCTION k.colleagues() RETURNS TABLE ({}) LANGUAGE sql STABLE SECURITY DEFINER"
CHANGED = f"{TAKES} SET search_path = pg_catalog AS $$ SELECT {{}} $$".format(
    "id uuid, name text, email text", "NULL::uuid, '', ''"
)
OF_ANOTHER_TYPE = f"{TAKES} SET search_path = pg_catalog AS $$ SELECT 1 $$".format("n int")


@pytest.fixture(autouse=True)
def as_owner(db: None) -> Iterator[None]:
    kept = connection.settings_dict.copy()
    connection.close()
    connection.settings_dict.update({**dsn_for("owner"), "OPTIONS": {}})
    yield
    install.install_database_objects()
    connection.close()
    connection.settings_dict.clear()
    connection.settings_dict.update(kept)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is in the way stays there: one attempt tells it."""
    monkeypatch.setattr(install, "_ATTEMPTS", 1, raising=False)


def asked(sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(**conninfo_for("admin"), autocommit=True) as admin:
        cursor = admin.execute(sql.encode(), parameters)
        return cursor.fetchall() if cursor.description else []


def versions() -> dict[object, object]:
    """Of every function, policy, trigger and table: which writing of its line in the catalogue it is."""
    return dict(
        asked(
            "SELECT 'function ' || oid, xmin::text FROM pg_proc WHERE pronamespace = 'k'::regnamespace"
            " UNION ALL SELECT 'policy ' || oid, xmin::text FROM pg_policy"
            " UNION ALL SELECT 'trigger ' || oid, xmin::text FROM pg_trigger WHERE NOT tgisinternal"
            " UNION ALL SELECT 'grants ' || relname, relacl::text FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace"
        )
    )


def declare(monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    """The code of the version after: this function is another one."""

    def then() -> Sequence[Declared]:
        return [
            Declared(one.key, [statement, *one.statements[1:]], one.owner)
            if one.key == FUNCTION
            else one
            for one in declared_objects()
        ]

    monkeypatch.setattr(install, "declared_objects", then)


def test_what_is_as_declared_is_not_touched() -> None:
    before = versions()
    install.install_database_objects()
    assert versions() == before


@pytest.mark.usefixtures("impatient")
def test_nobody_is_waited_for_when_nothing_differs() -> None:
    """A statement reads, another one has written: the upgrade goes past both."""
    with psycopg.connect(**conninfo_for("owner")) as served:
        served.execute("SELECT count(*) FROM parties_party")
        served.execute("LOCK TABLE access_user IN ROW EXCLUSIVE MODE")
        began = time.monotonic()
        install.install_database_objects()
        assert time.monotonic() - began < 5


@pytest.mark.usefixtures("impatient")
def test_a_function_that_changed_is_replaced_where_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = versions()
    declare(monkeypatch, CHANGED)
    with psycopg.connect(**conninfo_for("owner")) as served:
        served.execute("SELECT count(*) FROM parties_party, access_user")
        install.install_database_objects()
    after = versions()
    assert after.keys() == before.keys()
    assert len([one for one in after if after[one] != before[one]]) == 1
    assert asked("SELECT id FROM k.colleagues()") == [(None,)]


def test_one_of_another_type_is_made_anew_with_its_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    declare(monkeypatch, OF_ANOTHER_TYPE)
    install.install_database_objects()
    assert asked("SELECT n FROM k.colleagues()") == [(1,)]
    assert breaches() == []


def test_what_hung_on_a_function_comes_back_with_it() -> None:
    """As a policy on a function of which the kind of the result has changed."""
    before = asked("SELECT count(*) FROM pg_policy")
    asked("DROP FUNCTION k.my_owners() CASCADE")
    assert asked("SELECT count(*) FROM pg_policy") != before
    install.install_database_objects()
    assert asked("SELECT count(*) FROM pg_policy") == before
    assert breaches() == []


@pytest.mark.parametrize(
    "breaking",
    [
        "DROP POLICY scoped_select ON parties_party",
        "ALTER TABLE parties_party NO FORCE ROW LEVEL SECURITY",
        "ALTER POLICY scoped_select ON parties_party USING (true)",
        "REVOKE SELECT ON parties_party FROM kurator_scoped",
        "GRANT DELETE ON parties_party TO kurator_scoped",
        "GRANT UPDATE (owner_id) ON parties_party TO kurator_scoped",
        "GRANT EXECUTE ON FUNCTION k.colleagues() TO PUBLIC",
        "ALTER FUNCTION k.colleagues() RESET search_path",
        "ALTER FUNCTION k.colleagues() OWNER TO kurator_owner",
        "ALTER TABLE parties_party DISABLE TRIGGER capture_update",
        "DROP TRIGGER stamp ON parties_party",
        "CREATE FUNCTION k.stray() RETURNS int LANGUAGE sql AS 'SELECT 1';"
        " ALTER FUNCTION k.stray() OWNER TO kurator_definer",
        "REVOKE INSERT ON procrastinate_jobs FROM kurator_scoped",
    ],
)
def test_what_was_changed_by_hand_is_as_declared_again(breaking: str) -> None:
    before = state()
    asked(breaking)
    assert state() != before
    install.install_database_objects()
    assert state() == before


def state() -> object:
    """All that is to be as declared, without in which order rights were given."""
    return (
        asked(
            "SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid), p.proowner::regrole::text, acl.said"
            " FROM pg_proc p CROSS JOIN LATERAL (SELECT array_agg(a::text ORDER BY a::text) AS said"
            " FROM unnest(p.proacl) a) acl WHERE p.pronamespace = 'k'::regnamespace ORDER BY 1"
        ),
        asked(
            "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, acl.said FROM pg_class c"
            " CROSS JOIN LATERAL (SELECT array_agg(a::text ORDER BY a::text) AS said FROM unnest(c.relacl) a) acl"
            " WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1"
        ),
        asked(
            "SELECT attrelid::regclass::text, attname, attacl::text FROM pg_attribute"
            " WHERE attacl IS NOT NULL ORDER BY 1, 2"
        ),
        asked(
            "SELECT polrelid::regclass::text, polname, polcmd, polroles::regrole[]::text,"
            " pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)"
            " FROM pg_policy ORDER BY 1, 2"
        ),
        asked(
            "SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
        ),
    )


def test_an_installation_of_before_comes_through() -> None:
    """It knows of no digests: everything is looked through once, and nothing made under a new number."""
    before, numbers = state(), versions().keys()
    asked("DELETE FROM k.setup_state WHERE name = 'objects'")
    assert install.pending_objects()
    install.install_database_objects()
    assert state() == before
    kept = {one for one in numbers if not str(one).startswith("policy")}
    assert kept <= versions().keys()
    assert install.pending_objects() == []


def test_one_that_knows_no_notes_at_all_comes_through() -> None:
    asked("ALTER TABLE k.setup_state RENAME TO setup_state_of_later")
    try:
        assert len(install.pending_objects()) == len(declared_objects())
    finally:
        asked("ALTER TABLE k.setup_state_of_later RENAME TO setup_state")


def test_each_object_is_declared_once_and_found_by_its_name() -> None:
    keys = [one.key for one in declared_objects()]
    assert len(keys) == len(set(keys))
    assert declared.called("k.f(a uuid[], b timestamp with time zone)") == (
        "k.f(uuid[], timestamp with time zone)"
    )


def test_who_is_served_is_not_the_one_that_is_refused() -> None:
    """He reads one table, waits, and wants another one: in whatever order the upgrade took them."""
    asked("DELETE FROM k.setup_state WHERE name = 'objects'")
    failures: list[BaseException] = []
    read = threading.Event()

    def be_served() -> None:
        try:
            with psycopg.connect(**conninfo_for("owner")) as served:
                served.execute("SELECT count(*) FROM webhooks_webhook")
                read.set()
                time.sleep(0.3)
                served.execute("SELECT count(*) FROM access_user")
                time.sleep(1.2)
        except psycopg.Error as error:
            failures.append(error)

    thread = threading.Thread(target=be_served)
    thread.start()
    read.wait(10)
    try:
        install.install_database_objects()
    finally:
        thread.join()
    assert failures == []


def test_a_statement_that_began_before_is_to_be_repeated_and_no_fault() -> None:
    error = InternalError('cache lookup failed for function 159018\nCONTEXT:  SQL function "enter"')
    answer = _unwritten_response(RequestFactory().get("/"), error)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
