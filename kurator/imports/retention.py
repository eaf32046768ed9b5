"""What of imports goes with time."""

from typing import Final

from kurator.platform.retention import RetentionRule

PROBLEMS: Final = RetentionRule(
    code="imports.problems",
    label={
        "en": "Refused cells of imports",
        "ru": "Отклонённые ячейки импортов",
        "uk": "Відхилені комірки імпортів",
    },
    hint={
        "en": "The list of refused cells with their values is removed; the import stays with its counts.",
        "ru": "Список отклонённых ячеек со значениями удаляется; сам импорт и его числа остаются.",
        "uk": "Список відхилених комірок зі значеннями видаляється; сам імпорт і його числа лишаються.",
    },
    table="imports_importproblem",
    older="EXISTS (SELECT FROM public.imports_import i WHERE i.id = t.import_id"
    " AND i.created_at < before AND i.status NOT IN ('ANALYZING', 'CHECKING', 'RUNNING'))",
    default_days=90,
)
FILES: Final = RetentionRule(
    code="imports.files",
    label={"en": "Files of imports", "ru": "Файлы импортов", "uk": "Файли імпортів"},
    hint={
        "en": "The uploaded file and the rows shown of it are deleted; the import stays with its mapping and counts.",
        "ru": "Загруженный файл и показанные из него строки удаляются; импорт остаётся с сопоставлением и числами.",
        "uk": "Завантажений файл і показані з нього рядки видаляються; імпорт лишається із зіставленням і числами.",
    },
    table="imports_import",
    # The sweeper of files removes within the hour what no import names any more.
    older="(t.file_key <> '' OR jsonb_array_length(t.analysis -> 'sample') > 0) AND t.created_at < before"
    " AND t.status NOT IN ('ANALYZING', 'CHECKING', 'RUNNING')",
    erase="file_key = '', analysis = k.without_samples(d.analysis)",
    default_days=7,
)
