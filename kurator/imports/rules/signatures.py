"""A file that is no text is named for what it is, so that its owner knows what to do."""

from typing import Final

_SIGNATURES: Final = (
    (b"PK\x03\x04", "spreadsheet"),
    (b"PK\x05\x06", "spreadsheet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3\x00", "program"),
    (b"{\\rtf", "document"),
)
_MARKUP: Final = ((b"<?xml", "markup"), (b"<!doctype html", "markup"), (b"<html", "markup"))


def foreign_kind(head: bytes) -> str:
    """Return what the file is instead of a text table, '' when nothing speaks against text."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:20].lower()
    for signature, kind in _MARKUP:
        if start.startswith(signature):
            return kind
    return "program" if _is_noise(head) else ""


def _is_noise(head: bytes) -> bool:
    """Many control characters that are neither UTF-16 nor white space."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_wide(head):
        return False
    controls = sum(head.count(bytes([code])) for code in range(1, 32) if code not in b"\t\n\r\x0c")
    return len(head) >= 64 and controls > len(head) // 10


def _is_wide(head: bytes) -> bool:
    """UTF-16 without its mark: every other byte is the upper half of a Latin or Cyrillic letter."""
    halves = (head[0::2], head[1::2])
    return any((half.count(0) + half.count(4)) * 10 > len(half) * 9 for half in halves)
