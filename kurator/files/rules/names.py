"""File names as they are kept, shown and sent: whatever was given, the result is harmless."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

MAX_BYTES: Final = 200
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
# Controls, marks of direction and invisible characters: they make a name look like another.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINER: Final = "\u200d"
_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)")
_LONGEST_ENDING: Final = 12
NAMELESS: Final = "file"


def clean_name(given: str) -> str:
    """Return the last part of a path without what could deceive a person or a file system."""
    text = unicodedata.normalize("NFC", given.replace("\\", "/")).rsplit("/", 1)[-1]
    shown = "".join(" " if c in "\t\n\r" else c for c in text if c in "\t\n\r" or _is_shown(c))
    name = " ".join(_FORBIDDEN.sub("_", shown).split()).strip(". " + _JOINER)
    stem = name.partition(".")[0].strip()
    if _DEVICES.fullmatch(stem):
        name = f"_{name}"
    return _shortened(name) or NAMELESS


def _is_shown(letter: str) -> bool:
    # The joiner holds emoji together; alone it shows nothing and does no harm.
    return letter == _JOINER or unicodedata.category(letter) not in _INVISIBLE


def _shortened(name: str) -> str:
    if len(name.encode()) <= MAX_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > _LONGEST_ENDING:
        stem, ending = name, ""
    tail = f".{ending}" if ending else ""
    room = MAX_BYTES - len(tail.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(". " + _JOINER) + tail


def ending_of(name: str) -> str:
    """The part behind the last dot in small letters, '' when there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def disposition(name: str) -> str:
    """Return the header that makes a browser save the file under its name (RFC 6266, 5987)."""
    clean = clean_name(name)
    plain = unicodedata.normalize("NFKD", clean).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 ._()+-]", "", plain).strip(". ")
    ending = ending_of(clean)
    if not plain or plain.lower() == ending:
        plain = f"file.{ending}" if ending.isascii() and ending.isalnum() else "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"
