"""Brings an earlier state back, beside the present one, and puts it in place when it is sound."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from kurator.operations.backups.erasures import keep_all
from kurator.operations.backups.place import Backup, backups, chain
from kurator.operations.backups.pool import bring_back
from kurator.operations.backups.programs import require_embedded
from kurator.operations.backups.staging import Target, at_home, combine, make_staging, replay
from kurator.operations.backups.taking import SETTINGS
from kurator.operations.instants import written, written_after
from kurator.platform.database import embedded
from kurator.platform.database.archive import backup_directory
from kurator.platform.database.check import check_database, describe
from kurator.platform.database.connections import conninfo_for
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.home import files_directory, home_directory, make_home

ROOM_TO_SPARE = 1.1
Told = Callable[[str, float], None]
# To stop cleanly the server hands over its whole log first, piece by piece.
HANDING_OVER_SECONDS = 600.0


class RestoreRefused(DatabaseError):
    """Nothing was changed; `code` selects the words."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True)
class Restored:
    backup: Backup
    latest_commit: datetime | None
    files: int
    unknown: int
    erased: int
    """Customers who came back, though they had been removed for good, and were removed again."""
    kept_aside: Path | None


def choose_backup(at: datetime | None) -> Backup:
    """The latest that was finished at the wanted instant; the log leads on from there."""
    known = backups()
    if not known:
        raise RestoreRefused("no_backups", place=backup_directory())
    fitting = [one for one in known if at is None or one.ended_at <= at]
    if not fitting:
        raise RestoreRefused("too_early", first=written_after(known[0].ended_at))
    return fitting[-1]


def restore(
    *,
    at: datetime | None,
    replace: bool,
    now: datetime,
    timeline: str = "latest",
    tell: Told = lambda stage, share: None,
) -> Restored:
    """The caller holds the home, so that nothing starts meanwhile."""
    require_embedded()
    if at is not None and at > now:
        raise RestoreRefused("future", now=written(now))
    backup = choose_backup(at)
    has_data = (embedded.data_directory() / "PG_VERSION").exists()
    if has_data and not replace:
        raise RestoreRefused("data_there", data=embedded.data_directory())
    _require_room(backup)
    staging = make_home() / "restoring"
    _clear(staging)
    try:
        if has_data:
            tell("stopping", 0.0)
            _keep_erasures()
            embedded.stop(seconds=HANDING_OVER_SECONDS)
        make_staging(staging)
        tell("combining", 0.0)
        combine(backup, home=staging)
        tell("replaying", 0.0)
        replay(home=staging, target=_target(at, timeline))
        tell("checking", 0.0)
        latest, unknown, erased = _open_safely(staging, at=at, now=now)
        tell("files", 0.0)
        files = bring_back(backup.folder, into=files_directory())
        aside = _put_in_place(staging, now=now)
    finally:
        _clear(staging)
    return Restored(backup, latest, files, unknown, erased, aside)


def _keep_erasures() -> None:
    """What was removed for good a moment ago may be known to the present database only."""
    try:
        if not embedded.status().is_running:
            embedded.start()
        keep_all()
    except (DatabaseError, psycopg.Error):
        # It is damaged: then the list beside the backups is what there is, seconds old at most.
        return


def _target(at: datetime | None, timeline: str) -> Target:
    settings = {"recovery_target_time": at.isoformat(sep=" ")} if at else {}
    settings["recovery_target_timeline"] = timeline
    # What the stopped server had not handed over yet is still in its own folder.
    return Target(settings, [embedded.data_directory() / "pg_wal"])


def _require_room(backup: Backup) -> None:
    needed = int(sum(one.bytes for one in chain(backup)) * ROOM_TO_SPARE)
    free = shutil.disk_usage(make_home()).free
    if free < needed:
        raise RestoreRefused("no_room", needed=needed >> 20, free=free >> 20)


def _open_safely(
    staging: Path, *, at: datetime | None, now: datetime
) -> tuple[datetime | None, int, int]:
    """
    Bring the copy up to this program, hold what would leave it, clear it of those who were removed
    for good, look whether it is sound.
    """
    with at_home(staging):
        with psycopg.connect(**conninfo_for("admin")) as server:
            row = server.execute("SELECT pg_last_xact_replay_timestamp()").fetchone()
        for arguments in (["kurator", "db", "setup"], ["kurator", "db", "migrate"]):
            _python(arguments, login="owner")
        opening = "kurator.operations.backups.opening"
        said = _python([opening, at.isoformat() if at else "", now.isoformat()], login="worker")
        _see_what_is_visible()
        fatal = [finding for finding in check_database() if finding.is_fatal]
        if fatal:
            raise DatabaseError("\n".join(map(describe, fatal)))
        embedded.stop()
    unknown, erased = said.split()[-2:]
    return (row[0] if row else None), int(unknown), int(erased)


def _see_what_is_visible() -> None:
    """Make the maps that the combining had to leave out, without which lists are slow."""
    with psycopg.connect(**conninfo_for("admin"), autocommit=True) as server:
        server.execute("VACUUM (INDEX_CLEANUP OFF, TRUNCATE OFF, PROCESS_TOAST OFF)")


def _python(arguments: list[str], *, login: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        env={**os.environ, "KURATOR_DATABASE_LOGIN": login},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DatabaseError(f"`{' '.join(arguments)}` failed:\n{done.stdout[-3000:]}")
    return done.stdout


def _put_in_place(staging: Path, *, now: datetime) -> Path | None:
    data = embedded.data_directory()
    data.parent.mkdir(parents=True, exist_ok=True, mode=0o711)
    aside = None
    if data.exists():
        aside = data.with_name(f"data-before-{now:%Y%m%dT%H%M%SZ}")
        data.rename(aside)
    (staging / "postgres" / "data").rename(data)
    for name in SETTINGS:
        _replace_setting(staging / name, home_directory() / name, now)
    return aside


def _replace_setting(new: Path, present: Path, now: datetime) -> None:
    if not new.exists():
        return
    if present.exists() and present.read_bytes() != new.read_bytes():
        present.rename(present.with_name(f"{present.name}.before-{now:%Y%m%dT%H%M%SZ}"))
    new.replace(present)


def _clear(staging: Path) -> None:
    if not staging.exists():
        return
    with at_home(staging):
        embedded.stop()
    shutil.rmtree(staging)
