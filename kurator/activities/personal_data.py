"""Tasks and notes in the copy of a customer's data."""

from typing import Final

from kurator.platform.personal_data import PersonalDataSource

TASK_DATA: Final = PersonalDataSource(
    "tasks",
    {"en": "Tasks", "ru": "Задачи", "uk": "Завдання"},
    "SELECT to_jsonb(t) - 'party_id' - 'source_key' FROM activities_task t"
    " WHERE t.party_id = %(party)s ORDER BY t.created_at, t.id",
)
NOTE_DATA: Final = PersonalDataSource(
    "notes",
    {"en": "Notes", "ru": "Заметки", "uk": "Нотатки"},
    "SELECT to_jsonb(n) - 'party_id' FROM activities_note n"
    " WHERE n.party_id = %(party)s ORDER BY n.created_at, n.id",
)
