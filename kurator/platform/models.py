"""The outbox: facts that happened, written in the transaction that made them."""

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
