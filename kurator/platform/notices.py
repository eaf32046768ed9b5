"""A notice to colleagues, from domains that do not know the one that keeps notices."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from kurator.kernel.localized import LocalizedText
from kurator.platform.outbox import publish

NOTICE_WANTED: Final = "notices.wanted"


def ask_for_notice(
    *, user_ids: Sequence[UUID], kind: str, texts: LocalizedText, source_key: str
) -> None:
    """Tell these people once per `source_key`; leaves with the open transaction."""
    owners = [str(user_id) for user_id in user_ids]
    if owners:
        publish(
            NOTICE_WANTED,
            {
                "ids": owners,
                "owners": owners,
                "kind": kind,
                "texts": dict(texts),
                "key": source_key,
            },
        )
