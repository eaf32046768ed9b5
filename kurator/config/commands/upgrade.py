"""A new version onto an existing installation: one command, with a look before."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence

from kurator.config.supervisor.instance import hold_home
from kurator.config.supervisor.progress import say
from kurator.operations.backups.progress import follow
from kurator.operations.upgrading import (
    Plan,
    database_bytes,
    expected_seconds,
    is_lock_refusal,
    names_of,
    plan_upgrade,
    words,
)
from kurator.platform.database import embedded
from kurator.platform.database.connections import is_embedded
from kurator.platform.database.errors import DatabaseError

NAME = "upgrade"
HELP = "bring the data up to this version: backup, then tables (--dry-run tells what would happen)"
ATTEMPTS = 10
PAUSE_SECONDS = 3.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only tell what would happen")
    parser.add_argument("--no-backup", action="store_true", help="you have just taken one")


def run(arguments: argparse.Namespace) -> int:
    if is_embedded():
        embedded.start()
    plan = plan_upgrade(_renewed)
    _tell(plan)
    if arguments.dry_run or plan.is_empty:
        return 0
    if not plan.has_room:
        raise DatabaseError(words("no_room", needed=plan.needed >> 20, free=plan.free >> 20))
    with hold_home(address="kurator upgrade"):
        if is_embedded() and plan.migrations and not arguments.no_backup:
            _back_up()
        began = time.monotonic()
        _migrate()
    say(words("done", seconds=time.monotonic() - began))
    return 0


def _renewed() -> list[str]:
    from django.db import connection

    from kurator.config.install import pending_objects

    try:
        return pending_objects()
    finally:
        connection.close()


def _tell(plan: Plan) -> None:
    if plan.is_empty:
        say(words("nothing"))
    if plan.migrations:
        _tell_migrations(plan)
    if plan.renewed:
        say(words("renewed", count=len(plan.renewed), names=names_of(plan.renewed)))


def _tell_migrations(plan: Plan) -> None:
    say(words("would", count=len(plan.migrations)))
    for migration in plan.migrations:
        say(f"  {migration.name}")
        for operation in migration.operations:
            say(f"      {operation}")
    say(
        words(
            "figures",
            needed=plan.needed >> 20,
            free=plan.free >> 20,
            seconds=expected_seconds(plan, database_bytes()),
        )
    )


def _back_up() -> None:
    from kurator.operations.backups.taking import take_backup

    with follow() as tell:
        take_backup(tell=tell)


def _migrate() -> None:
    """
    Each migration waits at most two seconds for a lock, so that nobody waits longer behind it; when
    somebody is in the way it is tried again.
    """
    for arguments in (["db", "setup"], ["db", "migrate"]):
        for attempt in range(1, ATTEMPTS + 1):
            failure = _kurator(arguments)
            if not failure:
                break
            if not is_lock_refusal(failure) or attempt == ATTEMPTS:
                raise DatabaseError(failure[-3000:])
            say(words("busy", attempt=attempt, seconds=PAUSE_SECONDS))
            time.sleep(PAUSE_SECONDS)


def _kurator(arguments: Sequence[str]) -> str:
    """Return what it said if it failed."""
    done = subprocess.run(
        [sys.executable, "-m", "kurator", *arguments],
        env={**os.environ, "KURATOR_DATABASE_LOGIN": "owner"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout or f"code {done.returncode}" if done.returncode else ""
