"""
The run: the list is read as the person who asked for it, with the rights of this moment and behind
both locks, row by row into the file.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection

from kurator.access.selectors import find_viewer
from kurator.access.types import Viewer, field_settings
from kurator.exports import selectors
from kurator.exports.models import Export
from kurator.exports.rules.allowance import MAX_ROWS_IN_DAY, allowance
from kurator.exports.rules.csv_files import csv_blocks
from kurator.exports.rules.sheets import write_workbook
from kurator.exports.services.files import KEPT_DAYS, delete_file, file_path, make_room, new_key
from kurator.exports.services.queue import announce, enqueue, tell_outcome
from kurator.exports.services.refusals import Broken, ListTooLong, RightsGone
from kurator.exports.services.reporting import SYSTEM, Progress, told_progress
from kurator.exports.services.requesting import reach_of_viewer, require_exporter
from kurator.kernel.errors import KuratorError, PermissionMissing
from kurator.kernel.localized import LANGUAGES
from kurator.platform.clock import SIGN_OF_LIFE
from kurator.platform.context import WEB_ROLE, Context, open_scope
from kurator.platform.exporting import ExportTable
from kurator.platform.faults import fault_point

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]
_UNDER_WAY: Final = (Export.Status.QUEUED, Export.Status.RUNNING)


class Stopped(Exception):
    """Canceled, or taken over by another worker."""


class Postponed(Exception):
    """The worker stops; the next one begins anew."""


@dataclass(frozen=True)
class Claim:
    """The right to work on an export until another worker claims it."""

    one: Export
    viewer: Viewer
    rows_left: int | None


def context_for(viewer: Viewer) -> Context:
    return Context(
        uid=str(viewer.user_id),
        actor_kind="user",
        actor_id=str(viewer.user_id),
        actor_name=viewer.name,
        channel="export",
        **field_settings(viewer),
    )


def run_export(
    export_id: UUID,
    *,
    clock: Clock,
    must_stop: Callable[[], bool] = lambda: False,
    on_rows: Callable[[int], None] = lambda _: None,
) -> None:
    """Make the file; safe to call again after a crash, it then begins anew."""
    claim = _claim(export_id, clock())
    if claim is None:
        return
    key = new_key()
    try:
        rows = _write(claim, key, clock(), must_stop, on_rows)
    except Exception as error:
        delete_file(key)
        _settle(claim, error, clock())
        return
    fault_point("exports.file_written")
    _finish(claim, key, rows, clock())


def _claim(export_id: UUID, now: datetime) -> Claim | None:
    with open_scope(SYSTEM):
        one = Export.objects.select_for_update().filter(id=export_id, status__in=_UNDER_WAY).first()
        if one is None:
            return None
        viewer = find_viewer(one.user_id)
        if viewer is None or not _may(viewer, one):
            _fail(one, RightsGone(), now)
            return None
        one.epoch += 1
        one.status, one.heartbeat_at, one.started_at = Export.Status.RUNNING, SIGN_OF_LIFE, now
        one.reach = reach_of_viewer(viewer)
        one.save(update_fields=["reach", "epoch", "status", "heartbeat_at", "started_at"])
        announce(one)
        return Claim(one, viewer, _rows_left(viewer, one, now))


def _may(viewer: Viewer, one: Export) -> bool:
    try:
        require_exporter(viewer, one.subject, is_raw=one.is_raw)
    except PermissionMissing:
        return False
    return True


def _rows_left(viewer: Viewer, one: Export, now: datetime) -> int | None:
    if selectors.UNLIMITED in viewer.permissions:
        return None
    earlier = selectors.list_earlier(viewer, now=now, other_than=one.id)
    return allowance(earlier, now).rows_left


def _write(
    claim: Claim,
    key: str,
    now: datetime,
    must_stop: Callable[[], bool],
    on_rows: Callable[[int], None],
) -> int:
    """Return how many rows the file holds; raises Stopped, Postponed, KuratorError."""
    one, viewer = claim.one, claim.viewer
    exporter = require_exporter(viewer, one.subject, is_raw=one.is_raw)
    make_room()
    with (
        told_progress(one.id, one.epoch) as progress,
        open_scope(context_for(viewer), role=WEB_ROLE),
    ):
        table = exporter.open_table(viewer, one.query, now)
        for rows in _written(claim, table, file_path(key)):
            progress.rows += rows
            _require_going_on(claim, progress, must_stop)
            on_rows(progress.rows)
        return progress.rows


def _require_going_on(claim: Claim, progress: Progress, must_stop: Callable[[], bool]) -> None:
    if progress.is_stopped:
        raise Stopped
    if must_stop():
        raise Postponed
    if claim.rows_left is not None and progress.rows > claim.rows_left:
        raise ListTooLong(limit=f"{MAX_ROWS_IN_DAY:,}".replace(",", "\u00a0"))


def _written(claim: Claim, table: ExportTable, path: Path) -> Iterator[int]:
    """Write the file and yield how many rows were added each time."""
    language, zone = claim.viewer.language, claim.viewer.time_zone
    path.touch(mode=0o600)
    with path.open("wb") as target:
        if claim.one.format == Export.Format.XLSX:
            yield from write_workbook(
                table, target, language=language, zone=zone, scratch=path.parent
            )
            return
        for block, rows in csv_blocks(table, language=language, zone=zone, is_raw=claim.one.is_raw):
            target.write(block)
            yield rows


def _held(claim: Claim) -> Export | None:
    return Export.objects.select_for_update().filter(id=claim.one.id, epoch=claim.one.epoch).first()


def _finish(claim: Claim, key: str, rows: int, now: datetime) -> None:
    with open_scope(SYSTEM):
        one = _held(claim)
        if one is None or one.is_cancel_requested:
            delete_file(key)
            if one is not None:
                _cancel(one, now)
            return
        one.status, one.rows_done, one.file_key = Export.Status.DONE, rows, key
        one.size = file_path(key).stat().st_size
        one.finished_at, one.expires_at = now, now + timedelta(days=KEPT_DAYS)
        one.save()
        announce(one)
        tell_outcome(one)


def _settle(claim: Claim, error: Exception, now: datetime) -> None:
    """What stopped the run is written on the export; a lost database is tried again later."""
    if isinstance(error, OperationalError | InterfaceError):
        log.warning("export_waits_for_database", export_id=str(claim.one.id))
        with suppress(Exception):
            connection.close()
        return
    with open_scope(SYSTEM):
        one = _held(claim)
        if one is None:
            return
        if isinstance(error, Postponed):
            enqueue(one.id)
        elif isinstance(error, Stopped):
            _cancel(one, now)
        elif isinstance(error, KuratorError):
            _fail(one, error, now)
        else:
            log.error("export_failed", export_id=str(one.id), exc_info=error)
            _fail(one, Broken(), now)


def _cancel(one: Export, now: datetime) -> None:
    one.status, one.finished_at = Export.Status.CANCELED, now
    one.save(update_fields=["status", "finished_at"])
    announce(one)


def _fail(one: Export, error: KuratorError, now: datetime) -> None:
    texts = {language: _told(error, language) for language in LANGUAGES}
    one.status, one.finished_at = Export.Status.FAILED, now
    one.failure = {"code": error.code, "texts": texts}
    one.save(update_fields=["status", "finished_at", "failure"])
    announce(one)
    tell_outcome(one)


def _told(error: KuratorError, language: str) -> str:
    places = [
        "/".join(map(str, problem.loc)) + ": " + problem.message(language)
        for problem in error.problems
    ]
    return " ".join([error.detail(language), *places])
