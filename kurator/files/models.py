"""Files on records, their versions, and how much a person sends in a day."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from kurator.kernel.ids import new_id
from kurator.platform import placement


class File(models.Model):
    """
    A file on one record; seen with the record's customer. `current` is the number of its present
    version. Removed files rest in the bin until their time is over. A waiting one was sent along
    with a note that is still being written; only its author sees it.
    """

    placement = placement.owned(party_column="party_id", web=placement.WRITE)

    class State(models.TextChoices):
        KEPT = "KEPT"
        REMOVED = "REMOVED"
        WAITING = "WAITING"

    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey(
        "parties.Party", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    record_kind = models.TextField()
    record_id = models.UUIDField()
    name = models.TextField()
    description = models.TextField(default="", blank=True)
    tags = ArrayField(models.TextField(), default=list, blank=True)
    current = models.IntegerField(default=1)
    state = models.TextField(choices=State, default=State.KEPT)
    created_at = models.DateTimeField()
    created_by_id = models.UUIDField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["party", "-changed_at", "-id"], name="file_party"),
            models.Index(fields=["record_id", "-changed_at", "-id"], name="file_record"),
            models.Index(fields=["-changed_at", "-id"], name="file_latest"),
            models.Index(fields=["removed_at"], name="file_removed", condition=Q(state="REMOVED")),
            models.Index(
                fields=["created_by_id", "party"],
                name="file_waiting",
                condition=Q(state="WAITING"),
            ),
            GinIndex(OpClass(Lower("name"), name="gin_trgm_ops"), name="file_name"),
        ]


class FileVersion(models.Model):
    """
    One content of a file. `key` is its random name on the disk; a restored version shares the key
    of the one it repeats. A worker scans and draws what is WAITING, under a lease.
    """

    placement = placement.owned(party_column="party_id", web="SELECT, INSERT, DELETE")

    class Scan(models.TextChoices):
        UNSCANNED = "UNSCANNED"
        WAITING = "WAITING"
        CLEAN = "CLEAN"
        INFECTED = "INFECTED"

    class Preview(models.TextChoices):
        WAITING = "WAITING"
        READY = "READY"
        NONE = "NONE"
        FAILED = "FAILED"

    id = models.UUIDField(primary_key=True, default=new_id)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="+", db_index=False)
    party = models.ForeignKey(
        "parties.Party", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    number = models.IntegerField()
    name = models.TextField()
    kind = models.TextField()
    size = models.BigIntegerField()
    sha256 = models.TextField()
    key = models.TextField()
    scan = models.TextField(choices=Scan)
    preview = models.TextField(choices=Preview)
    pages = models.IntegerField(default=0)
    source_number = models.IntegerField(null=True)
    attempts = models.IntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint("file", "number", name="one_file_version_per_number"),
        ]
        indexes = [
            models.Index(fields=["party", "-created_at"], name="file_version_party"),
            models.Index(fields=["key"], name="file_version_key"),
            models.Index(
                fields=["created_at"],
                name="file_version_waiting",
                condition=Q(scan="WAITING") | Q(preview="WAITING"),
            ),
        ]


class DailyUse(models.Model):
    """How much one person has sent on one day (UTC); grows in the transaction that accepts."""

    placement = placement.personal(user_column="user_id", web="SELECT, INSERT, UPDATE")

    pk = models.CompositePrimaryKey("user_id", "day")
    user_id = models.UUIDField()
    day = models.DateField()
    files = models.IntegerField(default=0)
    bytes = models.BigIntegerField(default=0)
