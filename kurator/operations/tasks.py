"""Takes the backups that were asked for, and those whose hour has come."""

import logging
import os
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import DatabaseError as SqlError
from django.db import IntegrityError, close_old_connections, connection, transaction

from kurator.operations.backups.erasures import keep
from kurator.operations.backups.taking import take_backup
from kurator.operations.backups.verifying import latest_verdict, verify_latest
from kurator.operations.models import BackupRun
from kurator.operations.selectors import erased_since, newest_backup_at
from kurator.operations.services import announce
from kurator.parties.services.erasing import erase_again
from kurator.platform.context import Context, open_scope
from kurator.platform.database.connections import is_embedded
from kurator.platform.database.errors import DatabaseError
from kurator.tracking.security import note_security_event

log = structlog.get_logger(__name__)
ACTOR: Final = Context(actor_kind="system", actor_name="backups", channel="worker")
LOOK_SECONDS: Final = 2.0
SHARE_STEP: Final = 0.05
VERIFY_EVERY: Final = timedelta(days=7)
NIGHT_HOURS: Final = range(1, 5)
LATEST_PROOF: Final = timedelta(days=1)
PAUSE_AFTER_FAILURE: Final = timedelta(hours=1)
LOCK: Final = (7_061, 98)
ERASURE_SECONDS: Final = 5.0
LATE: Final = timedelta(minutes=1)
OVERLAP: Final = timedelta(minutes=10)
_proof_failed_at = datetime.min.replace(tzinfo=UTC)


def run_backups(stop: Event) -> None:
    """Until told to stop; of several workers one does this."""
    if not is_embedded():
        stop.wait()
        return
    try:
        close_old_connections()
        while not stop.wait(LOOK_SECONDS):
            if _is_mine():
                _plan_daily(datetime.now(UTC))
                _carry_out_next()
                prove_when_due(datetime.now(UTC))
    finally:
        connection.close()


def keep_erasures(stop: Event) -> None:
    """Keep the erasure list beside the backups too, a few seconds behind."""
    keeper = ErasureKeeper(datetime.now(UTC))
    while not stop.wait(ERASURE_SECONDS):
        try:
            close_old_connections()
            keeper.look(datetime.now(UTC))
        except (OSError, SqlError):
            log.exception("erasures_not_kept")


class ErasureKeeper:
    def __init__(self, now: datetime) -> None:
        self.listed_to: datetime | None = None
        self.cleared_to = now - LATE
        self.known: dict[str, str] = {}

    def look(self, now: datetime) -> None:
        """List what is new; clear once more what was written of a customer while he was removed."""
        with open_scope(ACTOR):
            recent = erased_since(self.listed_to)
            border = now - LATE
            erase_again(erased=[one for one in recent if self.cleared_to <= one[1] < border])
        self.cleared_to = border
        new = {str(party_id): at.isoformat() for party_id, at in recent}
        if new.keys() - self.known.keys():
            keep(new)
        self.known = new
        # Two commits may come in another order than their instants: look back a little.
        self.listed_to = now - OVERLAP


def _is_mine() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
            " AND objid = %s AND pid = pg_backend_pid()) OR pg_try_advisory_lock(%s, %s)",
            [*LOCK, *LOCK],
        )
        return bool(cursor.fetchone()[0])


def due_daily(*, at: str, zone: str, newest: datetime | None, now: datetime) -> bool:
    """Whether the daily backup of the named hour, as 03:00, has not been taken yet."""
    if not at:
        return False
    hour, _, minute = at.partition(":")
    local = now.astimezone(ZoneInfo(zone))
    due = local.replace(hour=int(hour), minute=int(minute or 0), second=0, microsecond=0)
    if due > local:
        due -= timedelta(days=1)
    return newest is None or newest < due


def _plan_daily(now: datetime) -> None:
    at = os.environ.get("KURATOR_BACKUP_AT", "").strip()
    zone = settings.COMPANY_TIME_ZONE
    if not due_daily(at=at, zone=zone, newest=newest_backup_at(), now=now):
        return
    with open_scope(ACTOR):
        failed_lately = BackupRun.objects.filter(
            state="FAILED", finished_at__gt=now - timedelta(hours=1)
        ).exists()
        if failed_lately:
            return
        try:
            with transaction.atomic():
                BackupRun.objects.create(requested_at=now)
        except IntegrityError:
            return  # somebody asked for one already


def _carry_out_next() -> None:
    with open_scope(ACTOR):
        # One that was running under a worker that is gone is begun anew.
        run = BackupRun.objects.filter(state__in=("WAITING", "RUNNING")).first()
        if run is None:
            return
        run.state, run.started_at, run.stage = "RUNNING", datetime.now(UTC), ""
        run.save()
        announce()
    try:
        name = take_backup(tell=_Progress(run)).name
        _verify_weekly(run)
    except DatabaseError as error:
        log.error("backup_failed", error=str(error))
        _finish(run, state="FAILED", failure=str(error)[-2000:])
    else:
        _finish(run, state="DONE", name=name)


def due_proof(
    *, zone: str, newest: datetime | None, proven_at: datetime | None, now: datetime
) -> bool:
    """
    Whether the newest backup is to be proven: a week after the last proof, at night; a day later at
    any hour. So it is done as well where backups are taken by another clock than ours.
    """
    if newest is None:
        return False
    since = now - (proven_at + VERIFY_EVERY if proven_at else newest)
    is_night = now.astimezone(ZoneInfo(zone)).hour in NIGHT_HOURS
    return since > LATEST_PROOF or (is_night and since > timedelta(0))


def prove_when_due(now: datetime) -> None:
    global _proof_failed_at
    verdict = latest_verdict()
    proven_at = datetime.fromisoformat(str(verdict["at"])) if verdict else None
    zone, newest = settings.COMPANY_TIME_ZONE, newest_backup_at()
    if now - _proof_failed_at < PAUSE_AFTER_FAILURE:
        return
    if not due_proof(zone=zone, newest=newest, proven_at=proven_at, now=now):
        return
    try:
        found = verify_latest(now=now)
    except (DatabaseError, OSError) as error:  # as when there is no room to restore into
        log.error("proof_failed", error=str(error))
        _proof_failed_at = now
        return
    log.log(logging.INFO if found.is_good else logging.ERROR, "backup_proven", good=found.is_good)
    with open_scope(ACTOR):
        announce()


def _verify_weekly(run: BackupRun) -> None:
    verdict = latest_verdict()
    now = datetime.now(UTC)
    if verdict and now - datetime.fromisoformat(str(verdict["at"])) < VERIFY_EVERY:
        return
    if not verify_latest(now=now, tell=_Progress(run)).is_good:
        raise DatabaseError("The backup was taken, but what it restores is not what was there.")


def _finish(run: BackupRun, *, state: str, name: str = "", failure: str = "") -> None:
    with open_scope(ACTOR):
        if name:
            note_security_event("operations.backup_taken", subject=name)
        BackupRun.objects.filter(id=run.id).update(
            state=state, name=name, failure=failure, share=1.0, finished_at=datetime.now(UTC)
        )
        announce()


class _Progress:
    """Writes the stage down, and its share in steps that somebody can see."""

    def __init__(self, run: BackupRun) -> None:
        self.run, self.told = run, ("", -1.0)

    def __call__(self, stage: str, share: float) -> None:
        if stage == self.told[0] and share - self.told[1] < SHARE_STEP:
            return
        self.told = (stage, share)
        with open_scope(ACTOR):
            BackupRun.objects.filter(id=self.run.id).update(stage=stage, share=share)
            announce()
