"""Imports of customers from files, and what was wrong in them."""

from django.db import models
from django.db.models.functions import Now

from kurator.kernel.ids import new_id
from kurator.platform import placement
from kurator.platform.runs import Run


class Import(Run):
    """
    One file on its way into the base. `columns` and `options` are the mapping as the person set
    it, `next_row` is the first row that is not yet committed, `epoch` fences out a late worker.
    """

    # Samples of the file stay while it waits, and the file with them; see retention.py.
    placement = placement.personal(
        user_column="user_id",
        copies=placement.Copies(
            when="t.status NOT IN ('ANALYZING', 'DRAFT', 'CHECKING') AND t.created_at <= last_seen"
            " AND jsonb_array_length(t.analysis -> 'sample') > 0",
            cleared="analysis = k.without_samples(t.analysis)",
        ),
    )

    class Status(models.TextChoices):
        ANALYZING = "ANALYZING"
        DRAFT = "DRAFT"
        CHECKING = "CHECKING"
        RUNNING = "RUNNING"
        DONE = "DONE"
        FAILED = "FAILED"
        CANCELED = "CANCELED"

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.TextField()
    file_name = models.TextField()
    file_key = models.TextField(default="", blank=True)
    size = models.BigIntegerField()
    status = models.TextField(choices=Status)
    head_hash = models.TextField(default="", blank=True)
    analysis = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    check_result = models.JSONField(null=True)
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    next_row = models.IntegerField(default=0)
    created = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    superseded = models.IntegerField(default=0)
    problems_total = models.IntegerField(default=0)
    failure = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "-created_at", "-id"], name="import_list"),
            models.Index(fields=["user_id", "head_hash", "-created_at"], name="import_same_head"),
            models.Index(
                fields=["heartbeat_at"],
                name="import_underway",
                condition=models.Q(status__in=["ANALYZING", "CHECKING", "RUNNING"]),
            ),
        ]


class ImportProblem(models.Model):
    """
    One cell or row (`col` NULL) that was refused by the latest check or run. `cells` holds the row
    as it came, on the first of its problems.
    """

    placement = placement.personal(
        user_column="user_id",
        copies=placement.Copies(
            when="EXISTS (SELECT FROM public.imports_import i"
            " WHERE i.id = t.import_id AND i.created_at <= last_seen)"
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    user_id = models.UUIDField()
    of_import = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="+", db_index=False, db_column="import_id"
    )
    row = models.IntegerField()
    col = models.IntegerField(null=True)
    header = models.TextField(default="", blank=True)
    value = models.TextField(default="", blank=True)
    code = models.TextField()
    params = models.JSONField(default=dict)
    cells = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["of_import", "row", "id"], name="import_problem_row")]


class SavedMapping(models.Model):
    """
    A mapping with a name, found again by the heads of a file. `columns` holds {head, target,
    options}; it says nothing of any customer, so those it is shared with are told by selectors.
    """

    placement = placement.keyed(web=placement.WRITE)

    class SharedWith(models.TextChoices):
        NOBODY = "NOBODY"
        TEAM = "TEAM"
        ALL = "ALL"

    id = models.UUIDField(primary_key=True, default=new_id)
    user_id = models.UUIDField()
    team_id = models.UUIDField(null=True)
    name = models.TextField()
    shared_with = models.TextField(choices=SharedWith, default=SharedWith.NOBODY)
    columns = models.JSONField()
    options = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("user_id", "name", name="one_mapping_of_a_name")]
