"""A rule of access that is not as declared is found, whatever was done to it."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import transaction

from kurator.config.rules_in_force import breaches
from kurator.platform.database.connections import conninfo_for

pytestmark = pytest.mark.django_db
TABLE = "parties_party"
OPEN = f"CREATE POLICY open ON {TABLE} FOR SELECT TO kurator_scoped USING (true)"
BARE = (
    f"CREATE POLICY bare ON {TABLE} FOR SELECT TO kurator_worker"
    " USING (current_setting('k.uid', true) <> '')"
)


@contextmanager
def done(*statements: str) -> Iterator[None]:
    with psycopg.connect(**conninfo_for("admin"), autocommit=True) as admin:
        admin.execute("SET lock_timeout = '5s'")
        for statement in statements:
            admin.execute(statement.encode())
    yield


def seen(*, strictly: bool = True) -> list[str]:
    """Looked at and let go: whoever reads a policy holds its table until then."""
    with transaction.atomic():
        found = breaches(strictly=strictly)
        transaction.set_rollback(True)
    return found


def test_as_installed_there_is_none() -> None:
    assert seen() == []


@pytest.mark.parametrize(
    ("breaking", "mending", "words"),
    [
        (
            f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY",
            f"{TABLE}: row-level security is not forced",
        ),
        (
            f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY",
            f"{TABLE}: row-level security is not forced",
        ),
        (
            f"ALTER POLICY scoped_select ON {TABLE} TO kurator_auth",
            f"ALTER POLICY scoped_select ON {TABLE} TO kurator_scoped",
            f"{TABLE}: no policy scoped_select for SELECT of kurator_scoped",
        ),
        (
            OPEN,
            f"DROP POLICY open ON {TABLE}",
            f"{TABLE}: the policy open lets everybody see all",
        ),
        (BARE, f"DROP POLICY bare ON {TABLE}", f"{TABLE}: the policy bare reads a bare setting"),
        (
            "GRANT EXECUTE ON FUNCTION k.my_owners() TO PUBLIC",
            "REVOKE EXECUTE ON FUNCTION k.my_owners() FROM PUBLIC",
            "k.my_owners: may be called by everybody",
        ),
        (
            "ALTER FUNCTION k.my_owners() OWNER TO postgres",
            "ALTER FUNCTION k.my_owners() OWNER TO kurator_definer",
            "k.my_owners: belongs to postgres",
        ),
        (
            "ALTER FUNCTION k.my_owners() RESET search_path",
            "ALTER FUNCTION k.my_owners() SET search_path = pg_catalog",
            "k.my_owners: has no search path of its own",
        ),
        (
            f"CREATE VIEW k.seen AS SELECT * FROM {TABLE}; GRANT SELECT ON k.seen TO kurator_scoped",
            "DROP VIEW k.seen",
            "k.seen: a view stands before the tables",
        ),
    ],
)
def test_what_was_altered_is_named(breaking: str, mending: str, words: str) -> None:
    try:
        with done(breaking):
            assert words in seen(strictly=False)
    finally:
        with done(mending):
            assert seen() == []


@pytest.mark.parametrize(
    ("adding", "removing", "words"),
    [
        (
            OPEN.replace("(true)", "(owner_id IN (SELECT k.my_owners()))"),
            f"DROP POLICY open ON {TABLE}",
            f"{TABLE}: a policy too many, open for SELECT of kurator_scoped",
        ),
        (
            "CREATE FUNCTION k.later() RETURNS int LANGUAGE sql SECURITY DEFINER"
            " SET search_path = pg_catalog AS 'SELECT 1';"
            "REVOKE ALL ON FUNCTION k.later() FROM PUBLIC;"
            "ALTER FUNCTION k.later() OWNER TO kurator_definer",
            "DROP FUNCTION k.later()",
            "k.later: is not listed",
        ),
    ],
)
def test_what_a_later_version_may_have_added_is_let_pass_while_it_is_rolled_out(
    adding: str, removing: str, words: str
) -> None:
    try:
        with done(adding):
            assert seen() == [words]
            assert seen(strictly=False) == []
    finally:
        with done(removing):
            assert seen() == []
