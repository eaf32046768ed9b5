"""How the events that the audit itself notes are called."""

from collections.abc import Mapping
from typing import Final

from kurator.audit.services.alarm import KIND_UNUSUAL
from kurator.audit.services.copying import KIND_COPIED
from kurator.audit.services.night import KIND_NIGHT, KIND_VERIFIED
from kurator.audit.services.notebook import KIND_DENIED
from kurator.audit.services.retention import KIND_BEGAN, KIND_CHANGED, KIND_RAN
from kurator.audit.services.seals import KIND_BROKEN, KIND_SEALED
from kurator.kernel.localized import LocalizedText

EVENT_KINDS: Final[Mapping[str, LocalizedText]] = {
    KIND_DENIED: {"en": "Access refused", "ru": "Отказано в доступе", "uk": "Відмовлено в доступі"},
    KIND_UNUSUAL: {
        "en": "Unusually much read",
        "ru": "Необычно много просмотров",
        "uk": "Незвично багато переглядів",
    },
    KIND_COPIED: {
        "en": "Copy of a customer's data taken",
        "ru": "Получена копия данных клиента",
        "uk": "Отримано копію даних клієнта",
    },
    KIND_SEALED: {"en": "Days sealed", "ru": "Дни опечатаны", "uk": "Дні опечатано"},
    KIND_VERIFIED: {
        "en": "Seals verified, nothing altered",
        "ru": "Печати проверены, изменений нет",
        "uk": "Печатки перевірено, змін немає",
    },
    KIND_BROKEN: {
        "en": "The past was altered",
        "ru": "Прошлое изменено",
        "uk": "Минуле змінено",
    },
    KIND_NIGHT: {
        "en": "Work of the night done",
        "ru": "Ночная работа сделана",
        "uk": "Нічну роботу зроблено",
    },
    KIND_BEGAN: {
        "en": "Removal of old data begun",
        "ru": "Начато удаление старых данных",
        "uk": "Розпочато видалення старих даних",
    },
    KIND_RAN: {
        "en": "Old data removed",
        "ru": "Старые данные удалены",
        "uk": "Старі дані видалено",
    },
    KIND_CHANGED: {
        "en": "Time of keeping changed",
        "ru": "Изменён срок хранения",
        "uk": "Змінено строк зберігання",
    },
}
