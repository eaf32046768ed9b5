"""Contents of customers who were removed for good leave the disk, once that is committed."""

from collections.abc import Sequence
from typing import Final

from kurator.files.models import FileVersion
from kurator.files.services.storage import remove_content
from kurator.platform.outbox import Delivery

CONTENTS_ERASED: Final = "files.contents_erased"
"""Published by a trigger of the database, whoever removes the customer."""


def remove_erased(deliveries: Sequence[Delivery]) -> None:
    """Safe to repeat; a content that some other file still names stays."""
    keys = {key for delivery in deliveries for key in delivery.payload["keys"]}
    kept = set(FileVersion.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in keys - kept:
        remove_content(key)
