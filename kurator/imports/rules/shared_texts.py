"""
The texts that cells of a workbook share. A spreadsheet keeps each text once, and a million
customers have millions of them: they wait on the disk in groups, those read of late in memory.
"""

from array import array
from tempfile import SpooledTemporaryFile
from typing import Final

import orjson

GROUP: Final = 64
MAX_HELD: Final = 4 * 1024 * 1024
"""Bytes of the groups that are held at a time."""
_SMALL: Final = 4 * 1024 * 1024


class SharedTexts:
    """`add` all of them, then ask for any; raises IndexError as a list does."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_SMALL)  # noqa: SIM115 - closed by `close`
        self._starts = array("Q", [0])
        self._open: list[str] = []
        self._held: dict[int, list[str]] = {}
        self._held_bytes = 0

    def add(self, text: str) -> None:
        self._open.append(text)
        if len(self._open) == GROUP:
            self._file.write(orjson.dumps(self._open))
            self._starts.append(self._file.tell())
            self._open = []

    def __getitem__(self, place: int) -> str:
        number, within = divmod(place, GROUP)
        held = self._held.get(number)
        return (self._group(number) if held is None else held)[within]

    def close(self) -> None:
        self._file.close()

    def _group(self, number: int) -> list[str]:
        if number == len(self._starts) - 1:
            return self._open
        if not 0 <= number < len(self._starts) - 1:
            raise IndexError(number)
        start, end = self._starts[number], self._starts[number + 1]
        self._file.seek(start)
        group: list[str] = orjson.loads(self._file.read(end - start))
        if self._held_bytes > MAX_HELD:
            self._held.clear()
            self._held_bytes = 0
        self._held[number] = group
        self._held_bytes += end - start
        return group
