"""
Contents on the disk, each under a random key and never under its own name.

A content is whole and safe on the disk before its row is committed: what is accepted is not lost.
The other way round a content without a row may remain; the sweeper removes it.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final

from django.conf import settings

from kurator.files.errors import FileEmpty, FileTooLarge
from kurator.files.services.limits import MEGABYTE
from kurator.files.types import Stored

CHUNK: Final = 256 * 1024
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{32}")
_NAME: Final = re.compile(r"thumbnail\.webp|picture-\d{1,3}\.webp|text\.txt")


def _folder(name: str) -> Path:
    folder = Path(settings.FILES_DIR) / "records" / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError("not a key of a content")
    return key


def content_path(key: str) -> Path:
    return _folder("contents") / _checked(key)[:2] / key


def preview_path(key: str, name: str) -> Path:
    """Raises ValueError for a name that Kurator does not give: it comes from an address."""
    if not is_preview_name(name):
        raise ValueError("not a name of a preview")
    return _folder("previews") / _checked(key)[:2] / f"{key}.{name}"


def is_preview_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


class Intake:
    """Takes one content chunk by chunk, counting and hashing; nothing remains unless `finish`."""

    def __init__(self, *, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._key = secrets.token_urlsafe(24)
        self._hash = hashlib.sha256()
        self._path = _folder("incoming") / self._key
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb")

    def __enter__(self) -> "Intake":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abandon()

    def write(self, chunk: bytes) -> None:
        """Raises FileTooLarge before the byte too many is written."""
        self.size += len(chunk)
        if self.size > self.limit:
            raise FileTooLarge(limit=self.limit // MEGABYTE)
        self._hash.update(chunk)
        self._file.write(chunk)

    def finish(self) -> Stored:
        """Make the content last and give it its place; raises FileEmpty."""
        if self.size == 0:
            raise FileEmpty
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        target = content_path(self._key)
        target.parent.mkdir(exist_ok=True, mode=0o700)
        self._path.rename(target)
        _sync_folder(target.parent)
        return Stored(self._key, self.size, self._hash.hexdigest())

    def abandon(self) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """The name is in the folder's own data: without this a crash could lose it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_content(chunks: Iterable[bytes], *, limit: int) -> Stored:
    """Write all chunks; raises FileTooLarge, FileEmpty, and then nothing is kept."""
    with Intake(limit=limit) as intake:
        for chunk in chunks:
            intake.write(chunk)
        return intake.finish()


def keep_preview(key: str, name: str, data: bytes) -> None:
    """Write what can be made again; a torn one is replaced as a whole."""
    target = preview_path(key, name)
    target.parent.mkdir(exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    draft.replace(target)


def remove_content(key: str) -> None:
    """Remove a content and whatever was drawn of it."""
    content_path(key).unlink(missing_ok=True)
    (_folder("orphans") / key).unlink(missing_ok=True)
    remove_previews(key)


def remove_previews(key: str) -> None:
    folder = _folder("previews") / _checked(key)[:2]
    for path in folder.glob(f"{key}.*"):
        path.unlink(missing_ok=True)


def set_aside(key: str) -> None:
    """Put a content that nobody seems to know where it waits before it is gone for good."""
    path = content_path(key)
    target = _folder("orphans") / key
    path.rename(target)
    os.utime(target)
    remove_previews(key)


def take_back(key: str) -> None:
    target = content_path(key)
    target.parent.mkdir(exist_ok=True, mode=0o700)
    (_folder("orphans") / key).rename(target)


def orphan_keys() -> list[str]:
    return [path.name for path in _folder("orphans").iterdir() if _KEY.fullmatch(path.name)]


def forget_orphans(*, before: float) -> None:
    """Delete for good what was set aside before that moment (seconds since 1970)."""
    for path in _folder("orphans").iterdir():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def old_keys(*, before: float) -> Iterator[str]:
    """Keys of contents that were written before an instant (Unix seconds)."""
    for path in _folder("contents").glob("??/*"):
        if _KEY.fullmatch(path.name) and path.stat().st_mtime < before:
            yield path.name


def forget_interrupted(*, before: float) -> int:
    """Remove uploads that nobody has written to since (seconds since 1970); returns how many."""
    count = 0
    for path in _folder("incoming").iterdir():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            count += 1
    return count
