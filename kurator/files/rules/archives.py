"""
Bounds for everything that is a ZIP inside: office documents and archives.

Nothing is ever unpacked here; the bounds protect those who will.
"""

import lzma
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Final

MAX_ENTRIES: Final = 1000
MAX_RATIO: Final = 100
MAX_UNPACKED: Final = 200 * 1024 * 1024
_END: Final = b"PK\x05\x06"
_END_FORM: Final = struct.Struct("<4s4H2LH")
_MAX_COMMENT: Final = 65535
_MAX_DIRECTORY: Final = 512 * MAX_ENTRIES
# Below this size a high ratio is only a short text of many equal letters.
_SMALL: Final = 1024 * 1024
# Encrypted, packed in an unknown way, torn or with a false sum.
_UNREADABLE: Final = (
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
)


def archive_fault(path: Path) -> str:
    """Return '' for a harmless archive, else bomb or damaged."""
    # Read the summary first: the library would build a million entries before anybody counts.
    fault = _summary_fault(path)
    if fault:
        return fault
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "damaged"
    return _entries_fault(entries, path.stat().st_size)


def _summary_fault(path: Path) -> str:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_FORM.size - _MAX_COMMENT))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or at + _END_FORM.size > len(tail):
        return "damaged"
    _, _, _, _, entries, directory, _, _ = _END_FORM.unpack_from(tail, at)
    return "bomb" if entries > MAX_ENTRIES or directory > _MAX_DIRECTORY else ""


def _entries_fault(entries: list[zipfile.ZipInfo], size: int) -> str:
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if packed > size:  # entries that share their bytes: the trick of the densest bombs
        return "bomb"
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        return "bomb"
    if unpacked > _SMALL and unpacked > MAX_RATIO * max(size, 1):
        return "bomb"
    dense = (e for e in entries if e.file_size > _SMALL)
    return "bomb" if any(e.file_size > MAX_RATIO * max(e.compress_size, 1) for e in dense) else ""


def archive_kind(path: Path) -> str:
    """
    Tell office documents from plain archives by what they hold; '' for one that does not open as
    it says.
    """
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
            try:
                declared = archive.read("mimetype")
            except _UNREADABLE:
                return ""
            for ending, media_type in _OPEN_DOCUMENTS.items():
                if declared.startswith(media_type):
                    return ending
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in names):
                return kind
    return "zip"


_OPEN_DOCUMENTS: Final = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
