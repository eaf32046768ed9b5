"""How the security events that this domain notes are called."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText

EVENT_KINDS: Final[Mapping[str, LocalizedText]] = {
    "exports.made": {
        "en": "Export asked for",
        "ru": "Заказана выгрузка",
        "uk": "Замовлено вивантаження",
    },
    "exports.downloaded": {
        "en": "Export downloaded",
        "ru": "Выгрузка скачана",
        "uk": "Вивантаження завантажено",
    },
}
