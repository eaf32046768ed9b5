"""Who changed what, when and from where; and the queue of changed customers."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now

from kurator.kernel.ids import new_id
from kurator.platform import placement


class ChangeTransaction(models.Model):
    """One row per database transaction that changed something tracked."""

    placement = placement.local(web=placement.READ)

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField(db_default=Now())
    actor_kind = models.TextField()
    actor_id = models.TextField()
    actor_name = models.TextField()
    channel = models.TextField()
    addr = models.TextField()
    client = models.TextField()
    request_id = models.TextField()
    reason = models.TextField()
    set_id = models.UUIDField(null=True)
    """The change set of several transactions: an import, a bulk change, a hand-over."""

    class Meta:
        indexes = [
            models.Index(
                fields=["set_id"], name="change_set", condition=models.Q(set_id__isnull=False)
            ),
            models.Index(
                fields=["actor_id", "-id"],
                name="changes_of_person",
                condition=models.Q(actor_kind="user"),
            ),
        ]


class Change(models.Model):
    """
    One changed row: `diff` = {field: [old, new]}; personal values stand in `personal` instead,
    so that they can be erased without touching the rest. Of a customer who was removed for good no
    value stays; `erased` then holds the digest of what the seal of the day was made of.
    """

    placement = placement.owned(
        party_column="party_id", web=placement.READ, erased="diff = '{}', personal = NULL"
    )

    pk = models.CompositePrimaryKey("party_id", "id")
    id = models.UUIDField(default=new_id)
    party_id = models.UUIDField()
    # No constraint: only k.note_change(s) writes here, both rows in one transaction, and neither
    # is ever removed. Checking each row again cost a fifth of a single edit.
    transaction = models.ForeignKey(
        ChangeTransaction,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    entity = models.TextField()
    entity_id = models.UUIDField()
    operation = models.TextField()
    diff = models.JSONField()
    personal = models.JSONField(null=True)
    erased = models.BinaryField(null=True)

    class Meta:
        indexes = [
            # Its newest entries lie together at the end: it costs little, and undo needs it.
            models.Index(fields=["transaction"], name="change_of_transaction"),
            # A day to be sealed is found by the time within its ids.
            BrinIndex(fields=["id"], name="change_by_time", autosummarize=True),
        ]


class ActWords(models.Model):
    """
    What an act is called in all languages, where it has names of its own: {"actor": …, "reason": …}. Kept
    as they were at the time, so they outlive the strategy's new name and its end. No customer's value.
    """

    placement = placement.local(web=placement.READ)

    transaction_id = models.UUIDField(primary_key=True)
    words = models.JSONField()


class Erasure(models.Model):
    """
    A customer who was removed for good: his id and nothing else of him. Kept beside the backups as
    well, so that what is restored is cleared of him again.
    """

    placement = placement.local(worker=placement.READ)

    party_id = models.UUIDField(primary_key=True)
    erased_at = models.DateTimeField()
    actor_id = models.TextField(db_default="")

    class Meta:
        indexes = (models.Index(fields=("erased_at",), name="erasure_by_time"),)


class DirtySubject(models.Model):
    """
    Append-only queue of customers to be placed anew, by hash partition. `mask` has a bit per changed field
    (`k.field_bit`), `depth` counts how many automatic steps caused each other.
    """

    placement = placement.local()

    id = models.BigAutoField(primary_key=True)
    party_ids = ArrayField(models.UUIDField())
    partition = models.SmallIntegerField()
    mask = models.BigIntegerField()
    depth = models.SmallIntegerField(db_default=0)
    at = models.DateTimeField(db_default=Now())


class SecurityEvent(models.Model):
    """
    One event of safety (log-in, export, changed right). Written only by `k.note_security_event`,
    dropped only by retention, otherwise never changed; name, address and program of the actor may be
    blanked, and are not sealed.
    """

    placement = placement.local(
        web=placement.READ, worker=placement.READ, permission="audit.security"
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField(db_default=Now())
    kind = models.TextField()
    actor_kind = models.TextField()
    actor_id = models.TextField()
    actor_name = models.TextField()
    channel = models.TextField()
    addr = models.TextField()
    client = models.TextField()
    request_id = models.TextField()
    subject = models.TextField()
    details = models.JSONField()

    class Meta:
        indexes = (
            models.Index(fields=("at", "id"), name="security_by_time"),
            models.Index(fields=("kind", "at"), name="security_by_kind"),
            models.Index(fields=("actor_id", "at"), name="security_by_actor"),
            models.Index(fields=("subject", "at"), name="security_by_subject"),
        )
