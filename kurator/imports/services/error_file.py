"""
The error file: the refused rows as they came, behind two columns that say which row it was and
what to mend. Mended, it is imported again by the same mapping: see `rules/mended.py`.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from pathlib import PurePath
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final, Literal

from kurator.access.types import Viewer
from kurator.imports import selectors
from kurator.imports.models import Import
from kurator.imports.rules import mended
from kurator.imports.rules.messages import LEFT_OUT, message
from kurator.imports.services.analyzing import NUL, NUL_SHOWN, analysis_from_json
from kurator.imports.services.problems import MAX_KEPT
from kurator.kernel.defuse import csv_lines
from kurator.kernel.localized import LocalizedText, text_in
from kurator.platform.workbooks import Cell, SheetColumn, write_sheets

FileKind = Literal["csv", "xlsx"]
BOM: Final = "\ufeff"
_IN_MEMORY: Final = 4 * 1024 * 1024
_NAME: Final[LocalizedText] = {
    "en": "{name} - to mend",
    "ru": "{name} - исправить",
    "uk": "{name} - виправити",
}
_ROW: Final = itemgetter(0)
Line = tuple[Cell, ...]


def file_name(*, viewer: Viewer, one: Import, kind: FileKind) -> str:
    stem = PurePath(one.file_name).stem or "customers"
    return f"{text_in(_NAME, viewer.language).format(name=stem)}.{kind}"


def error_file(*, viewer: Viewer, one: Import, kind: FileKind) -> IO[bytes]:
    """Return the whole file, open at its beginning; it has the rows of all kept problems."""
    target = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    if kind == "csv":
        _write_csv(viewer, one, target)
    else:
        _write_workbook(viewer, one, target)
    target.seek(0)
    return target


def _write_csv(viewer: Viewer, one: Import, target: IO[bytes]) -> None:
    delimiter = _layout(one).get("delimiter") or ("," if viewer.language == "en" else ";")
    target.write(BOM.encode())
    for line in csv_lines(chain([_heads(viewer, one)], _lines(viewer, one)), delimiter):
        target.write(line.replace(NUL_SHOWN, NUL).encode())


def _write_workbook(viewer: Viewer, one: Import, target: IO[bytes]) -> None:
    columns = [SheetColumn(head) for head in _heads(viewer, one)]
    for _ in write_sheets(target, columns, _lines(viewer, one)):
        """The rows are written as they are read."""


def _layout(one: Import) -> dict[str, Any]:
    layout: dict[str, Any] = one.analysis.get("layout", {})
    return layout


def _heads(viewer: Viewer, one: Import) -> tuple[str, ...]:
    added = (text_in(head, viewer.language) for head in (mended.ROW, mended.WHAT))
    columns = analysis_from_json(one.analysis).columns if one.analysis else ()
    return (*added, *(column.header for column in columns))


def _lines(viewer: Viewer, one: Import) -> Iterator[Line]:
    language = viewer.language
    for row, problems in groupby(selectors.iterate_problems(viewer, one.id), key=_ROW):
        told = list(problems)
        if _is_to_mend(told):
            yield _line(row, told, language)
    if one.problems_total > MAX_KEPT:
        yield "", message("many_problems", {"limit": MAX_KEPT}, language)


def _is_to_mend(problems: Sequence[selectors.KeptProblem]) -> bool:
    """Not a row that went in without a cell and would be a new customer if it came again."""
    return any(cells or not params.get(LEFT_OUT) for *_, params, cells in problems)


def _line(row: int, problems: Sequence[selectors.KeptProblem], language: str) -> Line:
    cells = next((cells for *_, cells in problems if cells), None)
    what = (
        _what(header, "" if cells else value, message(code, params, language))
        for _, header, value, code, params, _ in problems
    )
    return (row, " ".join(what), *(cells or ()))


def _what(header: str, value: str, text: str) -> str:
    """The value is named only where the row itself is not at hand."""
    return ": ".join(filter(None, (header, value, text)))
