"""Secrets of log-in that must be read back (keys of factors, of providers) as sealed texts."""

import base64
import binascii

from kurator.kernel.errors import KuratorError
from kurator.platform import sealing

PURPOSE = "log-in"


class SecretLost(KuratorError):
    code = "access.secret_lost"
    status = 409
    texts = {
        "en": "A stored secret cannot be read: it was written with another secrets.json. Set it anew.",
        "ru": "Сохранённый секрет не читается: он записан с другим secrets.json. Задайте его заново.",
        "uk": "Збережений секрет не читається: він записаний з іншим secrets.json. Задайте його заново.",
    }


def seal(text: str, *, place: str = "") -> str:
    return base64.b64encode(sealing.seal(text.encode(), purpose=PURPOSE, place=place)).decode()


def unseal(sealed: str, *, place: str = "") -> str:
    """Raises SecretLost."""
    try:
        return sealing.unseal(base64.b64decode(sealed), purpose=PURPOSE, place=place).decode()
    except (sealing.SealBroken, binascii.Error) as error:
        raise SecretLost from error
