"""The customer's feed: changes and what other domains tell, latest first."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.parties.catalogue import Catalogue
from kurator.parties.selectors.history import ChangeRow, ValueNamer, can_undo, read_changes
from kurator.parties.selectors.visibility import require_party
from kurator.platform.features import features
from kurator.platform.sections import FeedEntry

END_OF_TIME: Final = datetime(9999, 1, 1, tzinfo=UTC)
# One transaction is one entry, however many rows it changed.
_ROWS_PER_ENTRY: Final = 3


def read_feed(
    viewer: Viewer,
    party_id: UUID,
    *,
    before: datetime | None,
    limit: int,
    catalogue: Catalogue,
    is_seen: bool = False,
) -> dict[str, Any]:
    """
    Return entries before an instant and the instant where the next page begins.

    `is_seen` tells that the viewer's right to the customer has been checked.
    """
    rows = read_changes(viewer, party_id, limit=limit * _ROWS_PER_ENTRY, before=before)
    if not rows and not is_seen:
        require_party(viewer, party_id)
    sources = [source for feature in features() for source in feature.feed_sources]
    told_elsewhere = {entity for source in sources for entity in source.tells_of}
    entries = _changes(viewer, [row for row in rows if row.entity not in told_elsewhere], catalogue)
    for source in sources:
        entries += source.load(viewer, party_id, before or END_OF_TIME, limit)
    entries.sort(key=lambda entry: (entry.at, entry.id), reverse=True)
    shown = entries[:limit]
    return {
        "items": [_entry(entry) for entry in shown],
        "next_before": shown[-1].at if len(entries) >= limit and shown else None,
    }


def _entry(entry: FeedEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at,
        "kind": entry.kind,
        "actor": entry.actor,
        "details": dict(entry.details),
    }


def _changes(viewer: Viewer, rows: Sequence[ChangeRow], catalogue: Catalogue) -> list[FeedEntry]:
    namer = ValueNamer.for_rows(rows, catalogue, viewer.language)
    grouped = groupby(rows, key=lambda row: row.transaction_id)
    return [_change_entry(list(group), namer) for _, group in grouped]


def _change_entry(rows: Sequence[ChangeRow], namer: ValueNamer) -> FeedEntry:
    first = rows[0]
    is_new = any(row.entity == "party" and row.operation == "I" for row in rows)
    return FeedEntry(
        id=str(first.transaction_id),
        at=first.at,
        kind="created" if is_new else "change",
        actor=first.actor_name,
        details={
            "actor_kind": first.actor_kind,
            "channel": first.channel,
            "reason": first.reason,
            "rows": [
                {
                    "id": row.id,
                    "entity": row.entity,
                    "operation": row.operation,
                    "changes": namer.changes(row),
                    "can_undo": can_undo(row),
                }
                for row in rows
                if row.pairs
            ],
        },
    )
