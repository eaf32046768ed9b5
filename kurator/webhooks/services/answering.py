"""
Who answers for a subscription or a source.

Law: whoever decides where it leads, what it tells, or knows its secret answers for it; nothing
that was said before is told to him, and it never does or tells more than he himself may.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from kurator.access.types import Viewer
from kurator.kernel.errors import PermissionMissing
from kurator.webhooks.models import Delivery, Source, Webhook

EXTERNAL_ID: Final = "party.external_id"
WRITES: Final = ("parties.create", "parties.edit")
"""A message creates customers and changes them."""


def require_writes(viewer: Viewer) -> None:
    """Raise PermissionMissing unless the person may himself do what messages do."""
    for permission in WRITES:
        if permission not in viewer.permissions:
            raise PermissionMissing(permission=permission)


def closed_fields(viewer: Viewer, codes: Iterable[str]) -> list[str]:
    """Return those of the codes that the person may not change, the external id before them."""
    closed = viewer.hidden_fields | viewer.read_only_fields
    return [code for code in (EXTERNAL_ID, *codes) if code in closed]


def answer_for(thing: Webhook | Source, *, viewer: Viewer, now: datetime) -> None:
    """From now on the viewer answers for it; to be saved by the caller."""
    if thing.owner_id == viewer.user_id:
        return
    thing.owner_id, thing.owned_since = viewer.user_id, now
    if isinstance(thing, Webhook):  # it was meant for another receiver, and tells more than he sees
        Delivery.objects.filter(webhook=thing, state=Delivery.State.WAITING).update(state="DEAD")
