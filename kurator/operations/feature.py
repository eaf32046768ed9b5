from kurator.operations.event_kinds import EVENT_KINDS
from kurator.operations.tasks import keep_erasures, run_backups
from kurator.platform.features import Feature, Loop, Permission

FEATURE = Feature(
    name="operations",
    event_kinds=EVENT_KINDS,
    permission_headings={
        "operations": {"en": "Operation", "ru": "Работа системы", "uk": "Робота системи"},
    },
    permissions=[
        Permission(
            "operations.view",
            {
                "en": "See how the installation is doing",
                "ru": "Видеть, как работает система",
                "uk": "Бачити, як працює система",
            },
        ),
        Permission(
            "operations.manage",
            {
                "en": "Take backups, repeat and settle what failed",
                "ru": "Делать копии, повторять и закрывать сбои",
                "uk": "Робити копії, повторювати й закривати збої",
            },
        ),
    ],
    inner_topics={
        "operations.changed": {
            "en": "The state of the system changed",
            "ru": "Состояние системы изменилось",
            "uk": "Стан системи змінився",
        },
    },
    loops=[
        Loop("operations.backups", run_backups),
        Loop("operations.erasures", keep_erasures),
    ],
)
