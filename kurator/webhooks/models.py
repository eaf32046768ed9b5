"""Webhooks: what is told to other programs, and what they tell us."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kurator.kernel.ids import new_id
from kurator.platform import placement


class Webhook(models.Model):
    """
    A subscription. `owner_id` is the person whose customers it may name: whoever last decided
    where it leads. Secrets are sealed; the one before still signs until `old_secret_until`.
    """

    placement = placement.keyed(web=placement.WRITE)

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.TextField()
    url = models.TextField()
    topics = ArrayField(models.TextField())
    secret = models.BinaryField()
    old_secret = models.BinaryField(null=True)
    old_secret_until = models.DateTimeField(null=True)
    owner_id = models.UUIDField()
    owned_since = models.DateTimeField(null=True)
    """What is older was said to somebody else; empty = since it was made."""
    is_active = models.BooleanField(default=True)
    stopped_because = models.TextField(default="", blank=True)
    """FAILING or GONE when Kurator switched it off by itself."""
    failing_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())


class Delivery(models.Model):
    """One message to one subscription; its id is the message's, the same at every attempt."""

    placement = placement.keyed(web=placement.WRITE)

    class State(models.TextChoices):
        WAITING = "WAITING"
        DONE = "DONE"
        DEAD = "DEAD"

    id = models.UUIDField(primary_key=True, default=new_id)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="+", db_index=False)
    topic = models.TextField()
    payload = models.JSONField()
    state = models.TextField(choices=State, default=State.WAITING)
    attempts = models.IntegerField(db_default=0)
    next_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    epoch = models.IntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(
                fields=["webhook", "next_at"], name="delivery_due", condition=Q(state="WAITING")
            ),
            models.Index(fields=["webhook", "-created_at", "-id"], name="delivery_log"),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]


class Attempt(models.Model):
    """What came of one call; `failure` is a kind of the egress client's when nothing came back."""

    placement = placement.keyed(web="SELECT, DELETE")

    id = models.UUIDField(primary_key=True, default=new_id)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())
    milliseconds = models.IntegerField()
    status = models.IntegerField(null=True)
    failure = models.TextField(default="", blank=True)
    answer = models.TextField(default="", blank=True)
    """The first 1,000 characters."""


class Source(models.Model):
    """
    A program that tells us of customers. `mapping` says where in its messages the customer's
    external id, the instant and the values stand; `owner_id` serves the customers it brings, and it
    may do what he may do.
    """

    placement = placement.local(web=placement.WRITE, auth=placement.READ)

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.TextField()
    secret = models.BinaryField()
    mapping = models.JSONField()
    owner_id = models.UUIDField()
    owned_since = models.DateTimeField(null=True)
    """What is older was said to somebody else; empty = since it was made."""
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())


class Inbound(models.Model):
    """One message as it came; taken once for each id that its sender gave it."""

    placement = placement.local(web="SELECT, UPDATE, DELETE", auth="SELECT, INSERT")

    class State(models.TextChoices):
        WAITING = "WAITING"
        DONE = "DONE"
        FAILED = "FAILED"

    id = models.UUIDField(primary_key=True, default=new_id)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+", db_index=False)
    external_id = models.TextField()
    subject = models.TextField(db_default="", default="", blank=True)
    """The customer's external id, once the message was looked at: by it he is forgotten here, too."""
    body = models.BinaryField()
    state = models.TextField(choices=State, default=State.WAITING)
    failure = models.TextField(default="", blank=True)
    received_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("source", "external_id", name="one_inbound_per_message")
        ]
        indexes = [
            models.Index(fields=["id"], name="inbound_waiting", condition=Q(state="WAITING")),
            models.Index(fields=["source", "-received_at", "-id"], name="inbound_log"),
            models.Index(fields=["received_at"], name="inbound_age"),
            models.Index(fields=["subject"], name="inbound_subject", condition=~Q(subject="")),
        ]


class LatestValue(models.Model):
    """
    The newest word of a source on one value of one customer: an older one that comes later loses.

    Without it the last to arrive would win, and that depends on the network.
    """

    placement = placement.local(web="SELECT, DELETE")

    pk = models.CompositePrimaryKey("source", "subject", "field")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    subject = models.TextField()
    field = models.TextField()
    at = models.DateTimeField()
    message_id = models.TextField()
