"""Uploaded files: kept under a random key until the import is over, never under their own name."""

import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from kurator.imports.types import MAX_BYTES, FileProblem

CHUNK: Final = 1024 * 1024
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{20,60}")


def file_path(key: str) -> Path:
    """Return where the file stands; raises FileProblem for a key that never was one."""
    if not _KEY.fullmatch(key):
        raise FileProblem("file_gone")
    return Path(settings.FILES_DIR) / "imports" / key


def keep_file(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write the chunks to a new file, return (key, size); raises FileProblem when too large."""
    key = secrets.token_urlsafe(24)
    path = file_path(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    size = 0
    try:
        with path.open("xb") as target:
            for chunk in chunks:
                size += len(chunk)
                if size > MAX_BYTES:
                    raise FileProblem("file_too_large", limit=MAX_BYTES // 1024 // 1024)
                target.write(chunk)
        path.chmod(0o600)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return key, size


def delete_file(key: str) -> None:
    if key:
        file_path(key).unlink(missing_ok=True)


def read_chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes in portions; raises FileProblem when the file is not kept any more."""
    try:
        with path.open("rb") as source:
            while chunk := source.read(CHUNK):
                yield chunk
    except FileNotFoundError as error:
        raise FileProblem("file_gone") from error


@contextmanager
def open_lines(path: Path, encoding: str) -> Iterator[Iterable[str]]:
    """Open the text line by line, with its line ends."""
    try:
        with path.open(encoding=encoding, newline="") as lines:
            yield lines
    except FileNotFoundError as error:
        raise FileProblem("file_gone") from error
