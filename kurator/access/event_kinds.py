"""How the security events that this domain notes are called."""

from collections.abc import Mapping
from typing import Final

from kurator.kernel.localized import LocalizedText

EVENT_KINDS: Final[Mapping[str, LocalizedText]] = {
    "access.session_ended": {
        "en": "Session ended",
        "ru": "Сеанс завершён",
        "uk": "Сеанс завершено",
    },
    "access.sessions_ended": {
        "en": "All sessions of a person ended",
        "ru": "Все сеансы человека завершены",
        "uk": "Усі сеанси людини завершено",
    },
    "access.keys_revoked": {
        "en": "All API keys of a person revoked",
        "ru": "Все ключи API человека отозваны",
        "uk": "Усі ключі API людини відкликано",
    },
}
