"""Whether the database has the rules of access that the code declares: read from its catalogue."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model

from kurator.access.policies import DEFINER, SCOPED, WORKER, placement_of, predicate
from kurator.config.declared import definer_functions, house_models
from kurator.platform.queries import read_rows

Policy = tuple[str, str, str]
"""Its name, the verb and the role that has it."""
_VERBS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}
_TABLES = """
SELECT c.relname::text, c.relrowsecurity AND c.relforcerowsecurity
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""
_POLICIES = """
SELECT c.relname::text, p.polname::text, p.polcmd::text, p.polpermissive,
       ARRAY(SELECT coalesce(r.rolname, 'public')::text FROM unnest(p.polroles) AS o(id)
               LEFT JOIN pg_roles r ON r.oid = o.id),
       coalesce(pg_get_expr(p.polqual, p.polrelid), '')
         || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
 WHERE c.relnamespace = 'public'::regnamespace
"""
_FUNCTIONS = """
SELECT n.nspname || '.' || p.proname, r.rolname::text, coalesce(array_to_string(p.proconfig, ','), ''),
       has_function_privilege('public', p.oid, 'EXECUTE')
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner
 WHERE p.prosecdef AND n.nspname IN ('k', 'public')
"""
_VIEWS = """
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('v', 'm') AND n.nspname IN ('k', 'public')
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
   AND (has_table_privilege('kurator_scoped', c.oid, 'SELECT')
        OR has_table_privilege('kurator_web', c.oid, 'SELECT'))
"""


def breaches(*, strictly: bool = True) -> list[str]:
    """
    What is not as the code declares it. Not `strictly`, what a later version may have added is let
    pass: the version before it goes on serving on the same tables.
    """
    return [*_of_tables(strictly), *_of_functions(strictly), *_of_views()]


def _of_tables(strictly: bool) -> Iterator[str]:
    secured, policies = dict(read_rows(_TABLES)), read_rows(_POLICIES)
    found: dict[str, set[Policy]] = {}
    for table, name, command, is_permissive, roles, _ in policies:
        if is_permissive:
            found.setdefault(table, set()).update((name, _VERBS[command], role) for role in roles)
    yield from _of_conditions(policies)
    for model in house_models():
        table = model._meta.db_table
        if table not in secured:
            yield f"{table}: does not exist"
        elif predicate(placement_of(model)):
            if not secured[table]:
                yield f"{table}: row-level security is not forced"
            yield from _of_policies(model, found.get(table, set()), strictly)


def _of_conditions(policies: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    for table, name, _, _, roles, text in policies:
        # Read for each row, unless it stands in a query of its own.
        if "current_setting" in text.replace("( SELECT (NULLIF(current_setting", ""):
            yield f"{table}: the policy {name} reads a bare setting"
        if text.startswith("true") and SCOPED in roles:
            yield f"{table}: the policy {name} lets everybody see all"


def _of_policies(model: type[Model], found: set[Policy], strictly: bool) -> Iterator[str]:
    table, rights = model._meta.db_table, placement_of(model).web
    verbs = [verb for verb in _VERBS.values() if verb in rights]
    wanted = {(f"scoped_{verb.lower()}", verb, SCOPED) for verb in verbs}
    wanted.add(("worker", "ALL", WORKER))
    for name, verb, role in sorted(wanted - found):
        yield f"{table}: no policy {name} for {verb} of {role}"
    for name, verb, role in sorted(found - wanted if strictly else ()):
        yield f"{table}: a policy too many, {name} for {verb} of {role}"


def _of_functions(strictly: bool) -> Iterator[str]:
    found = {name: rest for name, *rest in read_rows(_FUNCTIONS)}
    listed = {signature.partition("(")[0].strip() for signature in definer_functions()}
    for name, (owner, config, is_public) in sorted(found.items()):
        if owner != DEFINER:
            yield f"{name}: belongs to {owner}"
        if "search_path=" not in config:
            yield f"{name}: has no search path of its own"
        if is_public:
            yield f"{name}: may be called by everybody"
        if strictly and name not in listed:
            yield f"{name}: is not listed"
    yield from (f"{name}: does not exist" for name in sorted(listed - found.keys()))


def _of_views() -> Iterator[str]:
    """A view reads with its owner's rights, and a materialized one for everybody alike."""
    yield from (f"{name}: a view stands before the tables" for (name,) in read_rows(_VIEWS))
