"""Files on a customer's card, in its feed and in the search box."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from kurator.access.types import Viewer
from kurator.files.answers import version_out
from kurator.files.selectors.listing import FileQuery, list_files, rows_of, seen_sql
from kurator.files.types import FileRow
from kurator.platform.sections import CardSection, FeedEntry, FeedSource, SearchHit, SearchProvider

VIEW: Final = "files.view"
SHOWN: Final = 5
_COUNT: Final = """
SELECT count(*) FROM (SELECT FROM files_file f JOIN parties_party p ON p.id = f.party_id
 WHERE f.party_id = %(party)s AND f.state = 'KEPT' AND {seen} LIMIT 1000) counted
"""


def load_files(viewer: Viewer, party_id: UUID) -> Any:
    """Return the customer's latest files, those on his tasks and notes too, and how many."""
    if VIEW not in viewer.permissions:
        return None
    files, more = list_files(viewer, FileQuery(party_id=party_id, limit=SHOWN))
    count = len(files)
    if more:
        count = rows_of(_COUNT.format(seen=seen_sql(viewer)), {"party": party_id})[0][0]
    return {"items": [_brief(viewer, file) for file in files], "count": count}


def _brief(viewer: Viewer, file: FileRow) -> dict[str, Any]:
    version = version_out(viewer, file.version, datetime.now(UTC))
    return {
        "id": file.id,
        "name": file.name,
        "kind": version["kind"],
        "size": version["size"],
        "scan": version["scan"],
        "thumbnail_url": version["thumbnail_url"],
        "record_kind": file.record_kind,
        "changed_at": file.changed_at,
    }


_EVENTS: Final = """
SELECT e.kind, e.at, e.actor, f.id, f.name, e.number, v.kind, v.size, v.scan, f.state, f.record_kind
  FROM files_file f
  JOIN parties_party p ON p.id = f.party_id
  JOIN (SELECT 'file_added' AS kind, n.file_id, n.created_at AS at, n.created_by_id AS person,
               n.number FROM files_fileversion n
         WHERE n.party_id = %(party)s AND n.created_at < %(before)s
        UNION ALL
        SELECT 'file_removed', g.id, g.removed_at, g.removed_by_id, g.current FROM files_file g
         WHERE g.party_id = %(party)s AND g.removed_at < %(before)s
       ) w(kind, file_id, at, person, number) ON w.file_id = f.id
  JOIN files_fileversion v ON v.file_id = f.id AND v.number = w.number
  LEFT JOIN k.people() a ON a.id = w.person
 CROSS JOIN LATERAL (VALUES (w.kind, w.at, coalesce(a.name, ''), w.number)) e(kind, at, actor, number)
 WHERE f.party_id = %(party)s AND {seen}
 ORDER BY e.at DESC, f.id DESC LIMIT %(limit)s
"""


def load_file_events(
    viewer: Viewer, party_id: UUID, before: datetime, limit: int
) -> list[FeedEntry]:
    if VIEW not in viewer.permissions:
        return []
    parameters = {"party": party_id, "before": before, "limit": limit}
    rows = rows_of(_EVENTS.format(seen=seen_sql(viewer)), parameters)
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
            },
        )
        for kind, at, actor, file_id, name, number, content_kind, size, scan, state, record_kind in rows
    ]


def search_files(viewer: Viewer, query: str, limit: int) -> list[SearchHit]:
    """Files by a part of their name; below three letters nothing is looked for."""
    if VIEW not in viewer.permissions or len(query.strip()) < 3:
        return []
    files, _ = list_files(viewer, FileQuery(name=query, limit=limit))
    return [SearchHit(id=str(file.id), title=file.name, subtitle=file.party_name) for file in files]


SECTION = CardSection("files", load_files)
FEED = FeedSource("files", load_file_events, tells_of=frozenset({"file"}))
SEARCH = SearchProvider("file", search_files)
