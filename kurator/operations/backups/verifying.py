"""Proves that the latest backup can be restored, by restoring it into a place of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kurator.operations.backups.counting import count_rows
from kurator.operations.backups.place import Backup
from kurator.operations.backups.pool import check_files
from kurator.operations.backups.programs import account, require_embedded, run_program
from kurator.operations.backups.restoring import choose_backup
from kurator.operations.backups.staging import Target, at_home, combine, replay
from kurator.platform.database import embedded
from kurator.platform.database.archive import backup_directory
from kurator.platform.database.check import check_database
from kurator.platform.database.home import locked, make_home, write_private

NOTE = "verified.json"
# It is thrown away: speed before safety, and little memory beside the running server.
PASSING = {"fsync": "off", "archive_mode": "off", "shared_buffers": "128MB", "summarize_wal": "off"}
Told = Callable[[str, float], None]


@dataclass(frozen=True)
class Verdict:
    """`differing` are tables with the expected and the found number of rows."""

    backup: Backup
    seconds: float
    rows: int
    differing: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    damaged_files: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        return not (self.differing or self.damaged_files or self.findings)


def verify_latest(*, now: datetime, tell: Told = lambda stage, share: None) -> Verdict:
    require_embedded()
    backup = choose_backup(None)
    with locked(backup_directory() / "backup.lock"):
        verdict = _verify(backup, tell)
    _note(verdict, now)
    return verdict


def _verify(backup: Backup, tell: Told) -> Verdict:
    began = time.monotonic()
    tell("checking", 0.0)
    run_program("pg_verifybackup", ["--quiet", str(backup.data)])
    damaged = check_files(backup.folder)
    home = Path(tempfile.mkdtemp(prefix="verifying-", dir=make_home()))
    try:
        counts, findings = _restore_aside(backup, home, tell)
    finally:
        with at_home(home):
            embedded.stop()
        shutil.rmtree(home)
    return Verdict(
        backup=backup,
        seconds=time.monotonic() - began,
        rows=sum(counts.values()),
        differing=_differences(backup.mark.counts, counts),
        damaged_files=tuple(damaged),
        findings=findings,
    )


def _restore_aside(
    backup: Backup, home: Path, tell: Told
) -> tuple[dict[str, int], tuple[str, ...]]:
    home.chmod(0o711)
    (home / "postgres").mkdir(mode=0o711)
    account().own(home / "postgres")
    tell("combining", 0.0)
    combine(backup, home=home, is_lasting=False)
    tell("replaying", 0.0)
    replay(home=home, target=Target({"recovery_target_lsn": backup.mark.lsn}), extra=PASSING)
    tell("counting", 0.0)
    with at_home(home):
        counts = count_rows()
        # Its own switched-off durability is the one thing that is meant to be so.
        found = [one for one in check_database() if one.is_fatal and one.code != "fsync"]
        broken = broken_seals() if counts.get("audit_seal") else []
    return counts, (*(one.what for one in found), *broken)


def broken_seals() -> list[str]:
    """What the seals of the history say in the restored copy; `kurator audit` knows how to ask."""
    done = subprocess.run(
        [sys.executable, "-m", "kurator", "audit", "verify"],
        env={**os.environ, "KURATOR_DATABASE_LOGIN": "worker"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return [line for line in done.stdout.splitlines() if line.startswith("BROKEN ")]


def _differences(
    expected: Mapping[str, int], found: Mapping[str, int]
) -> dict[str, tuple[int, int]]:
    return {
        name: (expected.get(name, 0), found.get(name, 0))
        for name in sorted({*expected, *found})
        if expected.get(name, 0) != found.get(name, 0)
    }


def _note(verdict: Verdict, now: datetime) -> None:
    """Kept beside the backups: the administrator's page and the metrics tell of it."""
    note = {
        "at": now.isoformat(),
        "backup": verdict.backup.name,
        "is_good": verdict.is_good,
        "seconds": round(verdict.seconds, 1),
        "rows": verdict.rows,
    }
    write_private(backup_directory() / NOTE, json.dumps(note) + "\n")


def latest_verdict() -> dict[str, object] | None:
    try:
        found: dict[str, object] = json.loads((backup_directory() / NOTE).read_text())
    except (OSError, ValueError):
        return None
    return found
