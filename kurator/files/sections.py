"""Files on a customer's card, in its feed and in the search box."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.files.answers import thumbnail_url
from kurator.files.selectors.listing import FileQuery, list_files
from kurator.files.selectors.records import readable_kinds
from kurator.parties.selectors.visibility import SEEN_PARTY, seen_parameters
from kurator.platform.prepared import read_prepared
from kurator.platform.sections import CardSection, FeedEntry, FeedSource, SearchHit, SearchProvider

VIEW: Final = "files.view"
SHOWN: Final = 5
_SEEN: Final = f"{SEEN_PARTY} AND f.record_kind = ANY(%(kinds)s) AND f.state <> 'WAITING'"
_LATEST: Final = f"""
SELECT f.id, f.name, v.kind, v.size, v.scan, f.record_kind, f.changed_at, v.id, v.preview
  FROM files_file f
  JOIN parties_party p ON p.id = f.party_id
  JOIN files_fileversion v ON v.file_id = f.id AND v.number = f.current
 WHERE f.party_id = %(party)s AND f.state = 'KEPT' AND {_SEEN}
 ORDER BY f.changed_at DESC, f.id DESC LIMIT {SHOWN + 1}
"""
_COUNT: Final = f"""
SELECT count(*) FROM (SELECT FROM files_file f JOIN parties_party p ON p.id = f.party_id
 WHERE f.party_id = %(party)s AND f.state = 'KEPT' AND {_SEEN} LIMIT 1000) counted
"""


def _parameters(viewer: Viewer, party_id: UUID) -> dict[str, Any]:
    return {"party": party_id, "kinds": readable_kinds(viewer), **seen_parameters(viewer)}


def load_files(viewer: Viewer, party_id: UUID) -> Any:
    """Return the customer's latest files, those on his tasks and notes too, and how many."""
    if VIEW not in viewer.permissions:
        return None
    parameters = _parameters(viewer, party_id)
    rows = read_prepared(_LATEST, parameters)
    count = len(rows) if len(rows) <= SHOWN else read_prepared(_COUNT, parameters)[0][0]
    return {"items": [_brief(viewer, *row) for row in rows[:SHOWN]], "count": count}


def _brief(viewer: Viewer, *row: Any) -> dict[str, Any]:
    file_id, name, kind, size, scan, record_kind, changed_at, version_id, preview = row
    now = datetime.now(UTC)
    return {
        "id": file_id,
        "name": name,
        "kind": kind,
        "size": size,
        "scan": scan,
        "thumbnail_url": thumbnail_url(
            viewer, version_id, kind=kind, scan=scan, preview=preview, now=now
        ),
        "record_kind": record_kind,
        "changed_at": changed_at,
    }


# Each branch begins at the index of its customer; names are asked for what is shown, and at once.
_EVENTS: Final = f"""
WITH found AS MATERIALIZED (
  SELECT w.*, f.id, f.name, f.state, f.record_kind, f.record_id, v.kind AS content_kind, v.size, v.scan
    FROM (SELECT 'file_added' AS event, n.created_at AS at, n.created_by_id AS person_id, n.file_id,
                 n.number
            FROM files_fileversion n WHERE n.party_id = %(party)s AND n.created_at < %(before)s
          UNION ALL
          SELECT 'file_removed', g.removed_at, g.removed_by_id, g.id, g.current
            FROM files_file g WHERE g.party_id = %(party)s AND g.removed_at < %(before)s) w
    JOIN files_file f ON f.id = w.file_id
    JOIN files_fileversion v ON v.file_id = w.file_id AND v.number = w.number
    JOIN parties_party p ON p.id = f.party_id
   WHERE f.party_id = %(party)s AND {_SEEN}
   ORDER BY w.at DESC, f.id DESC LIMIT %(limit)s)
SELECT e.event, e.at, coalesce(a.name, ''), e.id, e.name, e.number, e.content_kind, e.size, e.scan,
       e.state, e.record_kind, e.record_id
  FROM found e
  LEFT JOIN k.names_of_people(ARRAY(SELECT person_id FROM found)) a ON a.id = e.person_id
 ORDER BY e.at DESC, e.id DESC
"""


def load_file_events(
    viewer: Viewer, party_id: UUID, before: datetime, limit: int
) -> list[FeedEntry]:
    if VIEW not in viewer.permissions:
        return []
    parameters = _parameters(viewer, party_id) | {"before": before, "limit": limit}
    rows = read_prepared(_EVENTS, parameters)
    return [
        FeedEntry(
            id=f"{kind}:{file_id}:{number}",
            at=at,
            kind=kind,
            actor=actor,
            details={
                "file_id": file_id,
                "name": name,
                "number": number,
                "content_kind": content_kind,
                "size": size,
                "scan": scan,
                "state": state,
                "record_kind": record_kind,
                "record_id": record_id,
            },
        )
        for (
            kind, at, actor, file_id, name, number, content_kind, size, scan, state, record_kind,
            record_id,
        ) in rows
    ]  # fmt: skip


_ANY: Final = "SELECT FROM k.search_files(%(name)s, 1)"


def search_files(viewer: Viewer, query: str, limit: int) -> list[SearchHit]:
    """Files by a part of their name; below three letters nothing is looked for."""
    if VIEW not in viewer.permissions or len(query.strip()) < 3:
        return []
    # Most of what is typed is no file's name, and the list is costly to plan.
    if not read_prepared(_ANY, {"name": query.strip()}):
        return []
    files, _ = list_files(viewer, FileQuery(name=query, limit=limit))
    return [SearchHit(id=str(file.id), title=file.name, subtitle=file.party_name) for file in files]


SECTION = CardSection("files", load_files)
FEED = FeedSource("files", load_file_events, tells_of=frozenset({"file"}))
SEARCH = SearchProvider("file", search_files)
