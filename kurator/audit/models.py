"""Who looked at whom, how long data live, what was agreed to, and the seals of what happened."""

from django.db import models
from django.db.models.functions import Now

from kurator.kernel.ids import new_id
from kurator.platform import placement


class PartyView(models.Model):
    """That a person was shown a customer's card on a day, how often, and from where the last time."""

    placement = placement.owned(party_column="party_id", web=placement.READ)

    pk = models.CompositePrimaryKey("party_id", "day", "user_id", "channel")
    party_id = models.UUIDField()
    day = models.DateField()
    user_id = models.UUIDField()
    channel = models.TextField()
    addr = models.TextField()
    views = models.IntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("day", "user_id"), name="party_view_day"),)


class ReadingDay(models.Model):
    """How much a person read on a day: different customers' cards, openings, rows of lists."""

    placement = placement.local(web=placement.READ, permission="audit.security")

    pk = models.CompositePrimaryKey("user_id", "day")
    user_id = models.UUIDField()
    day = models.DateField()
    cards = models.IntegerField()
    views = models.IntegerField()
    rows_listed = models.BigIntegerField()
    alarmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("day",), name="reading_day"),)


class RetentionSetting(models.Model):
    """For how many days a kind of data is kept; NULL = for ever. Without a row the default holds."""

    placement = placement.local(web="SELECT, INSERT, UPDATE", permission="audit.retention")

    code = models.TextField(primary_key=True)
    days = models.IntegerField(null=True)
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField()


class Seal(models.Model):
    """
    The digest of one closed day of one stream, chained to the day before. `content` is over the rows,
    `digest` over content and the previous digest, keyed with a secret that the database does not hold.
    """

    placement = placement.local(web=placement.READ, worker="SELECT, INSERT")

    pk = models.CompositePrimaryKey("stream", "day")
    stream = models.TextField()
    day = models.DateField()
    rows = models.BigIntegerField()
    content = models.TextField()
    previous = models.TextField()
    digest = models.TextField()
    key_id = models.TextField()
    sealed_at = models.DateTimeField(db_default=Now())


class ConsentPurpose(models.Model):
    """What a customer may agree to: advertising, the passing on of data."""

    placement = placement.reference(web="SELECT, INSERT, UPDATE")

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.TextField(unique=True)
    name = models.JSONField()
    text = models.JSONField(default=dict)
    """What exactly is agreed to, as it is read out or printed."""
    position = models.IntegerField(default=0)
    is_active = models.BooleanField(default=True)


class Consent(models.Model):
    """
    One dated fact: from `at` on the customer agrees to a purpose by a channel, or no longer does. Never
    changed; what was recorded by mistake is followed by a fact that restores what held before.
    """

    placement = placement.owned(
        party_column="party_id", web="SELECT, INSERT", erased="evidence = ''"
    )

    class State(models.TextChoices):
        GIVEN = "GIVEN"
        WITHDRAWN = "WITHDRAWN"
        NONE = "NONE"

    class Channel(models.TextChoices):
        PHONE = "PHONE"
        SMS = "SMS"
        EMAIL = "EMAIL"
        MESSENGER = "MESSENGER"
        POST = "POST"

    id = models.UUIDField(primary_key=True, default=new_id)
    # No constraint: like the history, the proof outlives the customer's record.
    party_id = models.UUIDField()
    statement_id = models.UUIDField()
    """Facts that were recorded in one act, one for each channel."""
    purpose = models.ForeignKey(ConsentPurpose, on_delete=models.PROTECT, db_index=False)
    channel = models.TextField(choices=Channel)
    state = models.TextField(choices=State)
    at = models.DateTimeField()
    source = models.TextField()
    evidence = models.TextField(default="", blank=True)
    undoes_id = models.UUIDField(null=True)
    """The statement that is taken back."""
    user_id = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(
                fields=("party_id", "purpose", "channel", "-at", "-id"), name="consent_current"
            ),
        )
