from kurator.imports.event_kinds import EVENT_KINDS
from kurator.imports.retention import FILES, PROBLEMS
from kurator.imports.tasks import WATCH
from kurator.imports.types import MAX_BODY
from kurator.platform.features import Feature, Loop, Permission

FEATURE = Feature(
    name="imports",
    permission_headings={
        "imports": {"en": "Import", "ru": "Импорт", "uk": "Імпорт"},
    },
    permissions=[
        Permission(
            "imports.run",
            {
                "en": "Import customers from files",
                "ru": "Импортировать клиентов из файлов",
                "uk": "Імпортувати клієнтів із файлів",
            },
        )
    ],
    event_kinds=EVENT_KINDS,
    large_bodies={"/imports": MAX_BODY},
    inner_topics={
        "imports.progress": {
            "en": "An import went on",
            "ru": "Импорт продвинулся",
            "uk": "Імпорт просунувся",
        },
    },
    job_names={
        "imports.run": {"en": "Import of a file", "ru": "Импорт файла", "uk": "Імпорт файлу"},
        "imports.check": {
            "en": "Check of a file before its import",
            "ru": "Проверка файла перед импортом",
            "uk": "Перевірка файлу перед імпортом",
        },
        "imports.analyze": {
            "en": "Reading of a new file",
            "ru": "Разбор нового файла",
            "uk": "Розбір нового файлу",
        },
    },
    loops=[Loop("imports", WATCH.keep)],
    retention=[FILES, PROBLEMS],
)
