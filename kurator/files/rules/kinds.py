"""What a file is, by its content; its name and what the sender says of it decide nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import puremagic

from kurator.files.rules.archives import archive_fault, archive_kind
from kurator.files.rules.names import ending_of

HEAD_BYTES: Final = 64 * 1024
BINARY: Final = "application/octet-stream"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_ODF: Final = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Kind:
    """
    `media_type` is what a browser is told; `preview` what is shown of it, '' = nothing; `drawer`
    makes that, where it is not called as what it makes.
    """

    code: str
    media_type: str
    endings: tuple[str, ...]
    preview: str = ""
    is_zip: bool = False
    drawer: str = ""


KINDS: Final[Mapping[str, Kind]] = {
    kind.code: kind
    for kind in (
        Kind("png", "image/png", ("png",), "image"),
        Kind("jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), "image"),
        Kind("gif", "image/gif", ("gif",), "image"),
        Kind("webp", "image/webp", ("webp",), "image"),
        Kind("bmp", "image/bmp", ("bmp", "dib"), "image"),
        Kind("tiff", "image/tiff", ("tif", "tiff"), "image"),
        Kind("heic", "image/heic", ("heic", "heif")),
        # Both can carry a program: a browser is never told what they are.
        Kind("svg", BINARY, ("svg",)),
        Kind("html", BINARY, ("html", "htm", "xhtml", "mht", "mhtml"), "text", drawer="markup"),
        Kind("pdf", "application/pdf", ("pdf",), "pdf"),
        Kind("docx", f"{_OFFICE}.wordprocessingml.document", ("docx",), is_zip=True),
        Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",), is_zip=True),
        Kind("pptx", f"{_OFFICE}.presentationml.presentation", ("pptx",), is_zip=True),
        Kind("odt", f"{_ODF}.text", ("odt",), is_zip=True),
        Kind("ods", f"{_ODF}.spreadsheet", ("ods",), is_zip=True),
        Kind("odp", f"{_ODF}.presentation", ("odp",), is_zip=True),
        Kind("ole", BINARY, ("doc", "xls", "ppt", "msg")),
        Kind("rtf", "application/rtf", ("rtf",)),
        Kind("text", "text/plain", ("txt", "csv", "tsv", "log", "md", "json", "xml", "eml", "vcf",
                                    "ics", "yaml", "yml", "ini", "sql", "1c"), "text"),
        Kind("zip", "application/zip", ("zip",), is_zip=True),
        Kind("mp3", "audio/mpeg", ("mp3",)),
        Kind("wav", "audio/wav", ("wav",)),
        Kind("ogg", "audio/ogg", ("ogg", "oga", "opus")),
        Kind("mp4", "video/mp4", ("mp4", "m4a", "m4v", "mov", "3gp")),
    )
}  # fmt: skip
_BY_ENDING: Final = {ending: kind.code for kind in KINDS.values() for ending in kind.endings}
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_LATE_MARKUP: Final = (b"<script", b"<html", b"<!doctype html", b"<svg")
_WHITE: Final = frozenset(b"\t\n\r\f\x1b")
_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Recognized:
    """`fault` is '' or why the file is refused: unknown, bomb, damaged."""

    kind: Kind | None
    fault: str = ""


def recognize(path: Path) -> Recognized:
    """Look into the file; a container is opened as far as its table of contents."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    code = _container(head) or _by_signature(head)
    if code == "zip":
        fault = archive_fault(path)
        kind = "" if fault else archive_kind(path)
        return Recognized(KINDS[kind]) if kind else Recognized(None, fault or "damaged")
    if not code and is_text(head):
        code = "html" if _has_markup(head) else "text"
    return Recognized(KINDS[code]) if code else Recognized(None, "unknown")


def _has_markup(head: bytes) -> bool:
    if head.startswith(_BOMS):
        head = head.decode("utf-16", errors="ignore").encode(errors="ignore")
    return any(mark in head.lower() for mark in _LATE_MARKUP)


def _container(head: bytes) -> str:
    """Signatures of families whose members one look does not tell apart."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(_OLE):
        return "ole"
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc") else "mp4"
    return "ogg" if head.startswith(b"OggS") else ""


def _by_signature(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    for match in found:
        code = _BY_ENDING.get(match.extension.lstrip("."), "")
        if code and code != "text" and not KINDS[code].is_zip:
            # Only a signature where the file begins makes it one of a kind.
            return code if _is_at_start(match, code, head) else ""
    return ""


def _is_at_start(match: puremagic.PureMagicWithConfidence, code: str, head: bytes) -> bool:
    if code in ("html", "svg"):
        return is_text(head)
    return match.offset == 0 or code in ("webp", "wav")


def is_text(head: bytes) -> bool:
    """Whether a person could read it: no control characters, in one encoding or another."""
    if not head:
        return True
    if head.startswith(_BOMS):
        return _decodes(head[: len(head) // 2 * 2], "utf-16")
    return not any(byte < 32 and byte not in _WHITE for byte in head) and 127 not in head


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return "\x00" not in text


def fitting_name(name: str, kind: Kind) -> str:
    """Return the name with an ending that tells the truth about the content."""
    return name if ending_of(name) in kind.endings else f"{name}.{kind.endings[0]}"
