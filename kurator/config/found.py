"""What the catalogue of the database says of each declared object, as one short text each."""

from collections.abc import Sequence

from django.db import connection

from kurator.config.declared import FUNCTION, Declared

_SORTED = "(SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest({}) AS a)"
_FOUND = f"""
SELECT '{FUNCTION}' || wanted AS key,
       concat_ws(' ', pg_get_functiondef(p.oid), r.rolname, {_SORTED.format("p.proacl")}) AS said
  FROM unnest(%(functions)s::text[]) AS wanted
  JOIN pg_proc p ON p.oid = to_regprocedure(wanted) JOIN pg_roles r ON r.oid = p.proowner
UNION ALL
SELECT format('trigger %%s on %%s', t.tgname, c.relname), concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
UNION ALL
SELECT 'grants on ' || c.relname, concat_ws(' ', {_SORTED.format("c.relacl")},
       (SELECT string_agg(f.attname || {_SORTED.format("f.attacl")}, ' ' ORDER BY f.attname)
          FROM pg_attribute f WHERE f.attrelid = c.oid AND f.attacl IS NOT NULL))
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
UNION ALL
SELECT 'policies of ' || c.relname, concat_ws(' ', c.relrowsecurity, c.relforcerowsecurity,
       (SELECT string_agg(concat_ws(' ', p.polname, p.polcmd, p.polpermissive, p.polroles::regrole[],
                 pg_get_expr(p.polqual, c.oid), '/', pg_get_expr(p.polwithcheck, c.oid)), ' ' ORDER BY p.polname)
          FROM pg_policy p WHERE p.polrelid = c.oid))
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
UNION ALL
SELECT 'grants of all', concat_ws(' ',
       (SELECT string_agg(c.relname || {_SORTED.format("c.relacl")}, ' ' ORDER BY c.relname) FROM pg_class c
         WHERE c.relnamespace = 'public'::regnamespace
           AND (c.relkind = 'S' OR c.relname ~ '^procrastinate' OR c.relname = 'django_migrations')),
       (SELECT string_agg(n.nspname || {_SORTED.format("n.nspacl")}, ' ' ORDER BY n.nspname)
          FROM pg_namespace n WHERE n.nspname IN ('k', 'public')))
"""
_OWNED = """
SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
 WHERE p.pronamespace = 'k'::regnamespace AND r.rolname = %s
   AND p.oid <> ALL (SELECT to_regprocedure(wanted) FROM unnest(%s::text[]) AS wanted
                      WHERE to_regprocedure(wanted) IS NOT NULL)
"""


def found_objects(declared: Sequence[Declared]) -> dict[str, str]:
    """Return key → digest of those that exist; no table is held for longer than it is read."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, md5(said) FROM ({_FOUND}) AS found",
            {"functions": [one.called for one in declared if one.owner]},
        )
        return dict(cursor.fetchall())


def undeclared_functions(declared: Sequence[Declared], *, owner: str) -> list[str]:
    """Functions of this owner that the code does not know, as what they are called."""
    with connection.cursor() as cursor:
        cursor.execute(_OWNED, [owner, [one.called for one in declared if one.owner]])
        return [signature for (signature,) in cursor.fetchall()]


def owners_of_functions(declared: Sequence[Declared]) -> dict[str, str]:
    """Return key → owner of the functions that exist."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT '{FUNCTION}' || wanted, r.rolname FROM unnest(%s::text[]) AS wanted"
            " JOIN pg_proc p ON p.oid = to_regprocedure(wanted) JOIN pg_roles r ON r.oid = p.proowner",
            [[one.called for one in declared if one.owner]],
        )
        return dict(cursor.fetchall())
