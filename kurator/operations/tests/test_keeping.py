"""Which backups are over: none that a return to the last days could need."""

from datetime import UTC, datetime, timedelta

import pytest

from kurator.operations.backups import keeping
from kurator.operations.backups.place import Backup

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def backup(name: str, days_ago: float, parent: str = "") -> Backup:
    at = NOW - timedelta(days=days_ago)
    kind = "incremental" if parent else "full"
    return Backup(name, kind, parent, at, at, 1, 1, "0/2000028", "1", "0.1.0")


def over(*known: Backup) -> list[str]:
    return [one.name for one in keeping.over(list(known), now=NOW)]


def test_young_backups_stay() -> None:
    assert over(backup("a", 10), backup("b", 9, "a"), backup("c", 1)) == []


def test_an_old_chain_goes_as_a_whole_once_another_full_backup_is_old_as_well() -> None:
    old = [backup("a", 30), backup("b", 29, "a"), backup("c", 28, "b")]
    assert over(*old, backup("d", 20), backup("e", 2)) == ["a", "b", "c"]


def test_the_chain_that_leads_into_the_kept_days_stays() -> None:
    assert over(backup("a", 20), backup("b", 13, "a"), backup("c", 3)) == []


def test_the_days_are_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURATOR_BACKUP_KEEP_DAYS", "5")
    assert over(backup("a", 20), backup("b", 10), backup("c", 1)) == ["a"]
    monkeypatch.setenv("KURATOR_BACKUP_KEEP_DAYS", "0")
    assert keeping.keep_days() == 1
