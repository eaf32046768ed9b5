from kurator.bulk.event_kinds import EVENT_KINDS
from kurator.bulk.selectors.change_sets import SEE_ALL
from kurator.bulk.services.starting import MANY
from kurator.bulk.tasks import WATCH
from kurator.parties.fields import text
from kurator.platform.features import Feature, Loop, Permission

FEATURE = Feature(
    name="bulk",
    permission_headings={
        "changes": {"en": "Undo", "ru": "Возврат изменений", "uk": "Повернення змін"},
    },
    permissions=[
        Permission(
            MANY,
            text(
                "Change many customers at once",
                "Менять многих клиентов сразу",
                "Змінювати багатьох клієнтів одразу",
            ),
        ),
        Permission(
            SEE_ALL,
            text(
                "See and undo the changes of others",
                "Видеть и возвращать изменения других",
                "Бачити й повертати зміни інших",
            ),
        ),
    ],
    event_kinds=EVENT_KINDS,
    inner_topics={
        "bulk.progress": {
            "en": "A change of many went on",
            "ru": "Массовое изменение продвинулось",
            "uk": "Масова зміна просунулася",
        },
    },
    job_names={
        "bulk.run": {
            "en": "Change of many customers",
            "ru": "Массовое изменение клиентов",
            "uk": "Масова зміна клієнтів",
        },
    },
    loops=[Loop("bulk", WATCH.keep)],
)
