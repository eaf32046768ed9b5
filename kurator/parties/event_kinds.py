"""How the security events that this domain notes are called."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText

EVENT_KINDS: Final[Mapping[str, LocalizedText]] = {
    "parties.shared": {
        "en": "Customer shared",
        "ru": "Клиентом поделились",
        "uk": "Клієнтом поділилися",
    },
    "parties.share_revoked": {
        "en": "Sharing of a customer ended",
        "ru": "Общий доступ к клиенту закрыт",
        "uk": "Спільний доступ до клієнта закрито",
    },
    "parties.recycled": {
        "en": "Customers deleted",
        "ru": "Клиенты удалены в корзину",
        "uk": "Клієнтів видалено до кошика",
    },
    "parties.restored": {
        "en": "Deleted customers restored",
        "ru": "Клиенты восстановлены",
        "uk": "Клієнтів відновлено",
    },
    "parties.erased": {
        "en": "Customers removed for good",
        "ru": "Клиенты удалены навсегда",
        "uk": "Клієнтів видалено назавжди",
    },
}
