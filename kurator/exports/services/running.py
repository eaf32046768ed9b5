"""
The run: the list is read as the person who asked for it, with the rights of this moment and behind
both locks, row by row into the file. It is not gone on with after a crash, but begun anew.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from kurator.access.runs import Claim, Clock, Course, RightsGone, acting_as, carry_out
from kurator.access.types import Viewer
from kurator.exports import selectors
from kurator.exports.models import Export
from kurator.exports.rules.allowance import MAX_ROWS_IN_DAY, allowance
from kurator.exports.rules.csv_files import csv_blocks
from kurator.exports.rules.sheets import write_workbook
from kurator.exports.services.files import KEPT_DAYS, delete_file, file_path, make_room, new_key
from kurator.exports.services.queue import EXPORTS, tell_outcome
from kurator.exports.services.refusals import Broken, ListTooLong
from kurator.exports.services.refusals import RightsGone as RightsLost
from kurator.exports.services.requesting import reach_of_viewer, require_exporter
from kurator.kernel.errors import KuratorError, PermissionMissing
from kurator.kernel.localized import LANGUAGES
from kurator.platform.context import WEB_ROLE, Context, open_scope
from kurator.platform.exporting import ExportTable
from kurator.platform.faults import fault_point
from kurator.platform.runs import Postponed, Progress, Stopped, told_progress

ExportClaim = Claim[Export]


def context_for(viewer: Viewer) -> Context:
    return acting_as(viewer, channel="export")


def run_export(
    export_id: UUID,
    *,
    clock: Clock,
    must_stop: Callable[[], bool] = lambda: False,
    on_rows: Callable[[int], None] = lambda _: None,
) -> None:
    """Make the file; safe to call again after a crash, it then begins anew."""

    def work(claim: ExportClaim) -> None:
        key = new_key()
        one, rows_left = _begin(claim, clock())

        def look(progress: Progress) -> None:
            _require_going_on(progress, rows_left, must_stop)
            on_rows(progress.rows)

        try:
            rows = _write(claim, one, file_path(key), clock(), look)
        except BaseException:
            delete_file(key)
            raise
        fault_point("exports.file_written")
        _finish(claim, key, rows, clock())

    carry_out(COURSE, export_id, work, clock=clock)


def _begin(claim: ExportClaim, now: datetime) -> tuple[Export, int | None]:
    """Return the export, and how many rows the person may still export today."""
    with open_scope(EXPORTS.system):
        one = claim.held()
        one.status, one.started_at = Export.Status.RUNNING, now
        one.reach = reach_of_viewer(claim.viewer)
        one.save(update_fields=["reach", "status", "started_at"])
        EXPORTS.announce(one)
        return one, _rows_left(claim.viewer, one, now)


def _rows_left(viewer: Viewer, one: Export, now: datetime) -> int | None:
    if selectors.UNLIMITED in viewer.permissions:
        return None
    earlier = selectors.list_earlier(viewer, now=now, other_than=one.id)
    return allowance(earlier, now).rows_left


def _write(
    claim: ExportClaim, one: Export, path: Path, now: datetime, look: Callable[[Progress], None]
) -> int:
    """Return how many rows the file holds; raises what `look` raises, KuratorError."""
    viewer = claim.viewer
    exporter = require_exporter(viewer, one.subject, is_raw=one.is_raw)
    make_room()
    with (
        told_progress(EXPORTS, claim.run_id, claim.epoch) as progress,
        open_scope(claim.context, role=WEB_ROLE),
    ):
        table = exporter.open_table(viewer, one.query, now)
        for rows in _blocks(viewer, one, table, path):
            progress.rows += rows
            look(progress)
        return progress.rows


def _require_going_on(
    progress: Progress, rows_left: int | None, must_stop: Callable[[], bool]
) -> None:
    if progress.is_stopped:
        raise Stopped
    if must_stop():
        raise Postponed
    if rows_left is not None and progress.rows > rows_left:
        raise ListTooLong(limit=f"{MAX_ROWS_IN_DAY:,}".replace(",", "\u00a0"))


def _blocks(viewer: Viewer, one: Export, table: ExportTable, path: Path) -> Iterator[int]:
    """Write the file and yield how many rows were added each time."""
    language, zone = viewer.language, viewer.time_zone
    path.touch(mode=0o600)
    with path.open("wb") as target:
        if one.format == Export.Format.XLSX:
            yield from write_workbook(
                table, target, language=language, zone=zone, scratch=path.parent
            )
            return
        for block, rows in csv_blocks(table, language=language, zone=zone, is_raw=one.is_raw):
            target.write(block)
            yield rows


def _finish(claim: ExportClaim, key: str, rows: int, now: datetime) -> None:
    with open_scope(EXPORTS.system):
        try:
            one = claim.held()
        except Stopped:
            delete_file(key)
            raise
        one.status, one.rows_done, one.file_key = Export.Status.DONE, rows, key
        one.size = file_path(key).stat().st_size
        one.finished_at, one.expires_at = now, now + timedelta(days=KEPT_DAYS)
        one.save()
        EXPORTS.announce(one)
        tell_outcome(one)


def _may(viewer: Viewer, one: Export) -> bool:
    try:
        require_exporter(viewer, one.subject, is_raw=one.is_raw)
    except PermissionMissing:
        return False
    return True


def _cancel(one: Export, now: datetime) -> None:
    one.status, one.finished_at = Export.Status.CANCELED, now
    one.save(update_fields=["status", "finished_at"])
    EXPORTS.announce(one)


def _fail(one: Export, error: Exception, now: datetime) -> None:
    told = _described(error)
    texts = {language: _told(told, language) for language in LANGUAGES}
    one.status, one.finished_at = Export.Status.FAILED, now
    one.failure = {"code": told.code, "texts": texts}
    one.save(update_fields=["status", "finished_at", "failure"])
    EXPORTS.announce(one)
    tell_outcome(one)


def _described(error: Exception) -> KuratorError:
    if isinstance(error, RightsGone):
        return RightsLost()
    return error if isinstance(error, KuratorError) else Broken()


def _told(error: KuratorError, language: str) -> str:
    places = [
        "/".join(map(str, problem.loc)) + ": " + problem.message(language)
        for problem in error.problems
    ]
    return " ".join([error.detail(language), *places])


COURSE: Final = Course(
    EXPORTS,
    may_run=_may,
    context_of=lambda viewer, _: context_for(viewer),
    cancel=_cancel,
    fail=_fail,
)
