"""A copy that lay somewhere else comes back as it was, or not at all."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kurator.operations.backups.pool import pool_directory
from kurator.operations.backups.sealed import (
    BLOCK,
    MAGIC,
    PREFIX,
    TAG,
    CannotOpen,
    open_all,
    seal_all,
)

KEY = bytes(range(32))
HEAD = len(MAGIC) + PREFIX


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KURATOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KURATOR_BACKUP_DIR", str(tmp_path / "backups"))
    pool_directory().mkdir(parents=True)
    (pool_directory() / "passport").write_bytes(os.urandom(3 * BLOCK))
    (pool_directory() / "letter").write_bytes(b"Dear customer")
    assert seal_all(target=tmp_path / "copy", key=KEY) == 2
    return tmp_path / "copy"


def piece(copy: Path, name: str = "passport") -> Path:
    return next(copy.rglob(f"{name}.sealed"))


def flip(copy: Path) -> None:
    content = bytearray(piece(copy).read_bytes())
    content[HEAD + BLOCK + 5] ^= 1
    piece(copy).write_bytes(content)


def cut_between_blocks(copy: Path) -> None:
    os.truncate(piece(copy), HEAD + 2 * (BLOCK + TAG))


def cut_within_a_block(copy: Path) -> None:
    os.truncate(piece(copy), HEAD + 1000)


def cut_to_the_head(copy: Path) -> None:
    os.truncate(piece(copy), HEAD)


def leave_a_block_out(copy: Path) -> None:
    content = piece(copy).read_bytes()
    piece(copy).write_bytes(content[:HEAD] + content[HEAD + BLOCK + TAG :])


def swap_blocks(copy: Path) -> None:
    content, one = piece(copy).read_bytes(), BLOCK + TAG
    first, second = content[HEAD : HEAD + one], content[HEAD + one : HEAD + 2 * one]
    piece(copy).write_bytes(content[:HEAD] + second + first + content[HEAD + 2 * one :])


def rename(copy: Path) -> None:
    piece(copy, "letter").replace(piece(copy))


def test_what_was_sealed_comes_back(copy: Path, tmp_path: Path) -> None:
    assert open_all(source=copy, into=tmp_path / "again", key=KEY) == 2
    came = {
        path.name: path.read_bytes() for path in (tmp_path / "again").rglob("*") if path.is_file()
    }
    assert came == {path.name: path.read_bytes() for path in pool_directory().iterdir()}


@pytest.mark.parametrize(
    "tamper",
    [
        flip,
        cut_between_blocks,
        cut_within_a_block,
        cut_to_the_head,
        leave_a_block_out,
        swap_blocks,
        rename,
    ],
)
def test_what_was_changed_cut_or_renamed_is_refused(
    copy: Path, tmp_path: Path, tamper: Callable[[Path], None]
) -> None:
    tamper(copy)
    with pytest.raises(CannotOpen):
        open_all(source=copy, into=tmp_path / "again", key=KEY)


def test_another_key_opens_nothing(copy: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotOpen):
        open_all(source=copy, into=tmp_path / "again", key=bytes(32))
    assert not [path for path in (tmp_path / "again").rglob("*") if path.is_file()]
