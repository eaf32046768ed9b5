"""What people do with customers and for them: tasks, notes, and notices to colleagues."""

from django.db import models
from django.db.models import Q

from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.platform import placement


class Task(models.Model):
    """
    Something to do for a customer. Assigned to nobody (the nil id), it waits in the pool of all
    who see the customer. `source_key` makes a task of a strategy single for ever.
    """

    placement = placement.owned(
        party_column="party_id", user_column="assignee_id", web="SELECT, INSERT, UPDATE"
    )

    class Status(models.TextChoices):
        OPEN = "OPEN"
        DONE = "DONE"
        CANCELLED = "CANCELLED"

    class Creator(models.TextChoices):
        USER = "USER"
        STRATEGY = "STRATEGY"

    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey(
        "parties.Party", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    title = models.JSONField()
    text = models.TextField(default="", blank=True)
    due_at = models.DateTimeField()
    assignee_id = models.UUIDField(default=NOBODY_ID)
    status = models.TextField(choices=Status, default=Status.OPEN)
    result = models.TextField(default="", blank=True)
    creator = models.TextField(choices=Creator, default=Creator.USER)
    created_by_id = models.UUIDField()
    """The user or the strategy."""
    strategy_name = models.JSONField(null=True)
    stage_name = models.JSONField(null=True)
    source_key = models.TextField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("source_key", name="one_task_per_source"),
        ]
        indexes = [
            models.Index(
                fields=["assignee_id", "due_at", "id"],
                name="task_open",
                condition=Q(status="OPEN"),
            ),
            models.Index(
                fields=["assignee_id", "-closed_at", "-id"],
                name="task_closed",
                condition=Q(closed_at__isnull=False),
            ),
            models.Index(fields=["due_at"], name="task_due", condition=Q(status="OPEN")),
            models.Index(fields=["party", "-created_at"], name="task_party"),
        ]


class Note(models.Model):
    """What a colleague wrote down about a customer."""

    placement = placement.owned(party_column="party_id", web="SELECT, INSERT")

    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey(
        "parties.Party", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    text = models.TextField()
    author_id = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["party", "-created_at"], name="note_party")]


class Notification(models.Model):
    """A notice to one person; `source_key` makes it single for ever."""

    placement = placement.personal(
        user_column="user_id", web="SELECT, UPDATE", erased_by="party_id"
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    user_id = models.UUIDField()
    kind = models.TextField()
    texts = models.JSONField()
    party_id = models.UUIDField(null=True)
    task_id = models.UUIDField(null=True)
    source_key = models.TextField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("source_key", name="one_notice_per_source")]
        indexes = [
            models.Index(fields=["user_id", "-created_at", "-id"], name="notice_user"),
            models.Index(
                fields=["user_id"], name="notice_unread", condition=Q(read_at__isnull=True)
            ),
        ]
