"""
Service strategies: what is edited, what is published (never changed), who stands where, how he
came there, and what a scenario still has to do.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from kurator.kernel.ids import new_id
from kurator.platform import placement


class Strategy(models.Model):
    """`draft` is the definition being edited (see types.Definition); publishing freezes a copy."""

    placement = placement.reference(web="SELECT, INSERT, UPDATE")

    class State(models.TextChoices):
        DRAFT = "DRAFT"
        ACTIVE = "ACTIVE"
        PAUSED = "PAUSED"
        ENDED = "ENDED"

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.JSONField()
    state = models.TextField(choices=State, default=State.DRAFT)
    draft = models.JSONField()
    draft_revision = models.IntegerField(default=1)
    version = models.ForeignKey(
        "StrategyVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())


class StrategyVersion(models.Model):
    """A published definition with its segment written out; immutable."""

    placement = placement.reference(web="SELECT, INSERT")

    id = models.UUIDField(primary_key=True, default=new_id)
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="+")
    n = models.IntegerField()
    definition = models.JSONField()
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("strategy", "n", name="one_version_number")]


class Enrolment(models.Model):
    """
    Where a customer stands: `ord` -1 outside, 0 in the lobby, n in the n-th stage.

    Rows of those outside are kept when their entry is a matter of time (`next_at`) or when they
    have been inside (`seq` never starts again). `next_at` is the earliest instant at which the
    placement may change without any data changing.
    """

    placement = placement.owned(party_column="party_id")

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE"
        OUTSIDE = "OUTSIDE"
        QUARANTINE = "QUARANTINE"

    pk = models.CompositePrimaryKey("strategy_id", "party_id")
    strategy_id = models.UUIDField()
    party_id = models.UUIDField()
    version_id = models.UUIDField()
    ord = models.SmallIntegerField()
    stage_uid = models.UUIDField(null=True)
    status = models.TextField(choices=Status)
    seq = models.IntegerField()
    episode = models.IntegerField()
    entered_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    failure = models.TextField(db_default="")

    class Meta:
        indexes = [
            # the timer: whose turn has come
            models.Index(
                fields=["strategy_id", "next_at"],
                name="enrolment_due",
                condition=Q(next_at__isnull=False),
            ),
            # the strategies on a customer's card
            models.Index(fields=["party_id"], name="enrolment_party"),
        ]


class Transition(models.Model):
    """
    Append-only log. `facts` are the values that decided, by field code; replaying the version
    on them gives the same stage.
    """

    placement = placement.owned(party_column="party_id")

    class Cause(models.TextChoices):
        ACTIVATION = "ACTIVATION"
        CHANGE = "CHANGE"
        TIME = "TIME"
        PUBLICATION = "PUBLICATION"
        RESUMPTION = "RESUMPTION"

    pk = models.CompositePrimaryKey("strategy_id", "party_id", "seq")
    strategy_id = models.UUIDField()
    party_id = models.UUIDField()
    seq = models.IntegerField()
    episode = models.IntegerField()
    version_id = models.UUIDField()
    from_ord = models.SmallIntegerField()
    to_ord = models.SmallIntegerField()
    from_uid = models.UUIDField(null=True)
    to_uid = models.UUIDField(null=True)
    effective_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    cause = models.TextField(choices=Cause)
    depth = models.SmallIntegerField(default=0)
    facts = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["party_id", "decided_at"], name="transition_party")]


class Intent(models.Model):
    """
    One step that a scenario has to carry out; its key makes the effect happen once.

    Steps that leave the house pass through READY and SENDING (under a lease, fenced by `epoch`);
    UNKNOWN is one that may or may not have happened, and waits for a person.
    """

    placement = placement.owned(party_column="party_id", web="SELECT, UPDATE")

    class Status(models.TextChoices):
        PLANNED = "PLANNED"
        READY = "READY"
        SENDING = "SENDING"
        UNKNOWN = "UNKNOWN"
        DONE = "DONE"
        FAILED = "FAILED"
        CANCELLED = "CANCELLED"

    pk = models.CompositePrimaryKey("strategy_id", "party_id", "seq", "step_uid", "occurrence")
    strategy_id = models.UUIDField()
    party_id = models.UUIDField()
    seq = models.IntegerField()
    step_uid = models.UUIDField()
    occurrence = models.SmallIntegerField(default=1)
    version_id = models.UUIDField()
    stage_uid = models.UUIDField()
    position = models.SmallIntegerField()
    due_at = models.DateTimeField()
    status = models.TextField(choices=Status, default=Status.PLANNED)
    attempts = models.SmallIntegerField(db_default=0)
    failure = models.TextField(db_default="")
    done_at = models.DateTimeField(null=True)
    depth = models.SmallIntegerField(default=0)
    epoch = models.IntegerField(db_default=0)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["strategy_id", "due_at", "position"],
                name="intent_planned",
                condition=Q(status="PLANNED"),
            ),
            models.Index(
                fields=["status", "due_at"],
                name="intent_troubled",
                condition=Q(status__in=("READY", "SENDING", "FAILED", "UNKNOWN")),
            ),
        ]


class Counter(models.Model):
    """
    Members per place (a stage, or the nil id for the lobby), kept in the transaction of the
    transitions; to be summed over shards.
    """

    placement = placement.reference()

    pk = models.CompositePrimaryKey("strategy_id", "place_uid", "shard")
    strategy_id = models.UUIDField()
    place_uid = models.UUIDField()
    shard = models.SmallIntegerField()
    members = models.BigIntegerField()
    entered = models.BigIntegerField()


class Sweep(models.Model):
    """A placement of the whole base that the owner of a partition has to carry out."""

    placement = placement.local(web="SELECT, INSERT")

    id = models.UUIDField(primary_key=True, default=new_id)
    strategy_id = models.UUIDField()
    partition = models.SmallIntegerField()
    cause = models.TextField()
    requested_at = models.DateTimeField(db_default=Now())


class Refusal(models.Model):
    """An attempt to move a customer by hand, refused and kept."""

    # An attempt is kept, whoever makes it.
    placement = placement.owned(
        party_column="party_id", web="SELECT, INSERT", writers=placement.Writers.READERS
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    strategy_id = models.UUIDField()
    party_id = models.UUIDField()
    user_id = models.UUIDField()
    user_name = models.TextField()
    wanted_uid = models.UUIDField(null=True)
    at = models.DateTimeField()
