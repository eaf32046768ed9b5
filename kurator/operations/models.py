"""Backups that were asked for, by a person or by the clock."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kurator.kernel.ids import new_id
from kurator.platform import placement


class BackupRun(models.Model):
    """At most one waits or runs at a time; `share` is how much of its stage is done."""

    placement = placement.local(web="SELECT, INSERT")

    class State(models.TextChoices):
        WAITING = "WAITING"
        RUNNING = "RUNNING"
        DONE = "DONE"
        FAILED = "FAILED"

    id = models.UUIDField(primary_key=True, default=new_id)
    requested_by = models.TextField(db_default="")
    requested_at = models.DateTimeField(db_default=Now())
    state = models.TextField(choices=State, db_default=State.WAITING)
    stage = models.TextField(db_default="")
    share = models.FloatField(db_default=0.0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    name = models.TextField(db_default="")
    failure = models.TextField(db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                name="one_backup_at_a_time",
                condition=Q(state__in=("WAITING", "RUNNING")),
            )
        ]
        indexes = [models.Index(fields=["-requested_at"], name="backup_run_latest")]
