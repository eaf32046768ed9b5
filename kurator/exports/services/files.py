"""Files of exports, under random keys and readable by this installation alone."""

import re
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings

KEPT_DAYS: Final = 7
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{20,60}")


def folder() -> Path:
    return Path(settings.FILES_DIR) / "exports"


def new_key() -> str:
    return secrets.token_urlsafe(24)


def file_path(key: str) -> Path:
    """Return where the file stands; raises ValueError for a key that never was one."""
    if not _KEY.fullmatch(key):
        raise ValueError(key)
    return folder() / key


def make_room() -> None:
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)


def delete_file(key: str) -> None:
    if key:
        file_path(key).unlink(missing_ok=True)
