from kurator.imports.event_kinds import EVENT_KINDS
from kurator.imports.retention import FILES, PROBLEMS
from kurator.imports.tasks import watch_imports
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
    loops=[Loop("imports", watch_imports)],
    retention=[FILES, PROBLEMS],
)
