"""What strategies add to a customer's card and feed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kurator.access.types import Viewer
from kurator.kernel.localized import text_in
from kurator.platform.sections import CardSection, FeedEntry, FeedSource
from kurator.strategies import selectors
from kurator.strategies.explaining import PLACES
from kurator.strategies.types import LOBBY


def _stage_name(stages: list[dict[str, Any]], ord_: int, uid: UUID | None, language: str) -> str:
    if ord_ < 1:
        return text_in(PLACES[min(ord_, LOBBY)], language)
    name: dict[str, str] = next((s["name"] for s in stages if s["uid"] == str(uid)), {})
    return text_in(name, language)


def load_card(viewer: Viewer, party_id: UUID) -> list[dict[str, Any]]:
    """Return the strategies the customer is in, with his place among their stages."""
    return [
        {
            "strategy_id": row["strategy_id"],
            "name": text_in(row["name"], viewer.language),
            "state": row["state"],
            "status": row["status"],
            "version_n": row["version_n"],
            "ord": row["ord"],
            "stage_uid": row["stage_uid"],
            "stage": _stage_name(row["stages"], row["ord"], row["stage_uid"], viewer.language),
            "stages": [text_in(stage["name"], viewer.language) for stage in row["stages"]],
            "entered_at": row["entered_at"],
            "next_at": row["next_at"],
        }
        for row in selectors.enrolments_of_party(viewer, party_id)
    ]


def load_feed(viewer: Viewer, party_id: UUID, before: datetime, limit: int) -> Sequence[FeedEntry]:
    """Return transitions, newest first."""
    language = viewer.language
    return [
        FeedEntry(
            id=f"{row['strategy_id']}:{row['seq']}",
            at=row["decided_at"],
            kind="strategies.moved",
            actor=text_in(row["name"], language),
            details={
                "strategy_id": str(row["strategy_id"]),
                "strategy": text_in(row["name"], language),
                "from": _stage_name(row["stages"], row["from_ord"], row["from_uid"], language),
                "to": _stage_name(row["stages"], row["to_ord"], row["to_uid"], language),
                "cause": row["cause"],
                "effective_at": row["effective_at"].isoformat(),
            },
        )
        for row in selectors.transitions_of_party(viewer, party_id, before, limit)
    ]


CARD = CardSection("strategies", load_card)
FEED = FeedSource("strategies", load_feed)
