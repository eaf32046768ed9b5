"""
Whether this server may be given requests: what a load balancer asks every few seconds.

Not ready is who would answer wrongly or not at all. A disk that is almost full, a queue that is
late or a schema that is newer than this code takes nobody out of service: every server would go at
once, and reads with them. Those are told as well, to this machine and to the doctor.
"""

import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import structlog
from django.apps import apps
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable, ReadOnlySqlTransaction

from kurator.config.rules_in_force import breaches
from kurator.operations.disk import disk_room
from kurator.operations.rules import Waiting, is_late
from kurator.platform.database.check import DURABILITY
from kurator.platform.queries import read_row, read_rows, read_value

log = structlog.get_logger(__name__)
Checks = dict[str, str]
WELL: Final = "ok"
HARMLESS: Final = frozenset({"read_only", "checksums_off", "busy", "late", "little", "none"})
"""What needs somebody, and yet does not keep this server from answering."""
VITAL_SECONDS: Final = 2.0
SLOW_SECONDS: Final = 10.0
FAILED_SECONDS: Final = 0.5
"""A failure is looked at again soon: its end should be seen at once."""
PATIENCE: Final = "SET LOCAL statement_timeout = '3s'; SET LOCAL lock_timeout = '1s'"
_VITAL = """
SELECT pg_is_in_recovery(), rolsuper OR rolbypassrls, current_setting('data_checksums') = 'off',
       ARRAY(SELECT name FROM unnest(%s::text[]) AS s(name) WHERE current_setting(name) = 'off')
  FROM pg_roles WHERE rolname = session_user
"""


class Kept:
    """Asks anew only after some seconds; one thread asks, the others wait for what it hears."""

    def __init__(self, ask: Callable[[], Checks], seconds: float) -> None:
        self._ask, self._seconds = ask, seconds
        self._lock = threading.Lock()
        self._found: Checks = {}
        self._until = 0.0

    def __call__(self) -> Checks:
        with self._lock:
            if time.monotonic() >= self._until:
                self._found = self._ask()
                lasts = FAILED_SECONDS if failures(self._found) else self._seconds
                self._until = time.monotonic() + lasts
            return self._found

    def forget(self) -> None:
        with self._lock:
            self._until = 0.0


def failures(checks: Checks) -> list[str]:
    """Names of the checks for which this server must not be given requests."""
    return [name for name, found in checks.items() if found not in HARMLESS | {WELL}]


def look() -> Checks:
    """Return check → ok or what is wrong, of those that decide."""
    found = vital()
    return found if "database" in failures(found) else {**found, **slow()}


def look_closely() -> Checks:
    """The same with what decides nothing: for this machine itself."""
    found = look()
    return found if "database" in failures(found) else {**found, **beside()}


def _asked(question: Callable[[], Checks], *, refused: Checks) -> Checks:
    """In a transaction of its own. `refused` is told when the database does not take the question."""
    had_connection = connection.connection is not None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PATIENCE)
            return question()
    except (OperationalError, InterfaceError) as error:
        if isinstance(error.__cause__, LockNotAvailable):  # tables are being changed just now
            return dict.fromkeys(refused, "busy")
        if not connection.in_atomic_block:
            connection.close()
            if had_connection:  # that one had ended, which says nothing of the database now
                return _asked(question, refused=refused)
        log.warning("not_ready", error=repr(error))
        return {"database": "unreachable"}
    except DatabaseError as error:
        if isinstance(error.__cause__, ReadOnlySqlTransaction):
            return dict.fromkeys(refused, "read_only")
        log.warning("not_ready", error=repr(error))
        return refused


def _vital() -> Checks:
    found = _asked(_server, refused={"database": "refuses"})
    return found if failures(found) else {**found, **_asked(_writing, refused={"write": "refused"})}


def _server() -> Checks:
    row = read_row(_VITAL, [[*DURABILITY]])
    is_standby, is_unsafe, has_no_checksums, switched_off = row or (False, True, True, [])
    return {
        "database": "standby" if is_standby else WELL,
        "role": "unsafe" if is_unsafe else WELL,
        "durability": "off" if switched_off else WELL,
        "checksums": "checksums_off" if has_no_checksums else WELL,
    }


def _writing() -> Checks:
    read_value("SELECT k.try_write()")
    return {"write": WELL}


@cache
def known_steps() -> frozenset[tuple[str, str]]:
    """Every step that this code and its libraries bring."""
    return frozenset(
        (config.label, path.stem)
        for config in apps.get_app_configs()
        for path in (Path(config.path) / "migrations").glob("[0-9]*.py")
    )


def _slow() -> Checks:
    found = _asked(_schema, refused={"schema": "older"})
    return found if failures(found) else {**found, **_asked(_rules, refused={"rules": "unknown"})}


def _schema() -> Checks:
    """A schema that is newer serves this code as well; one that is older does not."""
    applied = {(app, name) for app, name in read_rows("SELECT app, name FROM k.applied_steps()")}
    missing = known_steps() - applied
    if missing:
        log.warning("not_ready", missing=sorted(missing))
    return {"schema": "older" if missing else WELL}


def _rules() -> Checks:
    broken = breaches(strictly=False)
    if broken:
        log.error("not_ready", rules=broken)
    return {"rules": "broken" if broken else WELL}


def _beside() -> Checks:
    room = disk_room().room.lower()
    disk = {"disk": WELL if room == "enough" else room}
    return {**disk, **_asked(_queues, refused={"queues": "late"})}


def _queues() -> Checks:
    rows = read_rows("SELECT code, oldest_at, failed, unknown FROM k.all_queue_figures()")
    now = read_value("SELECT clock_timestamp()")
    return {"queues": "late" if any(is_late(Waiting(*row), now) for row in rows) else WELL}


vital = Kept(_vital, VITAL_SECONDS)
slow = Kept(_slow, SLOW_SECONDS)
beside = Kept(_beside, SLOW_SECONDS)
