"""
Puts the generated objects into the database after each migration: functions from
`kurator/<package>/sql/*.sql`, grants, row-level security, triggers. Idempotent.

Each function in a file follows a line `-- plain`, `-- type`, `-- table` or `-- definer: roles`;
definer functions belong to kurator_definer and may be called by the named roles only.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import OperationalError, connection, models, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from kurator.access.clearing import SIGNATURE, clearing_statement
from kurator.access.policies import DEFINER, SCOPED, WORKER, policy_statements
from kurator.access.services import ensure_nobody, refresh_administrators
from kurator.platform.features import PACKAGE, features
from kurator.platform.retention import retention_functions, retention_statements
from kurator.tracking.triggers import trigger_functions, trigger_statements

_BLOCK = re.compile(r"^-- (plain|type|table|definer:)(.*)$", re.MULTILINE)
_SIGNATURE = re.compile(
    r"CREATE OR REPLACE FUNCTION (k\.\w+\s*\(.*?\))\s*(?:RETURNS|LANGUAGE)", re.S
)
_DEFAULT = re.compile(r"\s+DEFAULT\s+[^,)]+", re.IGNORECASE)


def house_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("kurator.")
    ]


def sql_files() -> list[Path]:
    """Lower floors first: the order of packages is that of their dependence on each other."""
    order = ["platform", "tracking", "access", "parties"]
    files = sorted(PACKAGE.glob("*/sql/*.sql"))
    names = [path.parent.parent.name for path in files]
    ranks = [order.index(name) if name in order else len(order) for name in names]
    return [path for _, _, path in sorted(zip(ranks, names, files, strict=True))]


def _blocks(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, argument, statement)."""
    marks = list(_BLOCK.finditer(text))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(text)
        yield mark.group(1), mark.group(2).strip(), text[mark.end() : end].strip()


def definer_functions() -> dict[str, list[str]]:
    """Return signature → roles of every SECURITY DEFINER function that may exist."""
    found: dict[str, list[str]] = {SIGNATURE: []}
    for path in sql_files():
        for kind, roles, statement in _blocks(path.read_text(encoding="utf-8")):
            if kind == "definer:":
                found[_signature(statement)] = [r.strip() for r in roles.split(",") if r.strip()]
    for feature in features():
        for table in feature.tracked:
            found.update({f"k.{name}": [] for name in trigger_functions(table)})
        for rule in feature.retention:
            found.update(retention_functions(rule))
    return found


def _signature(statement: str) -> str:
    match = _SIGNATURE.search(statement)
    if match is None:
        raise ValueError(f"no function in: {statement[:80]}")
    name, _, arguments = match.group(1).partition("(")
    return f"{name.strip()}({_DEFAULT.sub('', arguments)}"


def _owned_by_definer(signature: str, roles: list[str]) -> list[str]:
    grants = [f"GRANT EXECUTE ON FUNCTION {signature} TO {role}" for role in roles]
    return [
        f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC",
        *grants,
        # last: afterwards the rights are no longer ours to give
        f"ALTER FUNCTION {signature} OWNER TO {DEFINER}",
    ]


def object_statements() -> list[str]:
    """Return everything to run, in order."""
    statements: list[str] = []
    after: list[str] = []
    for path in sql_files():
        for kind, _, statement in _blocks(path.read_text(encoding="utf-8")):
            (after if kind == "table" else statements).append(statement)
    for feature in features():
        for table in feature.tracked:
            statements += trigger_statements(table)
        for rule in feature.retention:
            statements += retention_statements(rule)
    statements.append(clearing_statement(house_models()))
    statements += policy_statements(house_models())
    statements += after
    for signature, roles in definer_functions().items():
        statements += _owned_by_definer(signature, roles)
    return statements


_PROCRASTINATE = f"""
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'procrastinate%' LOOP
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO {SCOPED}', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO {WORKER}', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.%I TO {DEFINER}', name);
  END LOOP;
END $$;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {SCOPED}, {WORKER}, {DEFINER};
GRANT USAGE ON SCHEMA k, public TO {DEFINER};
GRANT SELECT ON public.django_migrations TO {DEFINER};
GRANT USAGE ON SCHEMA k TO kurator_web;
"""


def _take_back_statements() -> str:
    """The owner can replace a definer function only as its owner: take all back first."""
    return """
    DO $$ DECLARE f record; BEGIN
      FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_proc p
               JOIN pg_namespace n ON n.oid = p.pronamespace
               JOIN pg_roles r ON r.oid = p.proowner
              WHERE n.nspname = 'k' AND r.rolname = 'kurator_definer' LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', f.signature);
      END LOOP;
    END $$"""


# Shorter than the server's patience with deadlocks (a second): where we and somebody who is being
# served wait for each other, it is we who give way.
_GIVE_WAY = "SET LOCAL lock_timeout = '600ms'"
_ATTEMPTS = 20
_PAUSE_SECONDS = 0.3


def install_database_objects() -> None:
    """Make functions, grants, policies and triggers as the code declares them."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            _install()
        except OperationalError as error:
            is_in_the_way = isinstance(error.__cause__, LockNotAvailable | DeadlockDetected)
            if not is_in_the_way or attempt == _ATTEMPTS:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            break
    ensure_nobody()
    refresh_administrators()


def _lock_statement() -> str:
    """All tables at once and first: whoever has some already could wait for one who has others."""
    tables = sorted(model._meta.db_table for model in house_models())
    return f"LOCK TABLE {', '.join(f'public.{name}' for name in tables)} IN ACCESS EXCLUSIVE MODE"


@transaction.atomic
def _install() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_WAY)
        cursor.execute(_lock_statement())
        cursor.execute("SET LOCAL check_function_bodies = off")
        cursor.execute(_take_back_statements())
        for statement in object_statements():
            cursor.execute(statement)
        cursor.execute(_PROCRASTINATE)
