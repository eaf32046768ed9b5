"""What of files leaves the house."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from kurator.kernel.localized import LocalizedText

TAGS: Final[Mapping[str, LocalizedText]] = {
    "contract": {"en": "Contract", "ru": "Договор", "uk": "Договір"},
    "invoice": {"en": "Invoice", "ru": "Счёт", "uk": "Рахунок"},
    "certificate": {"en": "Certificate", "ru": "Акт", "uk": "Акт"},
    "identity": {
        "en": "Identity document",
        "ru": "Удостоверение личности",
        "uk": "Посвідчення особи",
    },
    "letter": {"en": "Letter", "ru": "Письмо", "uk": "Лист"},
    "photo": {"en": "Photo", "ru": "Фото", "uk": "Фото"},
    "recording": {"en": "Recording", "ru": "Запись", "uk": "Запис"},
}
"""Marks that a file of any record may carry."""


class Scan(StrEnum):
    """What the virus scanner says; a WAITING content is given to nobody."""

    UNSCANNED = "UNSCANNED"
    WAITING = "WAITING"
    CLEAN = "CLEAN"
    INFECTED = "INFECTED"


class Preview(StrEnum):
    WAITING = "WAITING"
    READY = "READY"
    NONE = "NONE"
    FAILED = "FAILED"


class Purpose(StrEnum):
    """What an address gives: the content as it came, or a picture made of it."""

    ORIGINAL = "original"
    THUMBNAIL = "thumbnail"
    PICTURE = "picture"
    TEXT = "text"


@dataclass(frozen=True)
class Stored:
    """A content that stands on the disk under its random key."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True)
class VersionRow:
    id: UUID
    number: int
    name: str
    kind: str
    size: int
    sha256: str
    scan: str
    preview: str
    pages: int
    source_number: int | None
    created_at: datetime
    created_by_id: UUID
    created_by_name: str


@dataclass(frozen=True)
class FileRow:
    """A file with its present version; `party_name` is that of the customer it belongs to."""

    id: UUID
    party_id: UUID
    party_name: str
    record_kind: str
    record_id: UUID
    name: str
    description: str
    tags: list[str]
    state: str
    created_at: datetime
    created_by_id: UUID
    created_by_name: str
    changed_at: datetime
    removed_at: datetime | None
    removed_by_name: str
    version: VersionRow


@dataclass(frozen=True)
class Content:
    """What an opened address leads to: where it stands, and how it is described to a browser."""

    purpose: Purpose
    file_id: UUID
    version_id: UUID
    key: str
    name: str
    media_type: str
    size: int
    sha256: str
