"""
Digits are looked for in one index, over the documents of the search and with their owners in it.

Runs of four, so that it serves whatever is taken for a number: phones, numbers of customers, tax
numbers. The index of phones alone goes: it led to the phones of everybody's customers, and what was
no phone was found by runs of three, which thousands share.

Kept until 0.2: the function of that index, which the version before calls.
"""

from django.db import migrations

GRAMS = """
CREATE OR REPLACE FUNCTION k.number_grams(written text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(
  SELECT substr(run, n, 4) FROM string_to_table(regexp_replace(written, '[^0-9]+', ' ', 'g'), ' ') AS run
   CROSS JOIN LATERAL generate_series(1, length(run) - 3) AS n)
"""
INDEX = """
CREATE INDEX IF NOT EXISTS search_owners_numbers ON public.parties_partysearch
 USING gin (owners, k.number_grams(document)) WITH (gin_pending_list_limit = 512)
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0005_shares")]
    operations = [
        migrations.RunSQL(GRAMS, migrations.RunSQL.noop),
        migrations.RunSQL(INDEX, "DROP INDEX IF EXISTS public.search_owners_numbers"),
        # How often each run is met is known to nobody yet: a country's code would seem to be rare.
        migrations.RunSQL("ANALYZE public.parties_partysearch", migrations.RunSQL.noop),
        migrations.RunSQL(
            "DROP INDEX IF EXISTS public.contact_point_digits", migrations.RunSQL.noop
        ),
    ]
