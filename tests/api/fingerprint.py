"""A hash of every table, to show that a refused request changed nothing."""

from django.db import connection

IGNORED = {"access_loginfailure", "strategies_refusal", "django_migrations"}


def fingerprint() -> dict[str, str]:
    """Return table → hash of its rows; refusals and failed log-ins are meant to be kept."""
    with connection.cursor() as cursor:
        # Tables that no role of the application may read are none of its business either.
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE CASE WHEN schemaname = 'public'"
            " THEN has_table_privilege(format('public.%I', tablename), 'SELECT') END ORDER BY 1"
        )
        tables = [row[0] for row in cursor.fetchall() if row[0] not in IGNORED]
        union = " UNION ALL ".join(
            f"SELECT '{table}', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')"
            f" FROM public.{table} t"
            for table in tables
        )
        cursor.execute(union)
        return dict(cursor.fetchall())
