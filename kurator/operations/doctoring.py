"""Everything that can be looked at from outside, and what to do about what is found."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from kurator.kernel.localized import LocalizedText, text_in
from kurator.operations.backups.place import backups
from kurator.operations.backups.verifying import latest_verdict
from kurator.operations.disk import disk_room
from kurator.operations.doctor_texts import TEXTS
from kurator.operations.instants import written
from kurator.operations.rules import OLD_BACKUP, OLD_EVENT
from kurator.operations.wording import terminal_language
from kurator.platform.database import embedded
from kurator.platform.database.archive import backup_directory
from kurator.platform.database.check import DURABILITY, check_database
from kurator.platform.database.connections import conninfo_for, is_embedded
from kurator.platform.database.errors import DatabaseError
from kurator.platform.database.home import home_directory

OLD_PROOF = timedelta(days=8)
CLOCK_SECONDS = 5.0
ILL, OPEN = 5, 6
"""Exit codes: something needs somebody; nothing does, and something is left to decide."""
NO_HOME = "home"
"""All there is to say when the folder of the data is missing."""
WHAT_HOLDS = {
    "durable": frozenset(DURABILITY),
    "checksums": frozenset({"data_checksums"}),
    "powerless": frozenset({"roles", "ownership", "memberships"}),
}
"""What is said to hold when none of these findings was made."""


@dataclass(frozen=True)
class Diagnosis:
    """One thing that was looked at; `is_well` None: it works, and somebody should decide on it."""

    code: str
    is_well: bool | None
    what: str
    remedy: str = ""


Check = Callable[[], Iterator[Diagnosis]]


def examine() -> list[Diagnosis]:
    home = home_directory()
    if not home.is_dir():  # and nothing is made there by being looked for
        return [_ill(NO_HOME, path=home)]
    return [diagnosis for check in CHECKS for diagnosis in check()]


def verdict(found: Sequence[Diagnosis]) -> tuple[str, int]:
    """The last line and the exit code: what is open is not well, and yet needs nobody at night."""
    ill = sum(one.is_well is False for one in found)
    undecided = sum(one.is_well is None for one in found)
    if ill:
        code = "some_open_too" if undecided else "some_ill"
        return say(code, count=ill, more=undecided), ILL
    return (say("some_open", count=undecided), OPEN) if undecided else (say("all_well"), 0)


def say(code: str, **values: object) -> str:
    return _text(TEXTS[code], **values)


def _text(texts: LocalizedText, **values: object) -> str:
    return text_in(texts, terminal_language()).format(**values)


def _well(code: str, **values: object) -> Diagnosis:
    return Diagnosis(code, True, say(f"{code}_well", **values))


def _ill(code: str, **values: object) -> Diagnosis:
    return Diagnosis(code, False, say(f"{code}_ill", **values), say(f"{code}_remedy", **values))


def _program() -> Iterator[Diagnosis]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield _well("python", version=version)
    secrets = home_directory() / "secrets.json"
    if secrets.exists() and secrets.stat().st_mode & 0o077:
        yield _ill("secrets", path=secrets)
    elif secrets.exists():
        yield _well("secrets")


def _disk() -> Iterator[Diagnosis]:
    disk = disk_room()
    free = round(disk.free / 1e9, 1)
    yield _well("disk", free=free) if disk.room == "ENOUGH" else _ill("disk", free=free)


def mail_links() -> Diagnosis | None:
    """Whether links in letters lead somewhere; nothing where no mail is sent."""
    if not os.environ.get("KURATOR_SMTP_URL"):
        return None
    address = os.environ.get("KURATOR_PUBLIC_URL", "")
    return _well("mail_links", address=address) if address else _ill("mail_links")


def _mail() -> Iterator[Diagnosis]:
    found = mail_links()
    if found:
        yield found


def _server() -> Iterator[Diagnosis]:
    try:
        conninfo_for("owner")
    except DatabaseError:
        yield _ill("address")
        return
    if is_embedded() and not embedded.status().is_running:
        yield _ill("server")
        return
    findings = check_database()
    if [finding.code for finding in findings] == ["unreachable"]:
        yield _ill("unreachable", reason=findings[0].what.partition(": ")[2])
        return
    yield _well("server")
    for finding in findings:
        yield Diagnosis(
            finding.code, False if finding.is_fatal else None, finding.what, finding.remedy
        )
    found = {finding.code for finding in findings}
    for code, asked in WHAT_HOLDS.items():
        if not asked & found:
            yield _well(code)


def examine_writing() -> Iterator[Diagnosis]:
    """As the web server would: a change is written and kept."""
    if _rows("SELECT 1") is None:
        return
    try:
        with psycopg.connect(**conninfo_for("web")) as connection:
            connection.execute("SELECT k.try_write()")
    except psycopg.errors.UndefinedFunction:
        return  # tables that are older than the program are told by themselves
    except psycopg.errors.ReadOnlySqlTransaction:
        yield _ill("read_only")
    except psycopg.Error as error:
        yield _ill("writing", reason=str(error).strip())
    else:
        yield _well("writing")


def rules_diagnosis(broken: Sequence[str]) -> Diagnosis:
    """Whether the database has the rules of access that the code declares."""
    return _ill("rules", names="; ".join(broken)) if broken else _well("rules")


def database_refusal(reason: str) -> str:
    """One line on why there is no database to talk to, and what to do."""
    ill = next(
        (one for one in _server() if one.is_well is False), _ill("unreachable", reason=reason)
    )
    return f"{ill.what}. {ill.remedy}"


def _migrations() -> Iterator[Diagnosis]:
    rows = _rows("SELECT app, name FROM django_migrations")
    if rows is None:
        return
    applied = {(str(app), str(name)) for app, name in rows}
    package = Path(__file__).resolve().parents[1]
    known = {(path.parents[1].name, path.stem) for path in package.glob("*/migrations/[0-9]*.py")}
    missing = sorted(f"{app}.{name}" for app, name in known - applied)
    yield _ill("migrations", names=", ".join(missing)) if missing else _well("migrations")


def _queues() -> Iterator[Diagnosis]:
    rows = _rows(
        "SELECT 'events', extract(epoch FROM clock_timestamp() - min(created_at))"
        "  FROM platform_outboxevent WHERE NOT is_dead UNION ALL"
        " SELECT 'changes', extract(epoch FROM clock_timestamp() - min(at)) FROM tracking_dirtysubject"
    )
    for name, age in rows or []:
        if age is not None and timedelta(seconds=float(age)) > OLD_EVENT:
            yield _ill("queue", name=name, seconds=int(age))
        else:
            yield _well("queue", name=name)
    dead = _rows(
        "SELECT (SELECT count(*) FROM platform_outboxevent WHERE is_dead),"
        " (SELECT count(*) FROM strategies_intent WHERE status IN ('FAILED', 'UNKNOWN')),"
        " (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')"
    )
    for events, actions, jobs in dead or []:
        if events or actions or jobs:
            yield _ill("dead", events=events, actions=actions, jobs=jobs)
        else:
            yield _well("dead")


def examine_held() -> Iterator[Diagnosis]:
    rows = _rows("SELECT since FROM platform_outboundpause")
    if rows is None:
        return
    yield _ill("held", since=written(rows[0][0])) if rows else _well("held")


def examine_seals() -> Iterator[Diagnosis]:
    rows = _rows("SELECT verified_at, broken FROM k.all_seal_figures()")
    for verified_at, broken in rows or []:
        if broken:
            yield _ill("seals", count=broken)
        elif verified_at:
            yield _well("seals", at=written(verified_at))


def _clock() -> Iterator[Diagnosis]:
    rows = _rows("SELECT clock_timestamp()")
    if rows:
        offset = abs((datetime.now(UTC) - rows[0][0]).total_seconds())
        yield _well("clock") if offset < CLOCK_SECONDS else _ill("clock", seconds=round(offset))


def _backups() -> Iterator[Diagnosis]:
    if not is_embedded():
        return
    known, now = backups(), datetime.now(UTC)
    if not known:
        yield _ill("backup", place=backup_directory())
        return
    age = now - known[-1].ended_at
    hours = round(age.total_seconds() / 3600)
    yield _well("backup_age", hours=hours) if age < OLD_BACKUP else _ill("backup_age", hours=hours)
    verdict = latest_verdict()
    is_proven = bool(
        verdict
        and verdict["is_good"]
        and now - datetime.fromisoformat(str(verdict["at"])) < OLD_PROOF
    )
    yield _well("proof") if is_proven else _ill("proof")
    if os.stat(backup_directory()).st_dev == os.stat(home_directory()).st_dev:
        yield Diagnosis("same_disk", None, say("same_disk_ill"), say("same_disk_remedy"))


def _archive() -> Iterator[Diagnosis]:
    rows = _rows(
        "SELECT last_failed_time > coalesce(last_archived_time, '-infinity') FROM pg_stat_archiver"
    )
    if rows:
        yield _ill("archive", place=backup_directory()) if rows[0][0] else _well("archive")


def web_address() -> str:
    """Where the supervisor that holds the home serves; empty when none does."""
    try:
        note: dict[str, Any] = json.loads((home_directory() / "kurator.lock").read_text())
    except (OSError, ValueError):
        return ""
    address = str(note.get("address", ""))
    return address if address.startswith("http") else ""


def web_diagnosis(address: str, failed: Sequence[str] | None) -> Diagnosis:
    """`failed` is None when nobody answered there."""
    if failed is None:
        return _ill("web", address=address)
    if failed:
        return _ill("web_refuses", address=address, names=", ".join(failed))
    return _well("web", address=address)


def _rows(query: str) -> list[tuple[Any, ...]] | None:
    """None when the question cannot be asked; what is wrong then is told by another check."""
    try:
        with psycopg.connect(**conninfo_for("admin")) as connection:
            return connection.execute(query.encode()).fetchall()
    except (psycopg.Error, DatabaseError):
        return None


def needed_programs() -> list[str]:
    """Programs of the system that handing over the log calls."""
    return [name for name in ("sh", "gzip", "cmp", "sync", "mv") if shutil.which(name) is None]


def _programs() -> Iterator[Diagnosis]:
    missing = needed_programs()
    yield _ill("programs", names=", ".join(missing)) if missing else _well("programs")


CHECKS: tuple[Check, ...] = (
    _program,
    _programs,
    _disk,
    _mail,
    _server,
    examine_writing,
    _migrations,
    _queues,
    examine_held,
    examine_seals,
    _clock,
    _backups,
    _archive,
)
