from kurator.audit.api import log
from kurator.audit.services.alarm import KIND_UNUSUAL
from kurator.audit.services.notebook import KIND_DENIED, NOTEBOOK
from kurator.audit.tasks import watch_reading, write_down_sightings
from kurator.platform.features import Feature, Loop, Permission
from kurator.platform.sightings import Observer

FEATURE = Feature(
    name="audit",
    doors=[log.door],
    permissions=[
        Permission(
            "audit.security",
            {
                "en": "See the security log",
                "ru": "Смотреть журнал безопасности",
                "uk": "Переглядати журнал безпеки",
            },
        ),
        Permission(
            "audit.views",
            {
                "en": "See who looked at a customer",
                "ru": "Видеть, кто смотрел клиента",
                "uk": "Бачити, хто переглядав клієнта",
            },
        ),
    ],
    observer=Observer(seen=NOTEBOOK.note_sighting, refused=NOTEBOOK.note_refusal),
    web_loops=[Loop("audit.notebook", write_down_sightings)],
    loops=[Loop("audit.reading", watch_reading)],
    event_kinds={
        KIND_DENIED: {
            "en": "Access refused",
            "ru": "Отказано в доступе",
            "uk": "Відмовлено в доступі",
        },
        KIND_UNUSUAL: {
            "en": "Unusually much read",
            "ru": "Необычно много просмотров",
            "uk": "Незвично багато переглядів",
        },
    },
)
