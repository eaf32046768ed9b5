"""Files that a restore brings back are as closed as they were."""

from pathlib import Path

import pytest

from kurator.operations.backups.pool import bring_back, keep_files


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KURATOR_HOME", str(tmp_path))
    monkeypatch.delenv("KURATOR_DATABASE_NAME", raising=False)
    monkeypatch.delenv("KURATOR_BACKUP_DIR", raising=False)
    return tmp_path


@pytest.mark.requirement("R001-58")
def test_nobody_else_on_the_machine_reads_them(home: Path) -> None:
    attached = home / "files" / "records" / "ab" / "passport"
    attached.parent.mkdir(parents=True)
    attached.write_text("of a customer")
    backup = home / "backups" / "one"
    backup.mkdir(parents=True)
    keep_files(backup)
    restored = home / "again"

    assert bring_back(backup, into=restored) == 1

    file = restored / "records" / "ab" / "passport"
    assert file.read_text() == "of a customer"
    modes = {path.name: path.stat().st_mode & 0o777 for path in [file, *file.parents][:4]}
    assert modes == {"passport": 0o600, "ab": 0o700, "records": 0o700, "again": 0o700}
