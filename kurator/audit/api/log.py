from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from ninja import Query

from kurator.access.session import ApiRequest
from kurator.audit.rules import limit_for
from kurator.audit.schemas import (
    EventFilter,
    EventKindOut,
    PartyViewPage,
    ReadingDayOut,
    ReadingOut,
    SecurityEventPage,
)
from kurator.audit.selectors.events import EventQuery
from kurator.audit.selectors.events import list_events as read_events
from kurator.audit.selectors.events import list_kinds as read_kinds
from kurator.audit.selectors.views import list_reading as read_reading
from kurator.audit.selectors.views import list_views as read_views
from kurator.platform.api import Door

door = Door("audit", "audit")
SECURITY, VIEWS = "audit.security", "audit.views"


@door.get("/events", permission=SECURITY, response=SecurityEventPage)
def list_events(request: ApiRequest, filter: Query[EventFilter]) -> dict[str, Any]:
    """Return the security log, latest first: who did what, when and from where."""
    query = EventQuery(
        kinds=[kind.replace("\x00", "") for kind in filter.kind],
        actor_id=filter.actor_id,
        subject=filter.subject.replace("\x00", ""),
        addr=filter.addr.replace("\x00", ""),
        since=filter.since,
        until=filter.until,
        cursor=filter.cursor,
        limit=filter.limit,
    )
    rows, following = read_events(request.viewer, query)
    return {"items": [vars(row) for row in rows], "next_cursor": following or None}


@door.get("/kinds", permission=SECURITY, response=list[EventKindOut])
def list_kinds(request: ApiRequest) -> list[dict[str, Any]]:
    """Return the kinds of events that have happened."""
    return [vars(row) for row in read_kinds(request.viewer)]


@door.get("/reading", permission=SECURITY, response=ReadingDayOut)
def list_reading(request: ApiRequest, day: date | None = None) -> ReadingDayOut:
    """Return how many customers each person opened on a day, against his own usual."""
    shown = day or datetime.now(UTC).astimezone(ZoneInfo(settings.COMPANY_TIME_ZONE)).date()
    rows = read_reading(request.viewer, day=shown)
    items = [ReadingOut(**vars(row), limit=limit_for(row.median)) for row in rows]
    return ReadingDayOut(day=shown, items=items)


@door.get("/parties/{party_id}/views", permission=VIEWS, response=PartyViewPage)
def list_views(
    request: ApiRequest, party_id: UUID, cursor: str = "", limit: int = 50
) -> dict[str, Any]:
    """Return who looked at a customer, by person and day, latest first."""
    rows, following = read_views(
        request.viewer, party_id, cursor=cursor, limit=max(1, min(limit, 200))
    )
    return {"items": [vars(row) for row in rows], "next_cursor": following or None}
