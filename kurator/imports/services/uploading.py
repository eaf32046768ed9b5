"""A file comes in, is looked through and becomes a draft of an import."""

from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from kurator.access.types import Viewer
from kurator.imports import selectors
from kurator.imports.models import Import, ImportProblem
from kurator.imports.rules import delimiters, encodings
from kurator.imports.services.analyzing import analysis_to_json, analyze_file
from kurator.imports.services.files import delete_file, file_path, keep_file
from kurator.imports.services.mapping import DEFAULT_OPTIONS, change_mapping, suggest_mapping
from kurator.imports.services.queue import IMPORTS
from kurator.imports.services.refusals import (
    FileRefused,
    ImportOver,
    ImportUnderWay,
    MappingFixed,
    ReadFirst,
    mapping_problem,
)
from kurator.imports.services.tables import is_workbook
from kurator.imports.types import Analysis, FileProblem
from kurator.kernel.errors import InvalidInput
from kurator.kernel.ids import new_id
from kurator.platform.clock import SIGN_OF_LIFE

MAX_ANALYZED_AT_ONCE: Final = 20 * 1024 * 1024
WORKBOOKS_TAKE: Final = 8
"""Times as long as a text of as many bytes: they are packed."""
_EDITABLE: Final = (Import.Status.DRAFT, Import.Status.FAILED, Import.Status.CANCELED)
LAYOUT: Final = ("encoding", "delimiter", "has_header", "sheet")


def receive_file(
    *,
    viewer: Viewer,
    file_name: str,
    source_name: str,
    chunks: Iterable[bytes],
    is_queued: bool = True,
) -> Import:
    """
    Keep the file and look it through, a large one in the background unless `is_queued` is false.

    Raises FileRefused naming the place; then nothing is kept.
    """
    try:
        key, size = keep_file(chunks)
    except FileProblem as problem:
        raise FileRefused.because(problem) from problem
    try:
        one = _create(viewer, file_name, source_name, key, size)
        if is_queued and _takes_long(one):
            IMPORTS.enqueue(one)
        else:
            analyze_import(viewer=viewer, one=one)
    except BaseException:
        delete_file(key)
        raise
    return one


def _takes_long(one: Import) -> bool:
    times = WORKBOOKS_TAKE if is_workbook(file_path(one.file_key)) else 1
    return one.size * times > MAX_ANALYZED_AT_ONCE


def _create(viewer: Viewer, file_name: str, source_name: str, key: str, size: int) -> Import:
    shown = _clean(file_name) or "customers.csv"
    return Import.objects.create(
        id=new_id(),
        user_id=viewer.user_id,
        name=_clean(source_name) or shown,
        file_name=shown,
        file_key=key,
        size=size,
        status=Import.Status.ANALYZING,
        options=dict(DEFAULT_OPTIONS),
        heartbeat_at=SIGN_OF_LIFE,
    )


def _clean(name: str) -> str:
    """A name that is shown: no path, no control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:200]


def analyze_import(*, viewer: Viewer, one: Import) -> None:
    """Look the file through and suggest a mapping; raises FileRefused."""
    take_analysis(viewer=viewer, one=one, analysis=look_through(one))


def _keep_awake(_: int) -> None:
    """The database ends a transaction that is silent for long."""
    if not connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def look_through(one: Import, on_portion: Callable[[int], None] = _keep_awake) -> Analysis:
    """Return what the file holds; raises FileRefused."""
    try:
        return analyze_file(
            file_path(one.file_key),
            encoding=one.options.get("encoding", ""),
            delimiter=one.options.get("delimiter", ""),
            has_header=one.options.get("has_header"),
            sheet=one.options.get("sheet", ""),
            on_portion=on_portion,
        )
    except FileProblem as problem:
        raise FileRefused.because(problem) from problem


def take_analysis(*, viewer: Viewer, one: Import, analysis: Analysis) -> None:
    """Make the import a draft with a suggested mapping."""
    one.analysis = analysis_to_json(analysis)
    one.head_hash, one.rows_total, one.rows_done = analysis.head_hash, analysis.rows, 0
    one.status, one.failure, one.check_result = Import.Status.DRAFT, None, None
    suggest_mapping(viewer=viewer, one=one, analysis=analysis)
    one.save()


def change_import(
    *,
    viewer: Viewer,
    import_id: UUID,
    columns: list[dict[str, Any]],
    options: dict[str, Any],
    name: str | None = None,
    is_queued: bool = True,
) -> Import:
    """
    Change the mapping; another sheet, encoding, delimiter or header reads the file anew, a large
    one in the background unless `is_queued` is false: raises ReadFirst for what else is given.
    """
    one = selectors.lock_import(viewer, import_id)
    require_unwritten(one)
    if name is not None:
        one.name = _clean(name) or one.name
    layout: dict[str, Any] = {k: options.pop(k) for k in LAYOUT if k in options}
    if layout and any(one.options.get(k) != v for k, v in layout.items()):
        _require_layout(layout)
        one.options = {**one.options, **layout}
        if is_queued and _takes_long(one):
            if columns or options:
                raise ReadFirst
            return _read_anew(one)
        analyze_import(viewer=viewer, one=one)
    if columns or options:
        change_mapping(viewer=viewer, one=one, columns=columns, options=options)
    one.save()
    return one


def _read_anew(one: Import) -> Import:
    one.status, one.failure, one.check_result = Import.Status.ANALYZING, None, None
    one.rows_done, one.is_cancel_requested, one.heartbeat_at = 0, False, SIGN_OF_LIFE
    one.save()
    IMPORTS.enqueue(one)
    IMPORTS.announce(one)
    return one


def _require_layout(layout: dict[str, Any]) -> None:
    known = {"encoding": encodings.ENCODINGS, "delimiter": delimiters.DELIMITERS}
    wrong = [k for k, v in layout.items() if k in known and v and v not in known[k]]
    if wrong:
        problems = [mapping_problem("imports.bad_layout", "options", name) for name in wrong]
        raise InvalidInput(problems=problems)


def require_unwritten(one: Import) -> None:
    """As `require_editable`; an import that began to write keeps its mapping: MappingFixed."""
    require_editable(one)
    if one.next_row:
        raise MappingFixed


def require_editable(one: Import) -> None:
    """Raises ImportUnderWay, ImportOver."""
    if one.status == Import.Status.DONE:
        raise ImportOver
    if one.status not in _EDITABLE:
        raise ImportUnderWay
    if not one.analysis or not one.file_key:
        raise ImportOver


def delete_import(*, viewer: Viewer, import_id: UUID) -> None:
    """Remove the import, its problems and its file; what it wrote into the base stays."""
    one = selectors.lock_import(viewer, import_id)
    if one.status not in (*_EDITABLE, Import.Status.DONE):
        raise ImportUnderWay
    ImportProblem.objects.filter(of_import_id=one.id, user_id=viewer.user_id).delete()
    key = one.file_key
    Import.objects.filter(id=one.id, user_id=viewer.user_id).delete()
    IMPORTS.announce(one)
    transaction.on_commit(lambda: delete_file(key))
