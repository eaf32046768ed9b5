"""What the house itself remembers: events under way, answers that may be asked for again, what is held."""

from django.db import models
from django.db.models.functions import Now

from kurator.kernel.ids import new_id
from kurator.platform import placement


class OutboxEvent(models.Model):
    """Delivered at least once, in order of `id` per claim; `epoch` fences late deliverers."""

    placement = placement.local(web=placement.APPEND)

    id = models.UUIDField(primary_key=True, default=new_id)
    topic = models.TextField()
    payload = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
    claimed_until = models.DateTimeField(null=True)
    epoch = models.IntegerField(db_default=0)
    attempts = models.IntegerField(db_default=0)
    failure = models.TextField(db_default="")
    is_dead = models.BooleanField(db_default=False)


class KeptAnswer(models.Model):
    """What a request with an Idempotency-Key was answered; the body is sealed."""

    placement = placement.personal(user_column="user_id", web="SELECT, INSERT")

    pk = models.CompositePrimaryKey("user_id", "key")
    user_id = models.UUIDField()
    key = models.TextField()
    request_hash = models.BinaryField()
    status = models.SmallIntegerField()
    content_type = models.TextField()
    body = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="kept_answers_by_age")]


class OutboundPause(models.Model):
    """At most one row: while it is there, nothing leaves the house."""

    placement = placement.local(web="SELECT, DELETE")

    id = models.SmallIntegerField(primary_key=True, default=1)
    reason = models.TextField()
    since = models.DateTimeField()
    restored_to = models.DateTimeField(null=True)


class WriteProbe(models.Model):
    """One row that `/readyz` writes anew, to know that a change is taken and kept."""

    placement = placement.local(worker="")

    id = models.SmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()
