"""
A record and the files that come with it are made in one transaction, by two domains that do not know
each other: the one that keeps files registers how they are attached.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from kurator.platform.features import features


class AttachFiles(Protocol):
    def __call__(
        self,
        *,
        viewer: Any,
        record_kind: str,
        record_id: UUID,
        party_id: UUID,
        file_ids: Sequence[UUID],
        now: datetime,
    ) -> None: ...


def attach_files(
    *,
    viewer: Any,
    record_kind: str,
    record_id: UUID,
    party_id: UUID,
    file_ids: Sequence[UUID],
    now: datetime,
) -> None:
    """Put waiting files on a record; whoever keeps them refuses those that he does not have."""
    for feature in features():
        if feature.attach_files is not None:
            feature.attach_files(
                viewer=viewer,
                record_kind=record_kind,
                record_id=record_id,
                party_id=party_id,
                file_ids=file_ids,
                now=now,
            )
