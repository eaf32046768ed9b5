"""What a file holds: one pass over its bytes, one over its records, in flat memory."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from kurator.imports.rules import delimiters, encodings, headers, signatures
from kurator.imports.rules.profiles import ColumnProfiler
from kurator.imports.rules.tables import Table
from kurator.imports.rules.workbooks import list_sheets
from kurator.imports.services.files import open_lines, read_chunks
from kurator.imports.services.tables import is_workbook, open_table
from kurator.imports.types import (
    Analysis,
    CellCounts,
    CellProblem,
    ColumnProfile,
    FileProblem,
    Layout,
    Shape,
)

PORTION: Final = 5_000
SAMPLE_ROWS: Final = 20
_HEAD_BYTES: Final = 4096
_SAMPLE_LINES: Final = 300
_CELL: Final = 200
NUL: Final = "\x00"
NUL_SHOWN: Final = "\u2400"
_NOTHING_THERE: Final = frozenset({"empty_file", "only_header"})


def analyze_file(
    path: Path,
    *,
    encoding: str = "",
    delimiter: str = "",
    has_header: bool | None = None,
    sheet: str = "",
    on_portion: Callable[[int], None] = lambda _: None,
) -> Analysis:
    """
    Return what the file holds; raises FileProblem naming the place.

    What the person has set is taken; the rest is recognized.
    """
    if is_workbook(path):
        return _analyze_workbook(path, sheet, has_header, on_portion)
    layout = _text_layout(path, encoding, delimiter)
    with open_table(path, layout, has_header=has_header) as table:
        return _profiled(table, replace(layout, has_header=table.has_header), on_portion)


def _analyze_workbook(
    path: Path, chosen: str, has_header: bool | None, on_portion: Callable[[int], None]
) -> Analysis:
    """Without a choice the first sheet with customers is taken: many begin with a cover."""
    sheets = list_sheets(path)
    problem: FileProblem | None = None
    for name in [chosen] if chosen in sheets else sheets:
        layout = Layout("", "", sheet=name, sheets=tuple(sheets))
        try:
            with open_table(path, layout, has_header=has_header) as table:
                return _profiled(table, replace(layout, has_header=table.has_header), on_portion)
        except FileProblem as found:
            if found.code not in _NOTHING_THERE:
                raise
            problem = problem or found
    raise problem or FileProblem("no_workbook")


def _text_layout(path: Path, encoding: str, delimiter: str) -> Layout:
    _refuse_foreign(path)
    encoding, is_sure = _encoding(path, encoding)
    return Layout(encoding, delimiter or _delimiter(path, encoding), is_encoding_sure=is_sure)


def _refuse_foreign(path: Path) -> None:
    head = next(iter(read_chunks(path)), b"")[:_HEAD_BYTES]
    kind = signatures.foreign_kind(head)
    if kind:
        raise FileProblem("not_a_table", kind=kind)


def _encoding(path: Path, given: str) -> tuple[str, bool]:
    if not given:
        return encodings.detect_encoding(lambda: read_chunks(path))
    encodings.check_encoding(lambda: read_chunks(path), given)
    return given, True


def _delimiter(path: Path, encoding: str) -> str:
    with open_lines(path, encoding) as lines:
        sample = list(islice(lines, _SAMPLE_LINES))
    return delimiters.declared_delimiter(sample[0] if sample else "") or delimiters.guess_delimiter(
        sample
    )


def _profiled(table: Table, layout: Layout, on_portion: Callable[[int], None]) -> Analysis:
    profilers = [ColumnProfiler(place, head) for place, head in enumerate(table.heads)]
    sample: list[tuple[str, ...]] = []
    total = ragged = 0
    while portion := list(islice(table.rows, PORTION)):
        whole = [cells for _, cells in portion if not isinstance(cells, CellProblem)]
        total += len(portion)
        ragged += len(portion) - len(whole)
        if len(sample) < SAMPLE_ROWS:
            sample += [_shown(cells) for cells in whole[: SAMPLE_ROWS - len(sample)]]
        for profiler, column in zip(profilers, zip(*whole, strict=True), strict=False):
            profiler.feed(column)
        on_portion(total)
    if not total:
        raise FileProblem("only_header")
    columns = tuple(profiler.profile() for profiler in profilers)
    hashed = headers.head_hash(table.heads)
    cells = tuple(profiler.counted() for profiler in profilers)
    return Analysis(layout, columns, total, tuple(sample), hashed, ragged, table.is_mended, cells)


def _shown(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(storable(cell[:_CELL]) for cell in cells)


def storable(text: str) -> str:
    """PostgreSQL keeps no NUL, not in JSON either: it is shown as its picture."""
    return text.replace(NUL, NUL_SHOWN)


def analysis_to_json(analysis: Analysis) -> dict[str, Any]:
    kept = asdict(analysis)
    for column in kept["columns"]:
        for name in ("choices", "examples"):
            column[name] = [storable(text) for text in column[name]]
    for cells in kept["cells"]:
        cells["counts"] = {storable(text): count for text, count in cells["counts"].items()}
    return kept


def analysis_from_json(kept: dict[str, Any]) -> Analysis:
    columns = tuple(_column_from_json(column) for column in kept["columns"])
    sample = tuple(tuple(cells) for cells in kept["sample"])
    return Analysis(
        layout=_layout_from_json(kept["layout"]),
        columns=columns,
        sample=sample,
        rows=kept["rows"],
        head_hash=kept["head_hash"],
        ragged=kept["ragged"],
        is_mended=kept.get("is_mended", False),
        cells=tuple(CellCounts(**cells) for cells in kept.get("cells", ())),
    )


def _layout_from_json(kept: dict[str, Any]) -> Layout:
    return Layout(**{**kept, "sheets": tuple(kept.get("sheets", ()))})


def _column_from_json(kept: dict[str, Any]) -> ColumnProfile:
    changed = {
        "shape": Shape(kept["shape"]),
        "choices": tuple(kept["choices"]),
        "examples": tuple(kept["examples"]),
    }
    return ColumnProfile(**{**kept, **changed})
