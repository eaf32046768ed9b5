"""The security log: who did what, when and from where, latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from kurator.access.types import Viewer
from kurator.audit.selectors.telling import kind_labels, told_kind, told_subject
from kurator.audit.types import EventRow, KindRow
from kurator.kernel.localized import LocalizedText
from kurator.parties.selectors.visibility import visible_sql
from kurator.platform.cursors import read_cursor, write_cursor
from kurator.tracking.types import tell_actor

_LIST = "security log"

UUID_PATTERN: Final = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_EVENTS: Final = """
WITH page AS MATERIALIZED (
  SELECT e.*, CASE WHEN e.subject ~ %(uuid)s THEN e.subject::uuid END AS subject_uuid
    FROM tracking_securityevent e WHERE {conditions}
   ORDER BY e.at DESC, e.id DESC LIMIT %(limit)s)
SELECT e.id, e.at, e.kind, e.actor_kind, e.actor_id,
       CASE WHEN e.actor_kind <> 'anonymous' THEN e.actor_name ELSE '' END,
       e.channel, e.addr, e.client, e.request_id, e.subject,
       coalesce(s.name, p.display_name, ''),
       CASE WHEN s.id IS NOT NULL THEN 'person' WHEN p.id IS NOT NULL THEN 'party' ELSE '' END,
       coalesce(r.name, t.name)::text, e.details::text
  FROM page e
  LEFT JOIN k.people() s ON s.id = e.subject_uuid
  LEFT JOIN parties_party p ON p.id = e.subject_uuid AND {visible}
  LEFT JOIN access_role r ON r.id = e.subject_uuid
  LEFT JOIN access_team t ON t.id = e.subject_uuid
 ORDER BY e.at DESC, e.id DESC
"""
# One step of the index for each kind, however many events there are.
_KINDS: Final = """
WITH RECURSIVE kinds AS (
  (SELECT kind FROM tracking_securityevent ORDER BY kind LIMIT 1)
  UNION ALL
  SELECT (SELECT e.kind FROM tracking_securityevent e WHERE e.kind > k.kind ORDER BY e.kind LIMIT 1)
    FROM kinds k WHERE k.kind IS NOT NULL)
SELECT kind FROM kinds WHERE kind IS NOT NULL
"""


@dataclass(frozen=True)
class EventQuery:
    """`actor_id` is who did it, `subject` the id of what it was done to."""

    kinds: Sequence[str] = ()
    actor_id: UUID | None = None
    subject: str = ""
    addr: str = ""
    since: datetime | None = None
    until: datetime | None = None
    cursor: str = ""
    limit: int = 50


def list_events(viewer: Viewer, query: EventQuery) -> tuple[list[EventRow], str]:
    """Return a page and the cursor of the next one, '' for none; raises CursorBroken."""
    conditions, parameters = conditions_of(query)
    sql = _EVENTS.format(conditions=" AND ".join(conditions) or "TRUE", visible=visible_sql(viewer))
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters | {"uuid": UUID_PATTERN, "limit": query.limit + 1})
        rows = cursor.fetchall()
    labels = kind_labels()
    page = [_event(row, labels, viewer) for row in rows[: query.limit]]
    more = len(rows) > query.limit
    return page, write_cursor(_LIST, [page[-1].at.isoformat(), page[-1].id]) if more else ""


def conditions_of(query: EventQuery) -> tuple[list[str], dict[str, Any]]:
    """Return conditions over the event `e`, and their parameters; raises CursorBroken."""
    found: list[tuple[str, str, Any]] = []
    if query.kinds:
        found.append(("e.kind = ANY(%(kinds)s)", "kinds", list(query.kinds)))
    if query.actor_id:
        found.append(("e.actor_id = %(actor)s", "actor", str(query.actor_id)))
    if query.subject:
        found.append(("e.subject = %(subject)s", "subject", query.subject))
    if query.addr:
        found.append(("e.addr = %(addr)s", "addr", query.addr))
    if query.since:
        found.append(("e.at >= %(since)s", "since", query.since))
    if query.until:
        found.append(("e.at < %(until)s", "until", query.until))
    conditions = [condition for condition, _, _ in found]
    parameters = {name: value for _, name, value in found}
    if query.cursor:
        at, event_id = read_cursor(_LIST, query.cursor)
        conditions.append("(e.at, e.id) < (%(before)s::timestamptz, %(before_id)s::uuid)")
        parameters |= {"before": at, "before_id": event_id}
    return conditions, parameters


def _event(row: Sequence[Any], labels: dict[str, LocalizedText], viewer: Viewer) -> EventRow:
    *before, actor = row[:6]
    told = tell_actor(str(row[3]), str(actor), viewer.language)
    name, subject_kind, words, kept = row[-4:]
    details = orjson.loads(kept)
    about = told_subject(name, words, details, viewer.language)
    label = told_kind(str(row[2]), labels, viewer.language)
    return EventRow(*(*before, told, *row[6:-4], about, subject_kind, details, label))


def list_kinds(viewer: Viewer) -> list[KindRow]:
    """Return the kinds that have happened, by their names."""
    with connection.cursor() as cursor:
        cursor.execute(_KINDS)
        codes = [row[0] for row in cursor.fetchall()]
    labels = kind_labels()
    kinds = [KindRow(code, told_kind(code, labels, viewer.language)) for code in codes]
    return sorted(kinds, key=lambda kind: kind.label)
