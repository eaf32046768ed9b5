"""Backups: take one, list them, prove them, carry them away encrypted."""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kurator.config.supervisor.progress import say
from kurator.operations.backups.place import backups
from kurator.operations.backups.programs import account, make_folder
from kurator.operations.backups.progress import follow
from kurator.operations.backups.restoring import RestoreRefused
from kurator.operations.instants import written_after
from kurator.operations.wording import said
from kurator.platform.database.archive import backup_directory
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.home import home_directory

NAME = "backup"
HELP = "take a backup (--full); or: list, verify, copy, open, key"
BAD_BACKUP = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=sorted(ACTIONS), default="take")
    parser.add_argument("--full", action="store_true", help="not an addition to the latest")
    parser.add_argument("--to", type=Path, help="folder that `copy` encrypts into")
    parser.add_argument("--from", dest="source", type=Path, help="folder that `open` decrypts")
    parser.add_argument(
        "--key-file",
        type=Path,
        default=os.environ.get("KURATOR_BACKUP_KEY_FILE"),
        help="key of encrypted copies (KURATOR_BACKUP_KEY_FILE)",
    )


def run(arguments: argparse.Namespace) -> int:
    try:
        return ACTIONS[arguments.action](arguments)
    except RestoreRefused as refusal:
        print(said(refusal.code, **refusal.values), file=sys.stderr)
        return 1


def _take(arguments: argparse.Namespace) -> int:
    from kurator.operations.backups.taking import take_backup

    began = time.monotonic()
    with follow() as tell:
        backup = take_backup(is_full=arguments.full, tell=tell)
    say(
        said(
            "backup_taken",
            name=backup.name,
            megabytes=backup.bytes >> 20,
            seconds=time.monotonic() - began,
            folder=backup.folder,
        )
    )
    if os.stat(backup_directory()).st_dev == os.stat(home_directory()).st_dev:
        say(said("same_disk"))
    return 0


def _list(_: argparse.Namespace) -> int:
    known = backups()
    for backup in known:
        say(f"{written_after(backup.ended_at)}  {backup.bytes >> 20:>7} MB  {backup.name}")
    if not known:
        say(said("no_backups", place=backup_directory()))
    return 0


def _verify(_: argparse.Namespace) -> int:
    from kurator.operations.backups.verifying import verify_latest

    with follow() as tell:
        verdict = verify_latest(now=datetime.now(UTC), tell=tell)
    name = verdict.backup.name
    if verdict.is_good:
        tables = len(verdict.backup.mark.counts)
        say(said("verified", name=name, seconds=verdict.seconds, rows=verdict.rows, tables=tables))
        return 0
    say(said("verified_bad", name=name))
    for table, (expected, found) in verdict.differing.items():
        say(said("differs", table=table, expected=expected, found=found))
    for file in verdict.damaged_files:
        say(said("damaged_file", name=file))
    for finding in verdict.findings:
        say(f"  {finding}")
    return BAD_BACKUP


def _copy(arguments: argparse.Namespace) -> int:
    from kurator.operations.backups.sealed import read_key, seal_all

    if arguments.to is None:
        raise DatabaseError("kurator backup copy --to FOLDER")
    key = read_key(_key_file(arguments))
    with follow() as tell:
        count = seal_all(target=arguments.to, key=key, tell=tell)
    say(said("copied", count=count, folder=arguments.to))
    return 0


def _open(arguments: argparse.Namespace) -> int:
    from kurator.operations.backups.sealed import CannotOpen, open_all, read_key

    if arguments.source is None:
        raise DatabaseError("kurator backup open --from FOLDER")
    key = read_key(_key_file(arguments))
    make_folder(backup_directory())
    try:
        with follow() as tell:
            open_all(source=arguments.source, into=backup_directory(), key=key, tell=tell)
    except CannotOpen as error:
        print(said("wrong_key", path=error.path), file=sys.stderr)
        return 1
    account().own_tree(backup_directory())
    return _list(arguments)


def _key(arguments: argparse.Namespace) -> int:
    from kurator.operations.backups.sealed import make_key

    path = _key_file(arguments)
    if path.exists():
        raise DatabaseError(said("key_there", path=path))
    make_key(path)
    say(said("key_made", path=path))
    return 0


def _key_file(arguments: argparse.Namespace) -> Path:
    if not arguments.key_file:
        raise DatabaseError(said("no_key"))
    return Path(arguments.key_file)


ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "take": _take,
    "list": _list,
    "verify": _verify,
    "copy": _copy,
    "open": _open,
    "key": _key,
}
