"""What the database itself must refuse: read from its own catalogue, as an installation has it."""

from typing import Any

import pytest
from django.db import connection

from kurator.access.policies import placement_of, predicate
from kurator.config.declared import definer_functions, house_models
from kurator.platform.context import open_scope

pytestmark = pytest.mark.django_db
FORBIDDEN = (
    "kurator_web",
    "kurator_scoped",
    "kurator_auth",
    "kurator_people",
    "kurator_worker",
    "kurator_owner",
)


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_every_model_declares_where_it_lives() -> None:
    for model in house_models():
        placement_of(model)


def test_every_restricted_table_has_forced_security_and_a_policy_per_right() -> None:
    secured = dict(
        rows(
            "SELECT relname::text, relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relkind = 'r'"
        )
    )
    policies = rows("SELECT tablename::text, cmd, roles::text[] FROM pg_policies")
    for model in house_models():
        placement, table = placement_of(model), model._meta.db_table
        if not predicate(placement):
            continue
        assert secured[table], table
        granted = {
            cmd for name, cmd, roles in policies if name == table and "kurator_scoped" in roles
        }
        wanted = {
            verb for verb in ("SELECT", "INSERT", "UPDATE", "DELETE") if verb in placement.web
        }
        assert granted == wanted, table


def test_no_policy_reads_a_bare_setting() -> None:
    """A bare current_setting is parsed for each row."""
    for table, text in rows(
        "SELECT tablename::text, coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies"
    ):
        bare = str(text).replace("( SELECT (NULLIF(current_setting", "")
        assert "current_setting" not in bare, (table, text)


def test_definer_functions_are_the_listed_ones_with_a_fixed_path_and_owner() -> None:
    found = rows(
        "SELECT n.nspname || '.' || p.proname, r.rolname::text, coalesce(array_to_string(p.proconfig, ','), ''),"
        " has_function_privilege('public', p.oid, 'EXECUTE')"
        "  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner"
        " WHERE p.prosecdef AND n.nspname IN ('k', 'public')"
    )
    listed = {signature.partition("(")[0].strip() for signature in definer_functions()}
    assert {name for name, *_ in found} == listed
    for name, owner, config, is_public in found:
        assert owner == "kurator_definer", name
        assert "search_path=" in str(config), name
        assert not is_public, name


def test_no_application_role_can_step_over_the_rules() -> None:
    names = ", ".join(f"'{name}'" for name in FORBIDDEN)
    found = rows(
        f"SELECT rolname FROM pg_roles WHERE rolname IN ({names}) AND (rolsuper OR rolbypassrls)"
    )
    assert found == []


def test_no_view_stands_before_the_tables() -> None:
    """A view of an owner, or a materialized one, would leak."""
    assert (
        rows(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE relkind IN ('v', 'm') AND nspname = 'k'"
        )
        == []
    )


def test_without_a_viewer_nothing_is_seen() -> None:
    from kurator.kernel.ids import NOBODY_ID
    from kurator.parties.tests.builders import make_party
    from kurator.platform.context import WEB_ROLE, Context

    make_party(owner=NOBODY_ID)
    with open_scope(Context(), role=WEB_ROLE):
        assert rows("SELECT count(*) FROM parties_party") == [(0,)]
