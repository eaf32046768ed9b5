from kurator.people.api import keys, persons, roles, teams
from kurator.platform.features import Feature, Permission

PERMISSIONS = (
    Permission(
        persons.PERMISSION,
        {
            "en": "Invite, change and disable people",
            "ru": "Приглашать, менять и отключать людей",
            "uk": "Запрошувати, змінювати й вимикати людей",
        },
    ),
    Permission(
        teams.PERMISSION,
        {"en": "Arrange teams", "ru": "Настраивать команды", "uk": "Налаштовувати команди"},
    ),
    Permission(
        roles.PERMISSION,
        {"en": "Define roles", "ru": "Настраивать роли", "uk": "Налаштовувати ролі"},
    ),
    Permission(
        keys.PERMISSION,
        {
            "en": "Make API keys for oneself",
            "ru": "Создавать себе ключи API",
            "uk": "Створювати собі ключі API",
        },
    ),
    Permission(
        keys.ALL_KEYS,
        {
            "en": "See and revoke everybody's API keys",
            "ru": "Видеть и отзывать ключи API всех людей",
            "uk": "Бачити й відкликати ключі API всіх людей",
        },
    ),
)

FEATURE = Feature(
    name="people", doors=[persons.door, teams.door, roles.door, keys.door], permissions=PERMISSIONS
)
