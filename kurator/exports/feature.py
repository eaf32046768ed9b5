from kurator.exports import selectors
from kurator.exports.event_kinds import EVENT_KINDS
from kurator.exports.tasks import WATCH
from kurator.platform.features import Feature, Loop, Permission

FEATURE = Feature(
    name="exports",
    event_kinds=EVENT_KINDS,
    permission_headings={
        "exports": {"en": "Export", "ru": "Выгрузка", "uk": "Вивантаження"},
    },
    permissions=[
        Permission(
            selectors.RUN,
            {
                "en": "Export lists to files",
                "ru": "Выгружать списки в файлы",
                "uk": "Вивантажувати списки у файли",
            },
        ),
        Permission(
            selectors.UNLIMITED,
            {
                "en": "Export without limits of number and size",
                "ru": "Выгружать без ограничений числа и размера",
                "uk": "Вивантажувати без обмежень кількості й розміру",
            },
        ),
        Permission(
            selectors.RAW,
            {
                "en": "Export raw CSV for programs, formulas included",
                "ru": "Выгружать CSV для программ, без защиты от формул",
                "uk": "Вивантажувати CSV для програм, без захисту від формул",
            },
        ),
    ],
    inner_topics={
        "exports.progress": {
            "en": "An export went on",
            "ru": "Выгрузка продвинулась",
            "uk": "Вивантаження просунулося",
        },
    },
    job_names={
        "exports.run": {
            "en": "Export to a file",
            "ru": "Выгрузка в файл",
            "uk": "Вивантаження у файл",
        },
    },
    loops=[Loop("exports", WATCH.keep)],
)
