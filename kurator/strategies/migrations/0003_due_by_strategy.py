from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built beside running changes only outside a transaction

    dependencies = [("strategies", "0002_outward_steps")]

    operations = [
        AddIndexConcurrently(
            "enrolment",
            models.Index(
                condition=models.Q(("next_at__isnull", False)),
                fields=["strategy_id", "next_at"],
                name="enrolment_due",
            ),
        ),
        AddIndexConcurrently(
            "intent",
            models.Index(
                condition=models.Q(("status", "PLANNED")),
                fields=["strategy_id", "due_at", "position"],
                name="intent_planned",
            ),
        ),
        RemoveIndexConcurrently("enrolment", "enrolment_timer"),
        RemoveIndexConcurrently("intent", "intent_due"),
    ]
