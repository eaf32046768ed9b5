"""Tasks and notes as records that files are kept on; the files are seen with the customer."""

from collections.abc import Sequence
from uuid import UUID

import orjson

from kurator.access.types import Viewer
from kurator.activities.selectors import scope_parameters
from kurator.kernel.localized import text_in
from kurator.parties.selectors.visibility import SEEN_PARTY
from kurator.platform.queries import read_rows
from kurator.platform.records import RecordKind

_FIND = f"""
SELECT p.id FROM {{table}} t JOIN parties_party p ON p.id = t.party_id
 WHERE t.id = %(id)s AND {SEEN_PARTY}
"""
_TITLES = f"""
SELECT t.id, {{title}} FROM {{table}} t JOIN parties_party p ON p.id = t.party_id
 WHERE t.id = ANY(%(ids)s) AND {SEEN_PARTY}
"""


def _find(viewer: Viewer, table: str, record_id: UUID) -> UUID | None:
    rows = read_rows(_FIND.format(table=table), scope_parameters(viewer) | {"id": record_id})
    return rows[0][0] if rows else None


def _find_task(viewer: Viewer, task_id: UUID) -> UUID | None:
    return _find(viewer, "activities_task", task_id)


def _find_note(viewer: Viewer, note_id: UUID) -> UUID | None:
    return _find(viewer, "activities_note", note_id)


def _name_tasks(viewer: Viewer, ids: Sequence[UUID]) -> dict[UUID, str]:
    sql = _TITLES.format(table="activities_task", title="t.title::text")
    rows = read_rows(sql, scope_parameters(viewer) | {"ids": list(ids)})
    return {task_id: text_in(orjson.loads(title), viewer.language) for task_id, title in rows}


def _name_notes(viewer: Viewer, ids: Sequence[UUID]) -> dict[UUID, str]:
    sql = _TITLES.format(table="activities_note", title="left(t.text, 80)")
    return dict(read_rows(sql, scope_parameters(viewer) | {"ids": list(ids)}))


TASK_RECORD = RecordKind(
    code="task",
    label={"en": "Task", "ru": "Задача", "uk": "Завдання"},
    permission="tasks.view",
    find_party=_find_task,
    name_records=_name_tasks,
)
NOTE_RECORD = RecordKind(
    code="note",
    label={"en": "Note", "ru": "Заметка", "uk": "Нотатка"},
    permission="parties.view",
    find_party=_find_note,
    name_records=_name_notes,
)
