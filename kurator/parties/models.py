"""Customers: persons and organizations, their contact points, tags and attributes."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.platform import placement

DISPLAY_NAME = """coalesce(nullif(name ->> lang, ''), nullif(name ->> 'ru', ''),
 nullif(name ->> 'uk', ''), nullif(name ->> 'en', ''), '')"""


class Party(models.Model):
    """
    A customer. `version` and `updated_at` are kept by a trigger, `display_name` by the database;
    `attrs` holds custom attributes by code (money in minor units, dates as YYYY-MM-DD).
    """

    placement = placement.owned(owner_column="owner_id", web="SELECT, INSERT, UPDATE")

    class Kind(models.TextChoices):
        PERSON = "PERSON"
        ORGANIZATION = "ORGANIZATION"

    class Status(models.TextChoices):
        NEW = "NEW"
        ACTIVE = "ACTIVE"
        LEAVING = "LEAVING"
        SLEEPING = "SLEEPING"
        FORMER = "FORMER"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.BigIntegerField(unique=True)
    kind = models.TextField(choices=Kind, default=Kind.PERSON)
    external_id = models.TextField(null=True)
    name = models.JSONField()
    lang = models.TextField(default="en")
    display_name = models.GeneratedField(
        expression=RawSQL(DISPLAY_NAME, []), output_field=models.TextField(), db_persist=True
    )
    status = models.TextField(choices=Status, default=Status.NEW)
    owner_id = models.UUIDField(default=NOBODY_ID)
    tax_id = models.TextField(default="", blank=True)
    birth_date = models.DateField(null=True)
    time_zone = models.TextField(default="Europe/Kyiv")
    attrs = models.JSONField(default=dict)
    completeness = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "external_id",
                name="one_external_id",
                condition=Q(external_id__isnull=False),
            ),
        ]
        indexes = [
            # lists of one's own or the team's customers, newest or latest changed first
            models.Index(fields=["owner_id", "-created_at", "-id"], name="party_owner_created"),
            models.Index(fields=["owner_id", "-updated_at", "-id"], name="party_owner_updated"),
            models.Index(fields=["owner_id", "display_name", "id"], name="party_owner_name"),
            # whole-base lists
            models.Index(fields=["-created_at", "-id"], name="party_created"),
            models.Index(fields=["-updated_at", "-id"], name="party_updated"),
            models.Index(fields=["display_name", "id"], name="party_name"),
        ]


class ContactPoint(models.Model):
    """A way to reach a customer; `norm` is E.164 digits or the lower-case address."""

    placement = placement.owned(party_column="party_id", web=placement.WRITE)

    class Kind(models.TextChoices):
        PHONE = "PHONE"
        EMAIL = "EMAIL"
        MESSENGER = "MESSENGER"
        WEBSITE = "WEBSITE"
        ADDRESS = "ADDRESS"

    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.TextField(choices=Kind)
    value = models.TextField()
    norm = models.TextField()
    extension = models.TextField(default="", blank=True)
    label = models.TextField(default="", blank=True)
    is_preferred = models.BooleanField(default=False)
    position = models.SmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["party", "kind"], name="contact_point_party"),
            models.Index(
                "kind", OpClass("norm", name="text_pattern_ops"), name="contact_point_norm"
            ),
        ]


class Tag(models.Model):
    placement = placement.reference(web="SELECT, INSERT, UPDATE")

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.TextField(unique=True)
    name = models.JSONField()
    is_active = models.BooleanField(default=True)


class PartyTag(models.Model):
    placement = placement.owned(party_column="party_id", web=placement.WRITE)

    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("party", "tag", name="one_tag_once")]


class Attribute(models.Model):
    """A custom attribute of customers; its values stand in `Party.attrs` under `code`."""

    placement = placement.reference(web="SELECT, INSERT, UPDATE")

    class Kind(models.TextChoices):
        TEXT = "text"
        NUMBER = "number"
        MONEY = "money"
        BOOL = "bool"
        DATE = "date"
        CHOICE = "choice"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.TextField(unique=True)
    label = models.JSONField()
    kind = models.TextField(choices=Kind)
    choices = models.JSONField(default=list)
    currency = models.TextField(default="", blank=True)
    minor_units = models.SmallIntegerField(default=2)
    group = models.JSONField(default=dict)
    position = models.IntegerField(default=0)
    weight = models.SmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)


class PartySearch(models.Model):
    """
    One lower-case document per customer with all names, their transliterations and contact
    points; kept by triggers, read only by the definer functions of search.
    """

    placement = placement.owned(party_column="party_id", web="")

    party = models.OneToOneField(
        Party, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    names = models.TextField()
    contacts = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            GinIndex(OpClass("names", name="gin_trgm_ops"), name="search_names", fastupdate=False),
            GinIndex(
                OpClass("contacts", name="gin_trgm_ops"), name="search_contacts", fastupdate=False
            ),
        ]


class View(models.Model):
    """A saved list: filter, columns, sort. `query` is what `/parties/search` takes."""

    placement = placement.personal(user_column="user_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    user_id = models.UUIDField()
    subject = models.TextField(default="party")
    name = models.TextField()
    query = models.JSONField()
    position = models.IntegerField(default=0)


class NumberSeries(models.Model):
    """Counter rows behind human numbers; `next_number` is the next to be given out."""

    placement = placement.local(web="SELECT, UPDATE")

    code = models.TextField(primary_key=True)
    next_number = models.BigIntegerField()
