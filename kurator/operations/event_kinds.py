"""How the security events that this domain notes are called."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText

EVENT_KINDS: Final[Mapping[str, LocalizedText]] = {
    "operations.backup_requested": {
        "en": "Backup asked for",
        "ru": "Заказана резервная копия",
        "uk": "Замовлено резервну копію",
    },
    "operations.backup_taken": {
        "en": "Backup taken",
        "ru": "Сделана резервная копия",
        "uk": "Зроблено резервну копію",
    },
    "operations.restored": {
        "en": "Restored from a backup",
        "ru": "Восстановлено из копии",
        "uk": "Відновлено з копії",
    },
    "operations.event_replayed": {
        "en": "Failed event repeated",
        "ru": "Повторено событие со сбоем",
        "uk": "Повторено подію зі збоєм",
    },
    "operations.job_retried": {
        "en": "Failed job repeated",
        "ru": "Повторено задание со сбоем",
        "uk": "Повторено завдання зі збоєм",
    },
    "operations.action_settled": {
        "en": "Unclear action settled by hand",
        "ru": "Неясное действие закрыто вручную",
        "uk": "Неясну дію закрито вручну",
    },
    "operations.outbound_released": {
        "en": "Outgoing messages released",
        "ru": "Исходящие разрешены",
        "uk": "Вихідні дозволено",
    },
}
