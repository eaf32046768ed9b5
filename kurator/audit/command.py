"""`kurator audit`: seal the past, check the seals, drop what is too old."""

import argparse
import sys
from datetime import UTC, datetime

from kurator.audit.rules import border
from kurator.audit.selectors.retention import count_old, days_in_force
from kurator.audit.services.alone import alone
from kurator.audit.services.night import check_and_report
from kurator.audit.services.retention import drop_old
from kurator.audit.services.seals import seal_closed_days
from kurator.audit.services.verifying import verify_seals
from kurator.audit.types import SealState
from kurator.platform.context import open_scope
from kurator.platform.retention import retention_rules

NAME = "audit"
HELP = "seal the history, verify the seals, drop what is too old"
LOGIN = "worker"
WAIT_SECONDS = 120.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="seal | verify | retention")
    acts.add_parser("seal", help="seal all closed days that are not sealed yet")
    verify = acts.add_parser("verify", help="compute all sealed days anew and compare")
    verify.add_argument(
        "--expect",
        metavar="STREAM:DAY:DIGEST",
        action="append",
        default=[],
        help="a digest that was kept elsewhere and must still be there; may be repeated",
    )
    retention = acts.add_parser("retention", help="drop what is older than it may be")
    retention.add_argument("--dry-run", action="store_true", help="only count")


def run(arguments: argparse.Namespace) -> int:
    if arguments.act == "seal":
        return _seal()
    if arguments.act == "verify":
        return _verify(arguments.expect)
    return _retention(is_dry=arguments.dry_run)


def _seal() -> int:
    with alone(wait_seconds=WAIT_SECONDS) as is_alone:
        if not is_alone:
            print("The worker is sealing at this moment. Try again later.", file=sys.stderr)
            return 1
        sealed = seal_closed_days(now=datetime.now(UTC))
    latest = {seal.stream: seal for seal in sealed}
    print(
        f"{len(sealed)} days sealed."
        if sealed
        else "Nothing to seal: every closed day has its seal."
    )
    for seal in latest.values():
        print(f"  {seal.stream}:{seal.day}:{seal.digest}")
    if latest:
        print(
            "Keep these lines elsewhere: `kurator audit verify --expect LINE` compares them later."
        )
    return 0


def _verify(expected: list[str]) -> int:
    found: dict[str, str] = {}
    rows = 0

    def note(state: SealState) -> None:
        nonlocal rows
        rows += state.rows
        found[f"{state.stream}:{state.day}"] = state.digest

    faults = verify_seals(on_day=note)
    check_and_report(faults, days=len(found))
    for fault in faults:
        print(f"BROKEN {fault.stream} {fault.day}: {fault.sentence}", file=sys.stderr)
    missed = [
        line for line in expected if found.get(line.rpartition(":")[0]) != line.rpartition(":")[2]
    ]
    for line in missed:
        print(f"DIFFERENT {line}: the seal is not the one that was kept.", file=sys.stderr)
    if faults or missed:
        return 1
    print(f"{len(found)} sealed days with {rows:,} rows are as they were.")
    return 0


def _retention(*, is_dry: bool) -> int:
    now = datetime.now(UTC)
    if is_dry:
        with open_scope():
            for code, days in days_in_force().items():
                count = count_old(retention_rules()[code], border(days, now)) if days else 0
                kept = f"{days} days" if days else "for ever"
                print(f"  {code:<24} {kept:<12} {count:>10,} to go")
        return 0
    dropped = drop_old(now=now)
    for code, count in dropped.counts.items():
        print(f"  {code:<24} {count:>10,} dropped")
    for code in dropped.failed:
        print(f"  {code} failed, see the log", file=sys.stderr)
    return 1 if dropped.failed else 0
