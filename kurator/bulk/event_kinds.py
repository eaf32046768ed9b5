"""How the security events of changes of many are called."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText

EVENT_KINDS: Final[Mapping[str, LocalizedText]] = {
    "bulk.ran": {
        "en": "Many customers changed",
        "ru": "Изменено много клиентов",
        "uk": "Змінено багато клієнтів",
    },
    "bulk.undone": {
        "en": "A change taken back",
        "ru": "Изменение возвращено",
        "uk": "Зміну повернуто",
    },
}
