"""API keys as their owners, and those who look after all of them, see them."""

from django.db.models import QuerySet

from kurator.access.models import ApiKey
from kurator.access.types import Viewer


def _latest() -> QuerySet[ApiKey]:
    return ApiKey.objects.select_related("user").order_by("-id")


def list_own_keys(viewer: Viewer) -> list[ApiKey]:
    """Return the viewer's keys, also those that are over, the latest first."""
    return list(_latest().filter(user_id=viewer.user_id))


def list_all_keys(viewer: Viewer) -> list[ApiKey]:
    """Return everybody's keys, also those that are over, the latest first."""
    return list(_latest())
