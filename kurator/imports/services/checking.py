"""The dry run: everything is written as in the real run and taken back at once."""

from dataclasses import asdict
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from kurator.access.types import Viewer
from kurator.imports import selectors
from kurator.imports.models import Import
from kurator.imports.rules.suggestions import Known
from kurator.imports.services.choices import add_choices
from kurator.imports.services.mapping import new_attributes_of, plans_of, require_answers
from kurator.imports.services.portions import Portion, read_portions, source_of
from kurator.imports.services.problems import forget_problems, keep_problems
from kurator.imports.services.queue import IMPORTS
from kurator.imports.services.refusals import FileRefused
from kurator.imports.services.rights import require_rights
from kurator.imports.services.uploading import require_unwritten
from kurator.imports.services.writing import Written, define_attributes, write_portion
from kurator.imports.types import Counts, FileProblem, RowProblem

MAX_CHECKED_AT_ONCE: Final = 20_000


def check_import(
    *, viewer: Viewer, import_id: UUID, now: datetime, is_queued: bool = True
) -> Import:
    """Check at once, a large file in the background; raises QuestionsOpen, FileRefused."""
    one = selectors.lock_import(viewer, import_id)
    require_unwritten(one)
    require_answers(one)
    require_rights(viewer, one)
    one.check_result = one.failure = None
    if is_queued and one.rows_total > MAX_CHECKED_AT_ONCE:
        one.status = Import.Status.CHECKING
        one.rows_done, one.is_cancel_requested = 0, False
        forget_problems(one)
        one.save()
        IMPORTS.enqueue(one)
        return one
    forget_problems(one)
    totals = Counts()
    known = selectors.read_known(viewer)
    try:
        for portion in read_portions(source_of(one, plans_of(one, known))):
            written = dry_write(viewer=viewer, one=one, known=known, portion=portion, now=now)
            add_checked(one, totals, portion, written)
    except FileProblem as problem:
        raise FileRefused.because(problem) from problem
    one.check_result = asdict(totals)
    one.save()
    return one


def dry_write(
    *, viewer: Viewer, one: Import, known: Known, portion: Portion, now: datetime
) -> Written:
    """Return what writing the portion would do; a savepoint takes everything back."""
    savepoint = transaction.savepoint()
    try:
        define_attributes(new_attributes_of(one, known))
        add_choices(one, known, is_dry=True)
        return write_portion(viewer=viewer, one=one, drafts=portion.drafts, now=now, is_dry=True)
    finally:
        transaction.savepoint_rollback(savepoint)


def add_checked(one: Import, totals: Counts, portion: Portion, written: Written) -> None:
    """Count the portion and keep its problems."""
    problems = sorted([*portion.problems, *written.problems], key=lambda problem: problem.row)
    keep_problems(one, problems, portion.rows)
    add_counts(totals, portion, written)
    one.rows_done += portion.seen


def add_counts(totals: Counts, portion: Portion, written: Written) -> None:
    """Add a portion's rows; a row is refused once, however many problems it has."""
    totals.created += written.created
    totals.updated += written.updated
    totals.unchanged += written.unchanged
    totals.superseded += portion.superseded
    totals.refused += refused_rows([*portion.problems, *written.problems])


def refused_rows(problems: list[RowProblem]) -> int:
    return len({problem.row for problem in problems if not problem.is_left_out})


def finish_check(one: Import, totals: Counts) -> None:
    one.check_result = asdict(totals)
    one.status = Import.Status.DRAFT
    one.save()
    IMPORTS.announce(one)
