"""
Copies that may lie anywhere: each piece encrypted with AES-256-GCM under a key kept elsewhere.

A piece is cut into blocks; the nonce of a block is a random prefix and its number, and the last
block is marked as such, so that nothing can be left out, put in another order or cut off unnoticed.
"""

import base64
import os
import secrets
import struct
import tarfile
from collections.abc import Callable, Iterator
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kurator.operations.backups.erasures import list_path
from kurator.operations.backups.place import NOTE
from kurator.operations.backups.pool import pool_directory
from kurator.platform.database.archive import backup_directory, log_archive
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.home import locked, write_private

SUFFIX: Final = ".sealed"
MAGIC: Final = b"kurator-sealed-1\n"
BLOCK: Final = 1 << 20
TAG: Final = 16
PREFIX: Final = 7
Told = Callable[[str, float], None]


class CannotOpen(DatabaseError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} cannot be opened: another key, or a damaged copy")
        self.path = path


def make_key(path: Path) -> None:
    write_private(path, base64.b64encode(secrets.token_bytes(32)).decode() + "\n")


def read_key(path: Path) -> bytes:
    try:
        key = base64.b64decode(path.read_text().strip(), validate=True)
    except (OSError, ValueError) as error:
        raise DatabaseError(f"{path} is not a readable key: {error}") from error
    if len(key) != 32:
        raise DatabaseError(f"{path} is not a key: it must hold 32 bytes in base64.")
    if path.stat().st_mode & 0o077:
        raise DatabaseError(f"Others may read {path}. Run: chmod 600 {path}")
    return key


class _Sealing(RawIOBase):
    """Encrypts what is written to it."""

    def __init__(self, file: BinaryIO, key: bytes, name: str) -> None:
        self.file, self.cipher, self.name = file, AESGCM(key), name.encode()
        self.prefix, self.number, self.waiting = secrets.token_bytes(PREFIX), 0, bytearray()
        file.write(MAGIC + self.prefix)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # narrower than any buffer
        self.waiting += data
        while len(self.waiting) > BLOCK:
            self._block(bytes(self.waiting[:BLOCK]), is_last=False)
            del self.waiting[:BLOCK]
        return len(data)

    def finish(self) -> None:
        self._block(bytes(self.waiting), is_last=True)

    def _block(self, plain: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self.prefix, self.number, is_last)
        self.file.write(self.cipher.encrypt(nonce, plain, self.name))
        self.number += 1


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + struct.pack(">IB", number, is_last)


class _Opening(RawIOBase):
    """Decrypts what is read from it; raises CannotOpen instead of giving out anything doubtful."""

    def __init__(self, path: Path, key: bytes, name: str) -> None:
        self.blocks = _opened_blocks(path, key, name.encode())
        self.ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # as above
        if not self.ready:
            self.ready = next(self.blocks, b"")
        piece, self.ready = self.ready[: len(buffer)], self.ready[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def _opened_blocks(path: Path, key: bytes, name: bytes) -> Iterator[bytes]:
    cipher = AESGCM(key)
    with open(path, "rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise CannotOpen(path)
        prefix = file.read(PREFIX)
        sealed, number = file.read(BLOCK + TAG), 0
        if not sealed:  # the last block is never missing: also nothing at all is one
            raise CannotOpen(path)
        while sealed:
            following = file.read(BLOCK + TAG)
            try:
                yield cipher.decrypt(_nonce(prefix, number, not following), sealed, name)
            except InvalidTag as error:
                raise CannotOpen(path) from error
            sealed, number = following, number + 1


def seal_all(*, target: Path, key: bytes, tell: Told = lambda stage, share: None) -> int:
    """Encrypt into the target what is not there yet; returns how many pieces were new."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Nothing is taken or forgotten meanwhile.
    with locked(backup_directory() / "backup.lock"):
        pieces = [
            path
            for path in _pieces()
            # The erasure list grows: it is sealed anew each time.
            if path == list_path() or not _sealed_place(target, path).exists()
        ]
        for number, path in enumerate(pieces):
            tell("sealing", number / len(pieces))
            _seal(path, _sealed_place(target, path), key)
        wanted = {_sealed_place(target, path) for path in _pieces()}
    for path in target.rglob(f"*{SUFFIX}"):
        if path not in wanted:
            path.unlink()
    return len(pieces)


def _pieces() -> Iterator[Path]:
    """Whole backups, pieces of the log, the erasure list, files of the pool."""
    root = backup_directory()
    yield from sorted(path.parent for path in root.glob(f"*/{NOTE}"))
    yield from sorted(log_archive().glob("*.gz"))
    if list_path().exists():
        yield list_path()
    yield from sorted(path for path in pool_directory().rglob("*") if path.is_file())


def _sealed_place(target: Path, path: Path) -> Path:
    inside = path.relative_to(backup_directory())
    return target / inside.with_name(inside.name + SUFFIX)


def _seal(path: Path, sealed: Path, key: bytes) -> None:
    sealed.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = sealed.with_name(f".{sealed.name}.draft")
    name = str(path.relative_to(backup_directory()))
    with open(draft, "wb") as file:
        sealing = _Sealing(file, key, name)
        with tarfile.open(fileobj=sealing, mode="w|", bufsize=BLOCK) as tar:
            tar.add(path, arcname=name)
        sealing.finish()
        file.flush()
        os.fsync(file.fileno())
    draft.replace(sealed)


def open_all(
    *, source: Path, into: Path, key: bytes, tell: Told = lambda stage, share: None
) -> int:
    """Decrypt a copy into a directory of backups; returns how many pieces."""
    pieces = sorted(source.rglob(f"*{SUFFIX}"))
    for number, path in enumerate(pieces):
        tell("opening", number / len(pieces))
        name = str(path.relative_to(source)).removesuffix(SUFFIX)
        with tarfile.open(fileobj=_Opening(path, key, name), mode="r|", bufsize=BLOCK) as tar:
            tar.extractall(into, filter="data")
    return len(pieces)
