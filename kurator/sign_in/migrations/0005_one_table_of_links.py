"""
Links for lost factors move to the table of all links. Debts stay in both: whoever owes a factor owes
it to the version before, too, while that still runs. A link stays in one, so that it works once.
"""

from django.db import migrations

MOVE = """
INSERT INTO public.access_entrylink (id, user_id, purpose, token_hash, created_at, expires_at, used_at)
SELECT uuidv7(), user_id, 'FACTORS', token_hash, created_at, expires_at, used_at
  FROM public.sign_in_factorreset;
DELETE FROM public.sign_in_factorreset WHERE used_at IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_links_of_three_purposes"),
        ("sign_in", "0004_new_people"),
    ]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
    ]
