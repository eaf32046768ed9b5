"""A restored copy in a home of its own: nothing of the present installation is touched by it."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kurator.operations.backups.place import DATA, Backup, chain
from kurator.operations.backups.programs import account, run_program
from kurator.platform.database import embedded
from kurator.platform.database.archive import log_archive, restore_command
from kurator.platform.database.errors import DatabaseError

# Replaying a day of the log may take long, and stopping it would help nobody.
REPLAY_SECONDS = 6 * 3600.0
_ENDED_EARLY = re.compile(r"recovery ended before configured recovery target was reached")


@dataclass(frozen=True)
class Target:
    """How far the log is followed: `settings` of the server's recovery; empty means to its end."""

    settings: Mapping[str, str] = field(default_factory=dict)
    also_from: Sequence[Path] = ()
    """Folders with pieces of the log beside the archive."""


@contextmanager
def at_home(home: Path) -> Iterator[None]:
    """Everything that asks for the home within the block is told of this one."""
    before = os.environ.get("KURATOR_HOME")
    # The archive stays where it is, also when its place follows from the home.
    archive = os.environ.get("KURATOR_BACKUP_DIR")
    os.environ["KURATOR_BACKUP_DIR"] = str(log_archive().parent)
    os.environ["KURATOR_HOME"] = str(home)
    try:
        yield
    finally:
        _put_back("KURATOR_HOME", before)
        _put_back("KURATOR_BACKUP_DIR", archive)


def _put_back(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def make_staging(home: Path) -> None:
    home.mkdir(mode=0o711)
    cluster = home / "postgres"
    cluster.mkdir(mode=0o711)
    account().own(cluster)


def combine(backup: Backup, *, home: Path, is_lasting: bool = True) -> None:
    """
    Put a backup and those it adds to together into one data directory.

    One that is thrown away afterwards need not wait for the disk.
    """
    sources = [str(one.data) for one in chain(backup)]
    target = home / "postgres" / DATA
    options = [] if is_lasting else ["--no-sync"]
    run_program("pg_combinebackup", [*options, f"--output={target}", *sources])
    if len(sources) > 1:
        forget_visibility(target)
    shutil.copy(backup.folder / "secrets.json", home / "secrets.json")
    # A copy that went through another medium may have come back open; it would not start so.
    (home / "secrets.json").chmod(0o600)


def forget_visibility(data: Path) -> None:
    """
    Remove the visibility maps of a combined directory; the server makes them anew.

    Up to PostgreSQL 18 the log does not name the page of the map that a change of a row clears
    (pgsql-hackers, March 2026: "Why clearing the VM doesn't require registering vm buffer").
    Incremental backups leave such pages out, so the combined map calls pages visible to all that
    are not, and index-only scans then return rows that were changed or deleted. A missing map is
    allowed: it calls no page visible.
    """
    for path in (data / "base", data / "global"):
        for fork in path.rglob("*_vm*"):
            fork.unlink()


def replay(*, home: Path, target: Target, extra: Mapping[str, str] | None = None) -> None:
    """Start the copy and follow the log to the target; returns when it accepts connections."""
    with at_home(home):
        signal_file = embedded.data_directory() / "recovery.signal"
        signal_file.touch(mode=0o600)
        account().own(signal_file)
        common = {
            "restore_command": restore_command(log_archive(), *target.also_from),
            "recovery_target_action": "promote",
            # So that it counts as ready only when the log has been followed to the target.
            "hot_standby": "off",
            # Its log is for the archive only once the copy has become the installation.
            "archive_command": "false",
            **(extra or {}),
        }
        try:
            embedded.start(settings={**common, **target.settings}, seconds=REPLAY_SECONDS)
        except DatabaseError as error:
            if not (target.settings and _ENDED_EARLY.search(str(error))):
                raise
            # Nothing was committed after the last entry of the log: its end is the instant.
            embedded.start(settings=common, seconds=REPLAY_SECONDS)
