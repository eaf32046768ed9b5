from kurator.people.event_kinds import EVENT_KINDS
from kurator.people.tasks import watch_looks
from kurator.platform.features import Feature, Loop, Permission

PERMISSIONS = (
    Permission(
        "people.manage",
        {
            "en": "Invite, change and disable people",
            "ru": "Приглашать, менять и отключать людей",
            "uk": "Запрошувати, змінювати й вимикати людей",
        },
        gives_access=True,
    ),
    Permission(
        "people.see_as",
        {
            "en": "See Kurator as another person",
            "ru": "Смотреть Kurator глазами другого человека",
            "uk": "Бачити Kurator очима іншої людини",
        },
        gives_access=True,
    ),
    Permission(
        "people.teams",
        {"en": "Arrange teams", "ru": "Настраивать команды", "uk": "Налаштовувати команди"},
        gives_access=True,
    ),
    Permission(
        "people.roles",
        {"en": "Define roles", "ru": "Настраивать роли", "uk": "Налаштовувати ролі"},
        gives_access=True,
    ),
    Permission(
        "keys.use",
        {
            "en": "Make API keys for oneself",
            "ru": "Создавать себе ключи API",
            "uk": "Створювати собі ключі API",
        },
        gives_access=True,
    ),
    Permission(
        "keys.all",
        {
            "en": "See and revoke everybody's API keys",
            "ru": "Видеть и отзывать ключи API всех людей",
            "uk": "Бачити й відкликати ключі API всіх людей",
        },
        gives_access=True,
    ),
)

FEATURE = Feature(
    name="people",
    permission_headings={
        "people": {"en": "People and roles", "ru": "Люди и роли", "uk": "Люди й ролі"},
        "keys": {"en": "API keys", "ru": "Ключи API", "uk": "Ключі API"},
    },
    permissions=PERMISSIONS,
    event_kinds=EVENT_KINDS,
    loops=[Loop("people.looks", watch_looks)],
)
