"""How the security events that this domain notes are called."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText

EVENT_KINDS: Final[Mapping[str, LocalizedText]] = {
    "files.downloaded": {"en": "File downloaded", "ru": "Файл скачан", "uk": "Файл завантажено"},
    "files.infected": {
        "en": "Virus found in a file",
        "ru": "В файле найден вирус",
        "uk": "У файлі знайдено вірус",
    },
    "files.erased": {
        "en": "File removed for good",
        "ru": "Файл удалён навсегда",
        "uk": "Файл видалено назавжди",
    },
    "files.retention_run": {
        "en": "Old files removed from the bin",
        "ru": "Старые файлы удалены из корзины",
        "uk": "Старі файли видалено з кошика",
    },
}
