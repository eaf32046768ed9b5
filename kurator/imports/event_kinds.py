"""How the security events of imports are called."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText

EVENT_KINDS: Final[Mapping[str, LocalizedText]] = {
    "imports.ran": {
        "en": "Customers imported",
        "ru": "Импортированы клиенты",
        "uk": "Імпортовано клієнтів",
    },
}
