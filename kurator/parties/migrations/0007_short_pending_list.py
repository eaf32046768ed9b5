"""
What was added last to the index of numbers is read by every search until it is put in its place:
at most 64 kB of it, which costs a search a tenth of what half a megabyte did.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("parties", "0006_digit_search")]
    operations = [
        migrations.RunSQL(
            "ALTER INDEX IF EXISTS public.search_owners_numbers SET (gin_pending_list_limit = 64)",
            "ALTER INDEX IF EXISTS public.search_owners_numbers SET (gin_pending_list_limit = 512)",
        )
    ]
