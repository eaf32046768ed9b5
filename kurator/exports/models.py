"""Exports: what was asked for, how far it is, and the file until it goes."""

from django.db import models
from django.db.models.functions import Now

from kurator.kernel.ids import new_id
from kurator.platform import placement
from kurator.platform.runs import Run


class Export(Run):
    """
    One list on its way into a file. `query` is as its exporter checked it; `epoch` fences out a
    late worker; a removed one stays for the allowance of the day.
    """

    # Who is removed for good may stand in it: a file is out of reach at once and goes with the
    # watcher's next look (`sweeping.drop_withdrawn`), a run begins anew.
    placement = placement.personal(
        user_column="user_id",
        web="SELECT, INSERT, UPDATE",
        copies=placement.Copies(
            when="t.status IN ('RUNNING', 'DONE') AND t.started_at <= last_seen",
            cleared="status = CASE t.status WHEN 'DONE' THEN 'EXPIRED' ELSE 'QUEUED' END,"
            " epoch = t.epoch + 1",
        ),
    )

    class Status(models.TextChoices):
        QUEUED = "QUEUED"
        RUNNING = "RUNNING"
        DONE = "DONE"
        FAILED = "FAILED"
        CANCELED = "CANCELED"
        EXPIRED = "EXPIRED"

    class Format(models.TextChoices):
        CSV = "CSV"
        XLSX = "XLSX"

    id = models.UUIDField(primary_key=True, default=new_id)
    subject = models.TextField()
    name = models.TextField()
    format = models.TextField(choices=Format)
    is_raw = models.BooleanField(default=False)
    query = models.JSONField()
    reach = models.JSONField(null=True)
    """How far the rights of the run reached (`rules.reach`)."""
    status = models.TextField(choices=Status, default=Status.QUEUED)
    rows_expected = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    size = models.BigIntegerField(default=0)
    file_key = models.TextField(default="", blank=True)
    failure = models.JSONField(null=True)
    is_removed = models.BooleanField(default=False)
    downloads = models.IntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "-created_at", "-id"], name="export_list"),
            models.Index(
                fields=["heartbeat_at"],
                name="export_underway",
                condition=models.Q(status__in=["QUEUED", "RUNNING"]),
            ),
            models.Index(
                fields=["expires_at"],
                name="export_expiring",
                condition=models.Q(status="DONE"),
            ),
        ]
