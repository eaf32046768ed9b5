import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False  # an index is built beside running changes only outside a transaction

    dependencies = [("tracking", "0004_change_sets")]

    operations = [
        AddIndexConcurrently(
            "change",
            django.contrib.postgres.indexes.BrinIndex(
                fields=["id"], name="change_by_time", autosummarize=True
            ),
        ),
    ]
