"""
Digits from the middle of a phone number: an index of its runs of five.

Runs of three, as pg_trgm makes them, are shared by thousands of numbers each; runs of five by few.
"""

from django.db import migrations

GRAMS = """
CREATE OR REPLACE FUNCTION k.digit_grams(digits text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(SELECT substr(digits, n, 5) FROM generate_series(1, length(digits) - 4) AS n)
"""
INDEX = """
CREATE INDEX IF NOT EXISTS contact_point_digits ON public.parties_contactpoint
 USING gin (k.digit_grams(norm)) WITH (gin_pending_list_limit = 512) WHERE kind = 'PHONE'
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]
    operations = [
        migrations.RunSQL(GRAMS, migrations.RunSQL.noop),
        migrations.RunSQL(INDEX, "DROP INDEX IF EXISTS public.contact_point_digits"),
    ]
