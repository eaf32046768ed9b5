"""Customers: persons and organizations, their contact points, tags and attributes."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now, Reverse

from kurator.kernel.ids import NOBODY_ID, new_id
from kurator.platform import placement

DISPLAY_NAME = """coalesce(nullif(name ->> lang, ''), nullif(name ->> 'ru', ''),
 nullif(name ->> 'uk', ''), nullif(name ->> 'en', ''), '')"""
# The database sorts by code point: ґ, є, і, ї and ё are put behind their neighbors.
SORT_NAME = f"""replace(replace(replace(replace(replace(lower(left({DISPLAY_NAME}, 200)),
 'ґ', 'гӿ'), 'є', 'еӿ'), 'ё', 'еӿ'), 'і', 'иӿ'), 'ї', 'иӿӿ')"""


def _sql(constant: str, output: "models.Field[Any, Any]") -> RawSQL:
    return RawSQL(constant, [], output_field=output)  # noqa: S611 - constants of this module


def _holds(constant: str) -> RawSQL:
    return _sql(constant, models.BooleanField())


def _live_index(name: str, *fields: str) -> models.Index:
    """Lists do not step over what lies in the recycle bin, however much it is."""
    return models.Index(fields=fields, name=name, condition=Q(deleted_at__isnull=True))


class Party(models.Model):
    """
    A customer. `version` and `updated_at` are kept by a trigger, `display_name` by the database;
    `attrs` holds custom attributes by code (money in minor units, dates as YYYY-MM-DD). With
    `deleted_at` he lies in the recycle bin and is seen through the functions of the bin only.
    """

    placement = placement.owned(
        owner_column="owner_id", hidden_column="deleted_at", web="SELECT, INSERT, UPDATE"
    )

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
    kind = models.TextField(choices=Kind, default=Kind.PERSON, db_default=Kind.PERSON)
    external_id = models.TextField(null=True)
    name = models.JSONField()
    lang = models.TextField(default="en", db_default="en")
    display_name = models.GeneratedField(
        expression=_sql(DISPLAY_NAME, models.TextField()),
        output_field=models.TextField(),
        db_persist=True,
    )
    sort_name = models.GeneratedField(
        expression=_sql(SORT_NAME, models.TextField()),
        output_field=models.TextField(),
        db_persist=True,
    )
    status = models.TextField(choices=Status, default=Status.NEW, db_default=Status.NEW)
    owner_id = models.UUIDField(default=NOBODY_ID, db_default=NOBODY_ID)
    tax_id = models.TextField(default="", db_default="", blank=True)
    birth_date = models.DateField(null=True)
    time_zone = models.TextField(default="Europe/Kyiv", db_default="Europe/Kyiv")
    attrs = models.JSONField(default=dict, db_default={})
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    version = models.IntegerField(default=1, db_default=1)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "external_id",
                name="one_external_id",
                condition=Q(external_id__isnull=False),
            ),
            # What any program may write, expressions read without an error.
            models.CheckConstraint(
                condition=_holds("timezone(time_zone, '2000-01-01Z'::timestamptz) IS NOT NULL"),
                name="party_time_zone_known",
            ),
            models.CheckConstraint(
                condition=_holds(
                    "jsonb_typeof(name) = 'object' AND jsonb_typeof(attrs) = 'object'"
                ),
                name="party_objects",
            ),
            models.CheckConstraint(
                condition=_holds(
                    "birth_date IS NULL OR birth_date BETWEEN '0001-01-01' AND '9999-12-31'"
                ),
                name="party_birth_date_finite",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["PERSON", "ORGANIZATION"],
                    status__in=["NEW", "ACTIVE", "LEAVING", "SLEEPING", "FORMER"],
                ),
                name="party_choices_known",
            ),
        ]
        indexes = [
            # lists of one's own or the team's customers
            _live_index("party_owner_created", "owner_id", "-created_at", "-id"),
            _live_index("party_owner_name", "owner_id", "sort_name", "id"),
            # whole-base lists
            _live_index("party_created", "-created_at", "-id"),
            _live_index("party_name", "sort_name", "id"),
            models.Index(
                fields=["-deleted_at", "-id"],
                name="party_deleted",
                condition=Q(deleted_at__isnull=False),
            ),
            models.Index(fields=["tax_id"], name="party_tax_id", condition=~Q(tax_id="")),
        ]
        # There is none on updated_at: it would make each update rewrite every index.


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
    extension = models.TextField(default="", db_default="", blank=True)
    label = models.TextField(default="", db_default="", blank=True)
    is_preferred = models.BooleanField(default=False, db_default=False)
    position = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [
            models.Index(fields=["party", "kind"], name="contact_point_party"),
            models.Index(OpClass("norm", name="text_pattern_ops"), name="contact_point_norm"),
            # the end of a phone number is what people remember
            models.Index(
                OpClass(Reverse("norm"), name="text_pattern_ops"),
                name="contact_point_end",
                condition=Q(kind="PHONE"),
            ),
        ]


class Tag(models.Model):
    placement = placement.reference(web="SELECT, INSERT, UPDATE")

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.TextField(unique=True)
    name = models.JSONField()
    is_active = models.BooleanField(default=True)
    made_in = models.UUIDField(null=True)
    """The change set that made it, as an import that found it in its file."""


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

    class Meta:
        constraints = [
            # The code becomes a part of compiled expressions.
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z][a-z0-9_]{0,59}$"), name="attribute_code_plain"
            ),
        ]


class CatalogueStamp(models.Model):
    """
    One row whose stamp is new after each change of attributes or tags; processes compare it with
    the stamp of what they remember.
    """

    placement = placement.reference(web=placement.READ)

    id = models.SmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField()


class PartySearch(models.Model):
    """
    One folded document per customer: names, numbers and contact points as `k.fold` writes them.
    Kept by triggers, read only by the definer functions of search, which look for the owners in
    the same index.
    """

    placement = placement.owned(party_column="party_id", web="")

    party = models.OneToOneField(
        Party, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    owners = ArrayField(models.UUIDField())
    document = models.TextField()

    class Meta:
        indexes = [
            GinIndex(
                "owners",
                OpClass("document", name="gin_trgm_ops"),
                name="search_owners_document",
                gin_pending_list_limit=512,
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


class SharedView(models.Model):
    """
    A saved list that its author gave to a team, to those of a role or to all. It holds conditions,
    never customers: everybody sees in it only his own.
    """

    placement = placement.reference(web=placement.WRITE)

    class Audience(models.TextChoices):
        TEAM = "TEAM"
        ROLE = "ROLE"
        ALL = "ALL"

    id = models.UUIDField(primary_key=True, default=new_id)
    user_id = models.UUIDField()
    subject = models.TextField(default="party")
    name = models.TextField()
    query = models.JSONField()
    position = models.IntegerField(default=0)
    audience = models.TextField(choices=Audience)
    audience_id = models.UUIDField(null=True)
    default_role_ids = ArrayField(models.UUIDField(), default=list)
    """For these roles the list opens with this view."""


class NumberSeries(models.Model):
    """Counter rows behind human numbers; `next_number` is the next to be given out."""

    placement = placement.local(web="SELECT, UPDATE")

    code = models.TextField(primary_key=True)
    next_number = models.BigIntegerField()


class PartyShare(models.Model):
    """A customer shown to a person or a team beyond the owner's reach, for a time or for good."""

    # What is shared with somebody is not shared on.
    placement = placement.owned(
        party_column="party_id", web="SELECT, INSERT, DELETE", writers=placement.Writers.OWNERS
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey("access.User", null=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("access.Team", null=True, on_delete=models.CASCADE, related_name="+")
    can_edit = models.BooleanField(default=False)
    until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey("access.User", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, team__isnull=False)
                | Q(user__isnull=False, team__isnull=True),
                name="shared_with_one",
            ),
            models.UniqueConstraint(fields=["party", "user"], name="shared_with_person_once"),
            models.UniqueConstraint(fields=["party", "team"], name="shared_with_team_once"),
        ]
