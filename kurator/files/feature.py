from kurator.files.event_kinds import EVENT_KINDS
from kurator.files.personal_data import FILE_DATA
from kurator.files.sections import FEED, SEARCH, SECTION
from kurator.files.services.attaching import attach_waiting
from kurator.files.services.erasing import CONTENTS_ERASED, remove_erased
from kurator.files.tasks import tend_files
from kurator.files.tracked import FILE
from kurator.platform.features import Feature, Loop, Permission
from kurator.platform.outbox import Subscriber

FEATURE = Feature(
    name="files",
    event_kinds=EVENT_KINDS,
    permission_headings={
        "files": {"en": "Files", "ru": "Файлы", "uk": "Файли"},
    },
    permissions=[
        Permission("files.view", {"en": "See files", "ru": "Видеть файлы", "uk": "Бачити файли"}),
        Permission(
            "files.edit",
            {
                "en": "Add, change and remove files",
                "ru": "Добавлять, менять и убирать файлы",
                "uk": "Додавати, змінювати й прибирати файли",
            },
        ),
        Permission(
            "files.delete",
            {
                "en": "Remove files for good",
                "ru": "Удалять файлы навсегда",
                "uk": "Видаляти файли назавжди",
            },
        ),
    ],
    tracked=[FILE],
    personal_data=[FILE_DATA],
    inner_topics={
        "files.changed": {
            "en": "Files of customers changed",
            "ru": "Файлы клиентов изменились",
            "uk": "Файли клієнтів змінилися",
        },
        "files.contents_erased": {
            "en": "Contents of files removed for good",
            "ru": "Содержимое файлов удалено навсегда",
            "uk": "Вміст файлів видалено назавжди",
        },
    },
    subscribers=[Subscriber("files", frozenset({CONTENTS_ERASED}), remove_erased)],
    loops=[Loop("files", tend_files)],
    attach_files=attach_waiting,
    card_sections=[SECTION],
    feed_sources=[FEED],
    search_providers=[SEARCH],
)
