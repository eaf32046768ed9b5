from django.db import models
from django.db.models.functions import Now

from kurator.kernel.ids import new_id
from kurator.platform import placement


class Segment(models.Model):
    """A named condition over customers; who belongs to it is always computed, never stored."""

    placement = placement.reference(web="SELECT, INSERT, UPDATE, DELETE")

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.JSONField()
    expression = models.JSONField()
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    is_public = models.BooleanField(default=False, db_default=False)
    """Whether members are shown also to whoever may not see all fields that it asks for."""
    version = models.IntegerField(default=1)
