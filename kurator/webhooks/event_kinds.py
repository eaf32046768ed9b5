"""How the security events that this domain notes are called."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText

EVENT_KINDS: Final[Mapping[str, LocalizedText]] = {
    "webhooks.created": {"en": "Webhook created", "ru": "Вебхук создан", "uk": "Вебхук створено"},
    "webhooks.changed": {"en": "Webhook changed", "ru": "Вебхук изменён", "uk": "Вебхук змінено"},
    "webhooks.deleted": {"en": "Webhook removed", "ru": "Вебхук удалён", "uk": "Вебхук видалено"},
    "webhooks.stopped": {
        "en": "Webhook stopped",
        "ru": "Вебхук остановлен",
        "uk": "Вебхук зупинено",
    },
    "webhooks.secret_renewed": {
        "en": "Secret of a webhook renewed",
        "ru": "Обновлён секрет вебхука",
        "uk": "Оновлено секрет вебхука",
    },
    "webhooks.source_created": {
        "en": "Source of messages created",
        "ru": "Создан источник сообщений",
        "uk": "Створено джерело повідомлень",
    },
    "webhooks.source_changed": {
        "en": "Source of messages changed",
        "ru": "Изменён источник сообщений",
        "uk": "Змінено джерело повідомлень",
    },
    "webhooks.source_deleted": {
        "en": "Source of messages removed",
        "ru": "Удалён источник сообщений",
        "uk": "Видалено джерело повідомлень",
    },
}
