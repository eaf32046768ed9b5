"""Back to an earlier instant: `kurator restore --at "2026-11-22 14:00"`."""

import argparse
import sys
import time
from datetime import UTC, datetime

from kurator.config.supervisor.instance import hold_home
from kurator.config.supervisor.progress import say
from kurator.operations.backups.progress import follow
from kurator.operations.backups.restoring import Restored, RestoreRefused, restore
from kurator.operations.instants import read_instant, written
from kurator.operations.wording import said

NAME = "restore"
HELP = 'bring back an earlier state (--at "2026-11-22 14:00" --replace)'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--at",
        default="",
        help="instant in the company's time, as `kurator backup list` prints it; the latest without",
    )
    parser.add_argument(
        "--replace", action="store_true", help="keep the present database aside and take its place"
    )
    parser.add_argument(
        "--timeline",
        default="latest",
        help="number of the history to follow, when it was restored before",
    )


def run(arguments: argparse.Namespace) -> int:
    at = None
    if arguments.at:
        at = read_instant(arguments.at)
        if at is None:
            print(said("wrong_instant", text=arguments.at), file=sys.stderr)
            return 2
    began = time.monotonic()
    try:
        with hold_home(address="kurator restore"), follow() as tell:
            done = restore(
                at=at,
                replace=arguments.replace,
                timeline=arguments.timeline,
                now=datetime.now(UTC),
                tell=tell,
            )
    except RestoreRefused as refusal:
        print(said(refusal.code, **refusal.values), file=sys.stderr)
        return 1
    _tell(done, time.monotonic() - began)
    return 0


def _tell(done: Restored, seconds: float) -> None:
    latest = written(done.latest_commit) if done.latest_commit else "-"
    say(said("restored", seconds=seconds, latest=latest))
    if done.unknown:
        say(said("restored_unknown", count=done.unknown))
    if done.erased:
        say(said("restored_erased", count=done.erased))
    if done.kept_aside:
        say(said("kept_aside", path=done.kept_aside))
    say(said("outbound_held"))
