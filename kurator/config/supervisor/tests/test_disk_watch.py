"""A disk that fills up and empties again."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from kurator.config.supervisor.disk_watch import DiskWatch
from kurator.platform.database import disk, embedded
from kurator.platform.database.disk import GIGABYTE

TOTAL = 100 * GIGABYTE


class Machine:
    """A disk with so many gigabytes free, and the settings that the server was given."""

    def __init__(self) -> None:
        self.free = 50.0
        self.settings: list[Mapping[str, str]] = []

    def measure(self, _: Path) -> tuple[int, int]:
        return int(self.free * GIGABYTE), TOTAL


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.delenv("KURATOR_DATABASE_URL", raising=False)
    monkeypatch.setattr(disk, "measure", machine.measure)
    monkeypatch.setattr(disk, "RESERVE_BYTES", GIGABYTE)
    monkeypatch.setattr(embedded, "write_settings", machine.settings.append)
    monkeypatch.setattr(embedded, "reload_settings", lambda: None)
    monkeypatch.setattr(os, "posix_fallocate", lambda *_: None)
    return machine


def test_a_disk_with_room_is_left_alone(machine: Machine, tmp_path: Path) -> None:
    watch = DiskWatch(tmp_path)
    watch.look()

    assert (tmp_path / "reserve").exists()
    assert machine.settings == []


def test_little_room_is_only_told_of(
    machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watch = DiskWatch(tmp_path)
    machine.free = 7
    watch.look()
    watch.look()

    assert capsys.readouterr().err.count("make room soon") == 1
    assert machine.settings == []


def test_a_full_disk_gets_the_reserve_and_stays_read_only_until_there_is_room(
    machine: Machine, tmp_path: Path
) -> None:
    watch = DiskWatch(tmp_path)
    machine.free = 0.1
    watch.look()
    assert not (tmp_path / "reserve").exists()
    assert machine.settings == [{"default_transaction_read_only": "on"}]

    machine.free = 1.1
    watch.look()
    assert machine.settings == [{"default_transaction_read_only": "on"}]

    machine.free = 30
    watch.look()
    assert machine.settings == [{"default_transaction_read_only": "on"}, {}]
    assert (tmp_path / "reserve").exists()
