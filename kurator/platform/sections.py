"""What other domains add to a customer's card and feed; registered, so that nobody imports them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class CardSection:
    """`load(viewer, party_id)` returns JSON-ready data in at most two statements."""

    code: str
    load: Callable[[Any, UUID], Any]


@dataclass(frozen=True)
class FeedEntry:
    """
    One line of the customer's feed. `kind` selects how the page shows it, `details` is JSON-ready.
    """

    id: str
    at: datetime
    kind: str
    actor: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FeedSource:
    """
    `load(viewer, party_id, before, limit)` returns the latest entries before an instant. `tells_of`
    names records of the history whose changes the source tells itself.
    """

    code: str
    load: Callable[[Any, UUID, datetime, int], Sequence[FeedEntry]]
    tells_of: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SearchHit:
    """`match` is the text that was found when it is neither in title nor subtitle."""

    id: str
    title: str
    subtitle: str = ""
    match: str = ""


@dataclass(frozen=True)
class SearchProvider:
    """`search(viewer, query, limit)` adds a group of hits to the one search box."""

    kind: str
    search: Callable[[Any, str, int], Sequence[SearchHit]]
