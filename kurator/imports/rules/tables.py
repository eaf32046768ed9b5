"""A table: its heads, and its rows as they stand under them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from kurator.imports.rules import delimiters, headers, mended, records
from kurator.imports.types import CellProblem, FileProblem

_LOOK_AHEAD: Final = 50

Row = tuple[int, list[str] | CellProblem]


@dataclass
class Table:
    heads: list[str]
    has_header: bool
    rows: Iterator[Row]
    """(number, cells or problem); cells are as many as heads, blank rows are left out."""
    is_mended: bool = False


def read_table(lines: Iterable[str], *, delimiter: str, has_header: bool | None = None) -> Table:
    """Read a text: the head at once, the rows as they are asked for; raises FileProblem."""
    found = records.read_records(_without_declaration(lines), delimiter)
    return table_of(found, has_header=has_header)


def table_of(
    found: Iterator[records.Record], *, has_header: bool | None = None, is_padded: bool = False
) -> Table:
    """
    Make a table of records; raises FileProblem.

    `is_padded`: a spreadsheet saves no cells behind the last filled one, short rows are whole.
    """
    ahead = list(islice((record for record in found if _is_filled(record)), _LOOK_AHEAD))
    if not ahead:
        raise FileProblem("empty_file")
    row, first = ahead[0]
    if isinstance(first, CellProblem):
        raise FileProblem(first.code, row=row, **first.params)
    marks = mended.mark_places(first)
    if marks:
        has_header, found = True, mended.without_marks(found, marks)
        ahead = [record for record in mended.without_marks(ahead, marks) if _is_filled(record)]
        if not ahead or isinstance(ahead[0][1], CellProblem):
            raise FileProblem("no_header", row=row)
        first = ahead[0][1]
    heads = headers.clean_heads(first)
    others = [cells for _, cells in ahead[1:] if not isinstance(cells, CellProblem)]
    if has_header is None:
        has_header = headers.looks_like_head(first, others)
    if not has_header:
        widest = max(map(len, others), default=0) if is_padded else 0
        heads = [""] * max(len(first), widest, 1)
    names = [head or f"#{place}" for place, head in enumerate(heads, start=1)]
    rest = chain(ahead[1:] if has_header else ahead, found)
    rows = _fitted(rest, len(names), is_padded=is_padded)
    return Table(names, has_header, rows, bool(marks))


def _without_declaration(lines: Iterable[str]) -> Iterator[str]:
    """Spreadsheets do not count a first line `sep=;` as a row, neither do we."""
    source = iter(lines)
    for line in source:
        if not delimiters.declared_delimiter(line):
            yield line
        break
    yield from source


def _is_filled(record: records.Record) -> bool:
    cells = record[1]
    return isinstance(cells, CellProblem) or not records.is_blank(cells)


def _fitted(rows: Iterable[records.Record], width: int, *, is_padded: bool) -> Iterator[Row]:
    for record in rows:
        cells = record[1]
        if is_padded and not isinstance(cells, CellProblem) and len(cells) < width:
            cells += [""] * (width - len(cells))
        if isinstance(cells, CellProblem) or (len(cells) == width and cells[0] > " "):
            yield record
        elif not records.is_blank(cells):
            yield record[0], records.fit_width(cells, width)
