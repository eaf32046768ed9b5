"""
One archive of texts and of files that stand on the disk, without a copy of it anywhere.

The archive is described once, as bytes and places on the disk in their order; whoever sends it
reads the places as the line takes them. Files are stored, not compressed, so that their bytes in
the archive are those on the disk.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kurator.platform.departures import CHUNK, Departure, Part

_LARGE: Final = 2**31
_FIRST_YEAR: Final = 1980
"""What ZIP can tell of time begins here."""


@dataclass(frozen=True)
class Entry:
    """`content` is a text as bytes, or where a file stands."""

    name: str
    at: datetime
    content: bytes | Path


class _Recorder(io.RawIOBase):
    """Takes what the archive writes; of contents from the disk only that they passed."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.is_passing = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        written = bytes(data)
        if not self.is_passing:
            last = self.parts[-1] if self.parts else None
            if isinstance(last, bytes):
                self.parts[-1] = last + written
            else:
                self.parts.append(written)
        return len(written)


def pack(entries: Iterable[Entry]) -> list[Part]:
    """Return the parts of the archive; each file is read once, for its checksum."""
    recorder = _Recorder()
    with zipfile.ZipFile(recorder, "w") as archive:
        for entry in entries:
            if isinstance(entry.content, bytes):
                archive.writestr(_info(entry, zipfile.ZIP_DEFLATED), entry.content)
            else:
                _add_file(archive, recorder, entry, entry.content)
    return recorder.parts


def _info(entry: Entry, method: int) -> zipfile.ZipInfo:
    at = entry.at
    info = zipfile.ZipInfo(
        entry.name, (max(at.year, _FIRST_YEAR), at.month, at.day, at.hour, at.minute, at.second)
    )
    info.compress_type = method
    info.external_attr = 0o600 << 16
    return info


def _add_file(archive: zipfile.ZipFile, recorder: _Recorder, entry: Entry, path: Path) -> None:
    length = path.stat().st_size
    info = _info(entry, zipfile.ZIP_STORED)
    with archive.open(info, "w", force_zip64=length >= _LARGE) as target:
        recorder.is_passing = True
        for chunk in _chunks(path, length):
            target.write(chunk)
        recorder.is_passing = False
        recorder.parts.append(Departure(path, 0, length))


def _chunks(path: Path, length: int) -> Iterator[bytes]:
    left = length
    with path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def unique_names(names: Iterable[str]) -> Iterator[str]:
    """Yield the names, those that came before with a number; letter case makes no difference."""
    taken: set[str] = set()
    for name in names:
        stem, dot, ending = name.rpartition(".")
        found, n = name, 1
        while found.lower() in taken:
            n += 1
            found = f"{stem} ({n}).{ending}" if dot and stem else f"{name} ({n})"
        taken.add(found.lower())
        yield found
