"""Takes a backup: full when there is nothing to add to, incremental otherwise."""

import json
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from kurator.operations.backups.counting import mark_position
from kurator.operations.backups.erasures import keep_all
from kurator.operations.backups.keeping import forget_old
from kurator.operations.backups.place import (
    DATA,
    NOTE,
    Backup,
    Mark,
    backups,
    chain,
    save,
    segment_name,
)
from kurator.operations.backups.pool import keep_files
from kurator.operations.backups.programs import (
    ProgramFailed,
    make_folder,
    require_embedded,
    run_program,
)
from kurator.operations.backups.versions import version_of_kurator
from kurator.platform.database import embedded
from kurator.platform.database.archive import backup_directory, log_archive
from kurator.platform.database.connections import conninfo_for
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.home import home_directory, locked

LONGEST_CHAIN = 7
ARCHIVE_WAIT_SECONDS = 60.0
SETTINGS = ("secrets.json", "demo-logins.json")
Told = Callable[[str, float], None]
"""Called with the name of a stage and its share done."""


def take_backup(*, is_full: bool = False, tell: Told = lambda stage, share: None) -> Backup:
    """Take one, check it, forget those that are over; one at a time."""
    require_embedded()
    if not embedded.status().is_running:
        raise DatabaseError("The database does not run. Start it with `kurator db start`.")
    make_folder(backup_directory())
    with locked(backup_directory() / "backup.lock"):
        _begin_archive()
        _forget_interrupted()
        keep_all()
        parent = None if is_full else _parent()
        try:
            backup = _take(parent, tell)
        except ProgramFailed:
            if parent is None:
                raise
            # The server no longer knows what changed since then, for instance after a restore.
            backup = _take(None, tell)
        forget_old(now=backup.ended_at)
    return backup


def _take(parent: Backup | None, tell: Told) -> Backup:
    started_at = _database_now()
    kind = "incremental" if parent else "full"
    folder = backup_directory() / f"{started_at:%Y%m%dT%H%M%SZ}-{kind}"
    make_folder(folder)
    try:
        _copy_cluster(folder / DATA, parent, lambda share: tell("copying", share))
        tell("checking", 0.0)
        run_program("pg_verifybackup", ["--quiet", str(folder / DATA)])
        tell("files", 0.0)
        keep_files(folder)
        for name in SETTINGS:
            if (home_directory() / name).exists():
                shutil.copy(home_directory() / name, folder / name)
        ended_at = _database_now()
        tell("counting", 0.0)
        mark = mark_position()
        tell("archiving", 0.0)
        _wait_for_archive(mark)
        backup = _describe(folder, parent, started_at, ended_at, mark)
        save(backup)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return backup


def _copy_cluster(target: Path, parent: Backup | None, progress: Callable[[float], None]) -> None:
    arguments = [
        f"--pgdata={target}",
        "--format=plain",
        "--checkpoint=fast",
        "--wal-method=stream",
        "--progress",
        "--no-password",
    ]
    if parent:
        arguments.append(f"--incremental={parent.data / 'backup_manifest'}")
    run_program("pg_basebackup", arguments, progress=progress, connects=True)


def _describe(
    folder: Path, parent: Backup | None, started_at: datetime, ended_at: datetime, mark: Mark
) -> Backup:
    manifest = json.loads((folder / DATA / "backup_manifest").read_text())
    ranges = manifest["WAL-Ranges"][-1]
    return Backup(
        name=folder.name,
        kind="incremental" if parent else "full",
        parent=parent.name if parent else "",
        started_at=started_at,
        ended_at=ended_at,
        bytes=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        timeline=int(ranges["Timeline"]),
        start_lsn=str(ranges["Start-LSN"]),
        system=str(manifest["System-Identifier"]),
        version=version_of_kurator(),
        mark=mark,
    )


def _parent() -> Backup | None:
    """The latest backup of this very database, unless its chain is long enough."""
    known = backups()
    if not known or len(chain(known[-1], known)) >= LONGEST_CHAIN:
        return None
    with _server() as server:
        row = server.execute(
            "SELECT system_identifier::text, timeline_id"
            " FROM pg_control_system(), pg_control_checkpoint()"
        ).fetchone()
    latest = known[-1]
    return latest if row == (latest.system, latest.timeline) else None


def _begin_archive() -> None:
    is_first = not log_archive().is_dir()
    make_folder(log_archive())
    with _server() as server:
        mode = server.execute("SHOW archive_mode").fetchone()
    if mode != ("on",):
        raise DatabaseError(
            "The database was started by an earlier Kurator, which did not keep its log. "
            "Restart Kurator, then take the backup."
        )
    if is_first:
        # From now on the log is kept, and handed over every half a minute.
        embedded.write_settings({})
        embedded.reload_settings()


def _wait_for_archive(mark: Mark) -> None:
    """Until the log up to the marked position lies in the archive."""
    with _server() as server:
        # An entry behind the mark, so that there is something to hand over and to stop at.
        server.execute("SELECT pg_logical_emit_message(true, 'kurator', 'mark')")
        row = server.execute(
            "SELECT timeline_id FROM pg_control_checkpoint(), pg_switch_wal()"
        ).fetchone()
    wanted = log_archive() / f"{segment_name(int(str(row[0])) if row else 1, mark.lsn)}.gz"
    deadline = time.monotonic() + ARCHIVE_WAIT_SECONDS
    while not wanted.exists():
        if time.monotonic() > deadline:
            raise DatabaseError(
                f"The database does not hand its log over to {log_archive()}; see the latest file "
                f"in {embedded.data_directory() / 'log'}. The backup is not complete."
            )
        time.sleep(0.05)


def _forget_interrupted() -> None:
    for folder in backup_directory().glob("*-*"):
        if folder.is_dir() and not (folder / NOTE).exists():
            shutil.rmtree(folder)


def _database_now() -> datetime:
    with _server() as server:
        row = server.execute("SELECT clock_timestamp() AT TIME ZONE 'UTC'").fetchone()
    if row is None or not isinstance(row[0], datetime):
        raise DatabaseError("The database does not tell the time.")
    return row[0].replace(tzinfo=UTC)


def _server() -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(autocommit=True, **conninfo_for("admin", name="postgres"))
