"""Cells that hold several values: numbers, addresses, tags."""

import re
from collections.abc import Mapping
from typing import Final

_SPACE: Final = re.compile(r"\s+")
_SEVERAL: Final = re.compile(r"[;,\n|]+")
_PART: Final = re.compile(r"[^;,\n|]*[;,\n|]+|[^;,\n|]+")
_BETWEEN: Final = ";,\n| \t\r"
_MAX_PARTS: Final = 6


def several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _SEVERAL.split(cell) if part.strip()))


def split_tags(cell: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], list[str]]:
    """Return the ids of the tags that are known, and the names of the others."""
    found, unknown = [], []
    parts = _PART.findall(cell)
    while parts:
        taken, tag_id = _longest(parts, known)
        if tag_id is not None:
            found.append(tag_id)
        elif name := parts[0].strip(_BETWEEN):
            unknown.append(name)
        parts = parts[taken:]
    return tuple(dict.fromkeys(found)), unknown


def _longest(parts: list[str], known: Mapping[str, str]) -> tuple[int, str | None]:
    """How many parts make one name: a tag may have a comma in its name."""
    for taken in range(min(len(parts), _MAX_PARTS), 0, -1):
        name = _SPACE.sub(" ", "".join(parts[:taken]).strip(_BETWEEN)).casefold()
        if (code := known.get(name)) is not None:
            return taken, code
    return 1, None
