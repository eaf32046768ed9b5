from kurator.audit.event_kinds import EVENT_KINDS
from kurator.audit.fields import CONSENT_FIELDS, TRACKED
from kurator.audit.personal_data import CONSENT_DATA, VIEW_DATA
from kurator.audit.retention import READING, VIEWS
from kurator.audit.selectors.exporting import SECURITY_LOG
from kurator.audit.services.notebook import NOTEBOOK
from kurator.audit.tasks import watch_reading, work_at_night, write_down_sightings
from kurator.platform.features import Feature, Loop, Permission
from kurator.platform.sightings import Observer

FEATURE = Feature(
    name="audit",
    permission_headings={
        "consents": {"en": "Consents", "ru": "Согласия", "uk": "Згоди"},
        "audit": {"en": "Audit", "ru": "Аудит", "uk": "Аудит"},
    },
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
                "ru": "Видеть, кто просматривал клиента",
                "uk": "Бачити, хто переглядав клієнта",
            },
        ),
        Permission(
            "audit.retention",
            {
                "en": "Set how long data are kept",
                "ru": "Задавать сроки хранения данных",
                "uk": "Задавати строки зберігання даних",
            },
        ),
        Permission(
            "audit.copy",
            {
                "en": "Take a copy of all data of a customer",
                "ru": "Получать копию всех данных клиента",
                "uk": "Отримувати копію всіх даних клієнта",
            },
        ),
        Permission(
            "consents.record",
            {"en": "Record consents", "ru": "Записывать согласия", "uk": "Записувати згоди"},
        ),
        Permission(
            "consents.manage",
            {
                "en": "Set up purposes of consent",
                "ru": "Настраивать цели согласий",
                "uk": "Налаштовувати цілі згод",
            },
        ),
    ],
    observer=Observer(seen=NOTEBOOK.note_sighting, refused=NOTEBOOK.note_refusal),
    web_loops=[Loop("audit.notebook", write_down_sightings)],
    loops=[Loop("audit.reading", watch_reading), Loop("audit.night", work_at_night)],
    event_kinds=EVENT_KINDS,
    exporters=[SECURITY_LOG],
    retention=[VIEWS, READING],
    personal_data=[CONSENT_DATA, VIEW_DATA],
    fields=CONSENT_FIELDS,
    tracked=[TRACKED],
)
