"""Reads of files: a file is seen with its customer, if its kind of record may be opened at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kurator.access.types import Viewer
from kurator.files.models import File
from kurator.files.selectors.records import readable_kinds, record_kinds
from kurator.files.types import FileRow, VersionRow
from kurator.kernel.errors import NotFound
from kurator.parties.selectors.visibility import visible_sql

_VERSION: Final = (
    "v.id, v.number, v.name, v.kind, v.size, v.sha256, v.scan, v.preview, v.pages,"
    " v.source_number, v.created_at, v.created_by_id, coalesce(w.name, '')"
)
_VERSION_WIDTH: Final = 13
_FILE: Final = (
    "f.id, f.party_id, p.display_name, f.record_kind, f.record_id, f.name, f.description, f.tags,"
    " f.state, f.created_at, f.created_by_id, coalesce(c.name, ''), f.changed_at, f.removed_at,"
    " coalesce(r.name, '')"
)
# Customers are looked up one by one: few files lead to them, while a join would begin with all
# whom the viewer sees.
_FROM: Final = """
  FROM files_file f
 CROSS JOIN LATERAL (SELECT * FROM parties_party one WHERE one.id = f.party_id OFFSET 0) p
  JOIN files_fileversion v ON v.file_id = f.id AND v.number = f.current
  LEFT JOIN k.people() c ON c.id = f.created_by_id
  LEFT JOIN k.people() r ON r.id = f.removed_by_id
  LEFT JOIN k.people() w ON w.id = v.created_by_id
"""
Cursor = tuple[datetime, UUID]


@dataclass(frozen=True)
class FileQuery:
    """All given restrict; `kinds` are codes of contents, `name` a part of the name."""

    state: str = File.State.KEPT
    party_id: UUID | None = None
    record_id: UUID | None = None
    record_kind: str = ""
    name: str = ""
    tag: str = ""
    kinds: Sequence[str] = ()
    created_by_id: UUID | None = None
    cursor: Cursor | None = None
    limit: int = 50


def rows_of(sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def seen_sql(viewer: Viewer) -> str:
    """SQL condition under which the viewer sees the file `f` of the customer `p`."""
    kinds = ", ".join(f"'{code}'" for code in readable_kinds(viewer)) or "''"
    own = f"(f.state <> 'WAITING' OR f.created_by_id = '{viewer.user_id}')"
    return f"{visible_sql(viewer)} AND f.record_kind IN ({kinds}) AND {own}"


def _file(row: Sequence[Any]) -> FileRow:
    values = [*row[:-_VERSION_WIDTH], VersionRow(*row[-_VERSION_WIDTH:])]
    return FileRow(*values)


def list_files(viewer: Viewer, query: FileQuery) -> tuple[list[FileRow], Cursor | None]:
    """Return a page, the latest changed first, and the cursor of the next one."""
    conditions = [seen_sql(viewer), "f.state = %(state)s"]
    given: dict[str, tuple[str, Any]] = {
        "party": ("f.party_id = %(party)s", query.party_id),
        "record": ("f.record_id = %(record)s", query.record_id),
        "kind": ("f.record_kind = %(kind)s", query.record_kind),
        "tag": ("%(tag)s = ANY(f.tags)", query.tag),
        "kinds": ("v.kind = ANY(%(kinds)s)", list(query.kinds)),
        "person": ("f.created_by_id = %(person)s", query.created_by_id),
        # The index over names is behind a function that applies the scope by itself.
        "name": ("f.id IN (SELECT k.search_files(%(name)s, 1000))", query.name.strip()),
        "at": ("(f.changed_at, f.id) < (%(at)s, %(after)s)", query.cursor and query.cursor[0]),
    }
    chosen = {name: value for name, (_, value) in given.items() if value}
    conditions += [given[name][0] for name in chosen]
    parameters = {
        **chosen,
        "state": query.state,
        "after": query.cursor and query.cursor[1],
    }
    sql = (
        f"SELECT {_FILE}, {_VERSION} {_FROM} WHERE {' AND '.join(conditions)}"
        f" ORDER BY f.changed_at DESC, f.id DESC LIMIT {int(query.limit) + 1}"
    )
    found = [_file(row) for row in rows_of(sql, parameters)]
    page = found[: query.limit]
    more = len(found) > query.limit
    return page, (page[-1].changed_at, page[-1].id) if more else None


def get_file(viewer: Viewer, file_id: UUID) -> FileRow:
    """Return one file, also from the bin; raises NotFound."""
    sql = f"SELECT {_FILE}, {_VERSION} {_FROM} WHERE f.id = %(id)s AND {seen_sql(viewer)}"
    rows = rows_of(sql, {"id": file_id})
    if not rows:
        raise NotFound
    return _file(rows[0])


def list_versions(viewer: Viewer, file_id: UUID) -> list[VersionRow]:
    """Return all versions, the latest first; raises NotFound."""
    sql = (
        f"SELECT {_VERSION} FROM files_fileversion v JOIN files_file f ON f.id = v.file_id"
        " JOIN parties_party p ON p.id = f.party_id"
        " LEFT JOIN k.people() w ON w.id = v.created_by_id"
        f" WHERE f.id = %(id)s AND {seen_sql(viewer)} ORDER BY v.number DESC"
    )
    rows = rows_of(sql, {"id": file_id})
    if not rows:
        raise NotFound
    return [VersionRow(*row) for row in rows]


def find_content(viewer: Viewer, version_id: UUID) -> tuple[UUID, str, str, VersionRow] | None:
    """Return (file, its name, key on the disk, version); None when the viewer does not see it."""
    sql = (
        f"SELECT f.id, f.name, v.key, {_VERSION} FROM files_fileversion v"
        " JOIN files_file f ON f.id = v.file_id JOIN parties_party p ON p.id = f.party_id"
        " LEFT JOIN k.people() w ON w.id = v.created_by_id"
        f" WHERE v.id = %(id)s AND {seen_sql(viewer)}"
    )
    rows = rows_of(sql, {"id": version_id})
    if not rows:
        return None
    file_id, name, key, *version = rows[0]
    return file_id, name, key, VersionRow(*version)


def name_records(viewer: Viewer, files: Sequence[FileRow]) -> dict[UUID, str]:
    """Return the titles of the records that the files are on, one statement per kind."""
    titles: dict[UUID, str] = {}
    for code, kind in record_kinds().items():
        ids = sorted({file.record_id for file in files if file.record_kind == code})
        if ids:
            titles |= kind.name_records(viewer, ids)
    return titles
