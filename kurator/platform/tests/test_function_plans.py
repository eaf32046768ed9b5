"""Functions of the database that are planned anew at each call must not plan others row by row."""

import pytest
from django.db import connection

_REPLANNED = """
SELECT f.proname, g.proname
  FROM pg_proc f
  JOIN pg_proc g ON g.pronamespace = f.pronamespace AND g.oid <> f.oid
   AND f.prosrc ~ ('\\mk\\.' || g.proname || '\\(')
  JOIN pg_language l ON l.oid = g.prolang AND l.lanname = 'sql'
 WHERE f.pronamespace = 'k'::regnamespace AND 'plan_cache_mode=force_custom_plan' = ANY(f.proconfig)
   AND NOT g.proretset AND g.proconfig IS NOT NULL
   AND NOT 'plan_cache_mode=force_generic_plan' = ANY(g.proconfig)
"""


@pytest.mark.django_db
def test_what_is_called_for_each_row_keeps_its_plan() -> None:
    """
    A setting of the caller holds for whom it calls: under force_custom_plan a function that cannot
    be inlined (one with settings of its own) is planned for each row. It made the preview of an
    undo ten times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REPLANNED)
        assert cursor.fetchall() == []
