"""
The real run: portions in transactions of their own, each with its place in the file.

What is committed stays, whatever happens next; a run that was killed goes on from the first row
that is not committed. A portion, its problems and its place are one transaction.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from time import monotonic
from typing import Final
from uuid import UUID

from django.db import transaction

from kurator.access.runs import Claim, Clock, carry_out, renewed
from kurator.access.types import Viewer
from kurator.imports import selectors
from kurator.imports.models import Import
from kurator.imports.rules.suggestions import Known
from kurator.imports.services.checking import (
    add_checked,
    add_counts,
    dry_write,
    finish_check,
)
from kurator.imports.services.choices import add_choices
from kurator.imports.services.course import COURSE
from kurator.imports.services.files import delete_file
from kurator.imports.services.mapping import new_attributes_of, plans_of, require_answers
from kurator.imports.services.portions import Portion, read_ahead, read_portions, source_of
from kurator.imports.services.problems import forget_problems, keep_problems
from kurator.imports.services.queue import IMPORTS
from kurator.imports.services.refusals import ImportOver
from kurator.imports.services.rights import require_rights
from kurator.imports.services.uploading import look_through, require_editable, take_analysis
from kurator.imports.services.writing import Preparer, define_attributes, write_portion
from kurator.imports.types import Counts
from kurator.parties.catalogue import current_catalogue
from kurator.platform.clock import SIGN_OF_LIFE
from kurator.platform.context import open_scope
from kurator.platform.faults import fault_point
from kurator.platform.runs import Postponed, Progress, Stopped, told_progress
from kurator.tracking.security import note_security_event

ANNOUNCE_SECONDS: Final = 0.5
KIND_RAN: Final = "imports.ran"
ImportClaim = Claim[Import]


def start_run(*, viewer: Viewer, import_id: UUID, now: datetime) -> Import:
    """Put the run into the queue; a stopped one goes on where it stopped."""
    one = begin_run(viewer=viewer, import_id=import_id, now=now)
    IMPORTS.enqueue(one)
    return one


def begin_run(*, viewer: Viewer, import_id: UUID, now: datetime) -> Import:
    """Mark the import as running; raises QuestionsOpen, InvalidInput, ImportUnderWay, ImportOver."""
    one = selectors.lock_import(viewer, import_id)
    require_editable(one)
    require_answers(one)
    require_rights(viewer, one)
    if one.next_row == 0:
        forget_problems(one)
        one.rows_done = 0
    one.status, one.failure, one.is_cancel_requested = Import.Status.RUNNING, None, False
    one.heartbeat_at, one.finished_at = SIGN_OF_LIFE, None
    one.started_at = one.started_at or now
    one.save()
    IMPORTS.announce(one)
    return one


def cancel_run(*, viewer: Viewer, import_id: UUID) -> Import:
    """Ask the worker to stop after the portion it is at."""
    one = selectors.lock_import(viewer, import_id)
    if one.status not in IMPORTS.jobs:
        raise ImportOver
    one.is_cancel_requested = True
    one.save(update_fields=["is_cancel_requested"])
    return one


def run_import(
    import_id: UUID,
    *,
    clock: Clock,
    on_portion: Callable[[Import], None] = lambda _: None,
    must_stop: Callable[[], bool] = lambda: False,
) -> None:
    """
    Write all rows that are not yet written; safe to call again after a crash.

    When the worker must stop, the rest is queued for the next one.
    """

    def work(claim: ImportClaim) -> None:
        with rare_collections(), _alive(claim):
            _write_rows(claim, clock, on_portion, must_stop)
            _finish_run(claim, clock())

    carry_out(COURSE, import_id, work, Import.Status.RUNNING, clock=clock)


def _alive(claim: ImportClaim) -> AbstractContextManager[Progress]:
    return told_progress(claim.kind, claim.run_id, claim.epoch)


def _write_rows(
    claim: ImportClaim,
    clock: Clock,
    on_portion: Callable[[Import], None],
    must_stop: Callable[[], bool],
) -> None:
    one = _define_new(claim)
    last_announced = monotonic()
    preparer, portions = _portions(claim, one)
    for portion in portions:
        _require_same_rights(claim)
        is_due = monotonic() - last_announced >= ANNOUNCE_SECONDS
        with open_scope(claim.context):
            state = _commit_portion(claim, portion, clock(), is_announced=is_due)
            fault_point("imports.batch_written")
        fault_point("imports.batch_committed")
        preparer.expects_new = state.created >= state.updated + state.unchanged
        on_portion(state)
        if must_stop():
            raise Postponed
        last_announced = monotonic() if is_due else last_announced


def _require_same_rights(claim: ImportClaim) -> None:
    """
    Raises RightsGone; Postponed when the person may do or sees other things than at the beginning:
    what is read ahead was read with the rights of then.
    """
    then, now = claim.viewer, renewed(COURSE, claim).viewer
    is_same = then.rights_mark == now.rights_mark
    if not is_same or then.read_only_fields != now.read_only_fields:
        raise Postponed


@contextmanager
def rare_collections() -> Iterator[None]:
    """
    Millions of short-lived objects without cycles: at the usual pace the collector would look
    through them again and again, and find nothing.
    """
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _define_new(claim: ImportClaim) -> Import:
    """New attributes exist before the first row is written."""
    with open_scope(claim.context):
        one = claim.held()
        known = selectors.read_known(claim.viewer)
        define_attributes(new_attributes_of(one, known))
        add_choices(one, known)
        for column in one.columns:
            column["unknown"] = []
            if isinstance(column["target"], dict):
                column["target"] = f"attr.{column['target']['new_attribute']['code']}"
        one.save(update_fields=["columns"])
        return one


def _portions(claim: ImportClaim, one: Import) -> tuple[Preparer, Iterator[Portion]]:
    with open_scope(claim.context):
        known = selectors.read_known(claim.viewer)
        preparer = Preparer(claim.viewer, one, current_catalogue())
    source = source_of(one, plans_of(one, known))
    portions = _prepared(read_portions(source, from_row=one.next_row), preparer)
    return preparer, read_ahead(portions)


def _prepared(portions: Iterator[Portion], preparer: Preparer) -> Iterator[Portion]:
    for portion in portions:
        portion.prepared = preparer.prepare(portion.drafts)
        yield portion


def _commit_portion(
    claim: ImportClaim, portion: Portion, now: datetime, *, is_announced: bool
) -> Import:
    one = claim.held()
    written = write_portion(
        viewer=claim.viewer,
        one=one,
        drafts=portion.drafts,
        prepared=portion.prepared,
        now=now,
    )
    problems = sorted([*portion.problems, *written.problems], key=lambda problem: problem.row)
    keep_problems(one, problems, portion.rows)
    totals = Counts(one.created, one.updated, one.unchanged, one.refused, one.superseded)
    add_counts(totals, portion, written)
    one.created, one.updated, one.unchanged = totals.created, totals.updated, totals.unchanged
    one.refused, one.superseded = totals.refused, totals.superseded
    one.rows_done += portion.seen
    one.next_row = portion.next_row
    one.heartbeat_at = SIGN_OF_LIFE
    one.save(update_fields=_PROGRESS)
    if is_announced:
        IMPORTS.announce(one)
    return one


_PROGRESS: Final = (
    "created",
    "updated",
    "unchanged",
    "refused",
    "superseded",
    "rows_done",
    "next_row",
    "problems_total",
    "heartbeat_at",
)


def _finish_run(claim: ImportClaim, now: datetime) -> None:
    with open_scope(claim.context):
        one = claim.held()
        key, one.file_key = one.file_key, ""
        one.status, one.finished_at = Import.Status.DONE, now
        one.save(update_fields=["status", "finished_at", "file_key"])
        counts = {name: getattr(one, name) for name in ("created", "updated", "refused")}
        details = counts | {"name": one.name}
        note_security_event(KIND_RAN, subject=str(one.id), details=details)
        IMPORTS.announce(one)
        transaction.on_commit(lambda: delete_file(key))


def check_in_background(
    import_id: UUID, *, clock: Clock, must_stop: Callable[[], bool] = lambda: False
) -> None:
    """The dry run of a large file: each portion is written and taken back on its own."""

    def work(claim: ImportClaim) -> None:
        with _alive(claim):
            known = _begin_check(claim)
            finished = _check_rows(claim, known, clock, must_stop)
            with open_scope(claim.context):
                finish_check(claim.held(), finished)

    carry_out(COURSE, import_id, work, Import.Status.CHECKING, clock=clock)


def _begin_check(claim: ImportClaim) -> Known:
    with open_scope(claim.context):
        one = claim.held()
        forget_problems(one)
        one.rows_done = 0
        one.save(update_fields=["rows_done", "problems_total"])
        return selectors.read_known(claim.viewer)


def _check_rows(
    claim: ImportClaim, known: Known, clock: Clock, must_stop: Callable[[], bool]
) -> Counts:
    with open_scope(claim.context):
        one = claim.held()
    totals, last_announced = Counts(), monotonic()
    for portion in read_ahead(read_portions(source_of(one, plans_of(one, known)))):
        with open_scope(claim.context):
            one = claim.held()
            written = dry_write(
                viewer=claim.viewer, one=one, known=known, portion=portion, now=clock()
            )
            add_checked(one, totals, portion, written)
            one.heartbeat_at = SIGN_OF_LIFE
            one.save(update_fields=["rows_done", "problems_total", "heartbeat_at"])
            if monotonic() - last_announced >= ANNOUNCE_SECONDS:
                last_announced = monotonic()
                IMPORTS.announce(one)
        if must_stop():
            raise Postponed
    return totals


def analyze_in_background(import_id: UUID, *, clock: Clock) -> None:
    def work(claim: ImportClaim) -> None:
        with _alive(claim) as reading:

            def on_portion(rows: int) -> None:
                reading.rows = rows
                if reading.is_stopped:
                    raise Stopped

            with open_scope(claim.context):
                one = claim.held()
            analysis = look_through(one, on_portion)
            with open_scope(claim.context):
                one = claim.held()
                take_analysis(viewer=claim.viewer, one=one, analysis=analysis)
                IMPORTS.announce(one)

    carry_out(COURSE, import_id, work, Import.Status.ANALYZING, clock=clock)
