"""Changes of many customers, and how far they are."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kurator.kernel.ids import new_id
from kurator.platform import placement
from kurator.platform.runs import Run


class BulkRun(Run):
    """
    One change of many customers; its id is the id of its change set. `total` customers would
    change when it started, `unchanged` were as wanted already. `epoch` fences out a late worker.
    """

    # What few were given may be one's own name or number; what hundreds were given is nobody's.
    placement = placement.personal(
        user_column="user_id",
        copies=placement.Copies(
            when="t.total <= 200 AND t.finished_at IS NOT NULL AND t.undo_of IS NULL"
            " AND EXISTS (SELECT FROM public.bulk_bulkportion b"
            " WHERE b.run_id = t.id AND b.party_ids && gone)",
            cleared="action = k.without_values(t.action)",
        ),
    )

    class Kind(models.TextChoices):
        CHANGE = "CHANGE"
        HAND_OVER = "HAND_OVER"
        UNDO = "UNDO"

    class Status(models.TextChoices):
        RUNNING = "RUNNING"
        DONE = "DONE"
        FAILED = "FAILED"
        CANCELED = "CANCELED"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.TextField(choices=Kind)
    status = models.TextField(choices=Status, default=Status.RUNNING)
    action = models.JSONField()
    undo_of = models.UUIDField(null=True)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    failure = models.TextField(default="", blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "-id"], name="bulk_list"),
            models.Index(fields=["undo_of"], name="bulk_undo", condition=Q(undo_of__isnull=False)),
            models.Index(
                fields=["heartbeat_at"], name="bulk_underway", condition=Q(status="RUNNING")
            ),
        ]


class BulkPortion(models.Model):
    """Customers of a run as they were found at its start, a few thousand at a time."""

    placement = placement.personal(user_column="user_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    user_id = models.UUIDField()
    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.IntegerField()
    party_ids = ArrayField(models.UUIDField())
    moved_tasks = models.JSONField(default=list)
    """[task, who had it, who has it now], for undo."""
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("run", "number", name="one_portion_once")]
        indexes = [
            models.Index(
                fields=["run", "number"], name="bulk_portion_open", condition=Q(done_at=None)
            )
        ]


class BulkRefusal(models.Model):
    """A customer that a run left as it was, and why."""

    placement = placement.personal(user_column="user_id", erased_by="party_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    user_id = models.UUIDField()
    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="+", db_index=False)
    party_id = models.UUIDField()
    code = models.TextField()
    fields = ArrayField(models.TextField(), default=list)

    class Meta:
        indexes = [models.Index(fields=["run", "id"], name="bulk_refusal_run")]
