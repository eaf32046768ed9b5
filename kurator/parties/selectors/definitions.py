"""Attributes and tags as they are defined, retired ones too; everybody may know them."""

from kurator.access.types import Viewer
from kurator.parties.models import Attribute, Tag


def list_attributes(viewer: Viewer) -> list[Attribute]:
    """Return all attributes, retired ones too, in the order in which they are shown."""
    return list(Attribute.objects.order_by("position", "code"))


def list_tags(viewer: Viewer) -> list[Tag]:
    """Return all tags, retired ones too, by code."""
    return list(Tag.objects.order_by("code"))
