"""How the security events that this domain notes are called."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText

EVENT_KINDS: Final[Mapping[str, LocalizedText]] = {
    "access.logged_in": {"en": "Logged in", "ru": "Вход", "uk": "Вхід"},
    "access.logged_out": {"en": "Logged out", "ru": "Выход", "uk": "Вихід"},
    "access.log_in_failed": {"en": "Log-in failed", "ru": "Неудачный вход", "uk": "Невдалий вхід"},
    "access.proven": {
        "en": "Proved who he is once more",
        "ru": "Личность подтверждена повторно",
        "uk": "Особу підтверджено повторно",
    },
    "access.password_changed": {
        "en": "Password changed",
        "ru": "Пароль изменён",
        "uk": "Пароль змінено",
    },
    "access.password_reset": {
        "en": "Password set by a link",
        "ru": "Пароль задан по ссылке",
        "uk": "Пароль задано за посиланням",
    },
    "access.reset_asked": {
        "en": "Link for a new password asked for",
        "ru": "Запрошена ссылка для нового пароля",
        "uk": "Замовлено посилання для нового пароля",
    },
    "access.invitation_accepted": {
        "en": "Invitation accepted",
        "ru": "Приглашение принято",
        "uk": "Запрошення прийнято",
    },
    "access.factor_added": {
        "en": "Second factor added",
        "ru": "Добавлен второй фактор",
        "uk": "Додано другий фактор",
    },
    "access.factor_removed": {
        "en": "Second factor removed",
        "ru": "Убран второй фактор",
        "uk": "Прибрано другий фактор",
    },
    "access.factor_reset_offered": {
        "en": "Link to reset second factors made",
        "ru": "Создана ссылка для сброса вторых факторов",
        "uk": "Створено посилання для скидання других факторів",
    },
    "access.factors_reset": {
        "en": "Second factors reset by a link",
        "ru": "Вторые факторы сброшены по ссылке",
        "uk": "Другі фактори скинуто за посиланням",
    },
    "access.recovery_codes_renewed": {
        "en": "Recovery codes renewed",
        "ru": "Обновлены резервные коды",
        "uk": "Оновлено резервні коди",
    },
    "access.person_by_provider": {
        "en": "Person made at the first log-in by a provider",
        "ru": "Человек создан при первом входе через службу входа",
        "uk": "Людину створено під час першого входу через службу входу",
    },
    "access.provider_linked": {
        "en": "Log-in of a provider linked",
        "ru": "Подключён вход через службу",
        "uk": "Підключено вхід через службу",
    },
    "access.provider_created": {
        "en": "Log-in provider set up",
        "ru": "Добавлена служба входа",
        "uk": "Додано службу входу",
    },
    "access.provider_changed": {
        "en": "Log-in provider changed",
        "ru": "Изменена служба входа",
        "uk": "Змінено службу входу",
    },
    "access.provider_keys_changed": {
        "en": "Keys of a log-in provider changed by its own description",
        "ru": "Ключи службы входа сменились по её описанию",
        "uk": "Ключі служби входу змінилися за її описом",
    },
    "access.provider_deleted": {
        "en": "Log-in provider removed",
        "ru": "Удалена служба входа",
        "uk": "Видалено службу входу",
    },
}
