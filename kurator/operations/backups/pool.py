"""Attached files beside the database: each is copied once, each backup lists those that were there."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from kurator.platform.database.archive import backup_directory
from kurator.platform.database.home import files_directory, private_folder

MANIFEST = "files.json"


def pool_directory() -> Path:
    return backup_directory() / "files"


def keep_files(folder: Path) -> int:
    """Copy what the pool lacks and write the list of this backup; returns how many are listed."""
    known = _latest_listing()
    listing = {}
    for path in _all_files(files_directory()):
        name = str(path.relative_to(files_directory()))
        try:
            found = path.stat()
            stamp = [found.st_size, found.st_mtime_ns]
            entry = known.get(name)
            if entry is None or entry["stamp"] != stamp:
                entry = {"stamp": stamp, "key": _keep(path)}
        except FileNotFoundError:
            continue  # removed while we looked: it is not part of this backup
        listing[name] = entry
    (folder / MANIFEST).write_text(json.dumps(listing))
    return len(listing)


def bring_back(folder: Path, *, into: Path) -> int:
    """Put the files of a backup where they were; returns how many."""
    listing = json.loads((folder / MANIFEST).read_text())
    for name, entry in listing.items():
        target = into / name
        for parent in reversed(target.relative_to(into).parents):
            private_folder(into / parent)
        target.touch()
        target.chmod(0o600)
        shutil.copyfile(_place(entry["key"]), target)
        os.utime(target, ns=(entry["stamp"][1], entry["stamp"][1]))
    return len(listing)


def check_files(folder: Path) -> list[str]:
    """Names of the files whose copy is missing or is not what it was."""
    listing = json.loads((folder / MANIFEST).read_text())
    return [name for name, entry in listing.items() if not _is_whole(entry["key"])]


def forget_unlisted() -> int:
    """Remove copies that no backup lists any more."""
    wanted = {
        entry["key"]
        for manifest in backup_directory().glob(f"*/{MANIFEST}")
        for entry in json.loads(manifest.read_text()).values()
    }
    gone = [path for path in _all_files(pool_directory()) if path.name not in wanted]
    for path in gone:
        path.unlink()
    return len(gone)


def _is_whole(key: str) -> bool:
    path = _place(key)
    return path.exists() and _digest(path) == key


def _keep(path: Path) -> str:
    key = _digest(path)
    target = _place(key)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = target.with_name(f".{key}")
        shutil.copyfile(path, draft)
        draft.replace(target)
    return key


def _place(key: str) -> Path:
    return pool_directory() / key[:2] / key


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _latest_listing() -> Mapping[str, dict[str, object]]:
    manifests = sorted(backup_directory().glob(f"*/{MANIFEST}"))
    found: Mapping[str, dict[str, object]] = (
        json.loads(manifests[-1].read_text()) if manifests else {}
    )
    return found


def _all_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
