"""Secrets that came back from another medium are closed again before they are used."""

import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kurator.operations.backups import staging


def test_restored_secrets_are_for_their_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, home = tmp_path / "backup", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    (folder / "secrets.json").write_text("{}")
    (folder / "secrets.json").chmod(0o644)
    backup: Any = SimpleNamespace(folder=folder)
    monkeypatch.setattr(staging, "chain", lambda _: [])
    monkeypatch.setattr(staging, "run_program", lambda *_: None)

    staging.combine(backup, home=home)

    assert stat.S_IMODE((home / "secrets.json").stat().st_mode) == 0o600
