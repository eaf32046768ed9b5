"""Whether a text has anything to see."""

import unicodedata
from typing import Final

# Letters and signs by their category that are drawn as nothing.
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def is_visible(text: str) -> bool:
    """False for spaces, controls, marks of direction and everything else that leaves no trace on a screen."""
    return any(sign not in _BLANK and unicodedata.category(sign)[0] not in "CZM" for sign in text)
