"""The part of a content that a request asks for (RFC 9110, one range only)."""

import re
from typing import Final

_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def read_range(header: str, size: int) -> tuple[int, int] | None:
    """
    Return (first, length); None = all of it, which also answers a form we do not serve.

    Raises ValueError for a range that lies outside.
    """
    match = _RANGE.fullmatch(header.replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    first_text, last_text = match.groups()
    if not first_text:
        length = min(int(last_text), size)
        if length == 0:
            raise ValueError(header)
        return size - length, length
    first = int(first_text)
    last = min(int(last_text), size - 1) if last_text else size - 1
    if first >= size:
        raise ValueError(header)
    return None if last < first else (first, last - first + 1)
